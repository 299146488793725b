"""Settings › Import, as a person meets it: read, map, check, import, come back to the report; then once more."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from opportunities.models import ImportJob, Opportunity, SavedMapping
from opportunities.services.run_import import run_job
from tests.cast import Cast
from tests.imports.hostile import HEAD, ROW
from tests.story import new_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(cast: Cast) -> Client:
    """Elena's browser."""
    client = Client()
    client.force_login(cast.user("elena"), backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def _upload(client: Client, text: str) -> ImportJob:
    file = SimpleUploadedFile("deals.csv", text.encode(), "text/csv")
    answer = client.post("/settings/imports/new/", {"file": file, "process": "generic.three_stage"})
    assert answer.status_code == 302, answer.content
    return ImportJob.objects.latest("id")


def _check(client: Client, job: ImportJob, **more: Any) -> ImportJob:
    columns = {f"column__{target}": column for target, column in job.mapping["columns"].items()}
    given = {"kind": "guarded", "policy": "skip", "date_format": "YYYY-MM-DD", "source": "file", **columns, **more}
    answer = client.post(f"/settings/imports/{job.pk}/check/", given)
    assert answer.status_code == 302, answer.content.decode()
    job.refresh_from_db()
    return job


def test_a_seller_brings_a_file_in(client: Client) -> None:
    new_account("Fjordline Telecom")
    body = (
        HEAD + "".join(ROW.format(n=n) for n in range(3)) + "K9,Elena Petrova,Prospect,Fjordline Telecom,2026-01-05,5\n"
    )
    job = _upload(client, body)
    assert job.mapping["columns"]["key"] == "opportunity_id"
    assert b"Not checked yet" in client.get(f"/settings/imports/{job.pk}/").content

    job = _check(client, job)
    assert (job.counts["ready"], job.counts["bad"]) == (3, 1)
    page = client.get(f"/settings/imports/{job.pk}/").content.decode()
    assert "The process has no stage Prospect." in page
    assert not Opportunity.objects.exists()

    job = _check(client, job, value__stage__Prospect="discovery", save_as="Old system")
    assert job.counts["ready"] == 4
    assert SavedMapping.objects.get().mapping["values"]["stage"] == {"Prospect": "discovery"}

    assert client.post(f"/settings/imports/{job.pk}/start/").status_code == 302
    run_job(now=timezone.now(), job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, job.counts["imported"]) == ("done", 4)
    event = Opportunity.objects.get(source_key="K9").stage_events.get()
    assert (event.move, event.origin["file"], event.origin["row"]) == ("created", job.sha256, 5)

    again = _upload(client, body)
    assert again.mapping["values"]["stage"] == {"Prospect": "discovery"}
    assert _check(client, again).counts["already"] == 4


def test_an_unconfirmed_date_format_is_asked_for(client: Client) -> None:
    new_account("Fjordline Telecom")
    job = _upload(client, HEAD + ROW.format(n=1).replace("2026-01-05", "03-04-17"))
    columns = {f"column__{target}": column for target, column in job.mapping["columns"].items()}
    given = {"kind": "guarded", "policy": "all", "date_format": "", "source": "file", **columns}

    answer = client.post(f"/settings/imports/{job.pk}/check/", given)

    assert answer.status_code == 422
    assert "Confirm the format" in answer.content.decode()


def test_a_seller_may_not_migrate(client: Client) -> None:
    job = _upload(client, HEAD + ROW.format(n=1))
    given = {"kind": "migration", "policy": "all", "date_format": "", "source": "file"}
    assert client.post(f"/settings/imports/{job.pk}/check/", given).status_code == 422


def test_another_seller_does_not_see_it(client: Client, cast: Cast) -> None:
    job = _upload(client, HEAD + ROW.format(n=1))
    client.force_login(cast.user("arjun"), backend=settings.AUTHENTICATION_BACKENDS[0])
    assert client.get(f"/settings/imports/{job.pk}/").status_code == 404


def test_a_refused_gate_is_told_row_by_row(client: Client) -> None:
    new_account("Fjordline Telecom")
    job = _upload(client, HEAD + ROW.format(n=1) + ROW.format(n=2).replace("Discovery", "Negotiation"))
    _check(client, job)
    client.post(f"/settings/imports/{job.pk}/start/")
    run_job(now=timezone.now(), job_id=job.pk)
    job.refresh_from_db()
    assert (job.counts["imported"], job.counts["refused"]) == (1, 1)
    assert "The pursuit plan says why now and why us" in str(job.problems)
    assert [row.source_key for row in Opportunity.objects.all()] == ["K1"]


def test_a_migration_without_the_import_role_says_so(client: Client, cast: Cast) -> None:
    client.force_login(cast.user("kim"), backend=settings.AUTHENTICATION_BACKENDS[0])
    cast.user("elena")
    new_account("Fjordline Telecom")
    job = _check(client, _upload(client, HEAD + ROW.format(n=1).replace("Discovery", "Closed Won")), kind="migration")
    client.post(f"/settings/imports/{job.pk}/start/")
    run_job(now=timezone.now(), job_id=job.pk)
    job.refresh_from_db()
    assert job.state == "failed"
    assert "needs the import role" in job.failure
    assert not Opportunity.objects.exists()
