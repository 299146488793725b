"""kill -9 in the middle of an import, again and again: no row is lost, none comes twice, none is half there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from random import Random

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from opportunities.models import ImportJob, Opportunity
from opportunities.services.run_import import check_job, start_job, upload
from tests.cast import Cast
from tests.imports.hostile import HEAD, ROW
from tests.story import new_account

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 6_000
KILLS = 50 if os.environ.get("SALESOPS_PROVE") == "long" else 5


@pytest.fixture
def job(transactional_db: None) -> ImportJob:
    """A checked import of six thousand rows that waits to be run."""
    actor = Cast({}).elena
    new_account("Fjordline Telecom")
    body = HEAD + "".join(ROW.format(n=n) for n in range(ROWS))
    now = timezone.now()
    job = upload(actor=actor, now=now, file_name="a.csv", content=body.encode(), process="generic.three_stage")
    mapping = {**job.mapping, "date_format": "YYYY-MM-DD"}
    check_job(actor=actor, now=now, job_id=job.pk, mapping=mapping, kind="guarded", policy="skip")
    return start_job(actor=actor, now=now, job_id=job.pk)


def _run(job: ImportJob) -> subprocess.Popen[bytes]:
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "run_import", str(job.pk)]
    environ = {
        **os.environ,
        "STATEMENT_TIMEOUT_MS": "0",
        "SALESOPS_ENV": "test",
        "DJANGO_SETTINGS_MODULE": "salesops.settings",
    }
    return subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def test_it_ends_whole(job: ImportJob) -> None:
    chance, seen = Random(7), 0
    for _ in range(KILLS):
        process = _run(job)
        before = Opportunity.objects.count()
        while process.poll() is None and Opportunity.objects.count() == before:
            time.sleep(0.02)
        time.sleep(chance.random() * 0.3)
        process.send_signal(signal.SIGKILL)
        process.wait()
        count = Opportunity.objects.count()
        assert count % 500 == 0
        seen = max(seen, count)
        if count == ROWS:
            break
    last = _run(job)
    assert last.wait() == 0, last.stderr.read().decode() if last.stderr else ""

    job.refresh_from_db()
    assert job.state == "done"
    assert seen > 0
    assert Opportunity.objects.count() == ROWS
    assert Opportunity.objects.values("source_key").distinct().count() == ROWS
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM opportunities_stageevent")
        assert cursor.fetchone()[0] == ROWS
