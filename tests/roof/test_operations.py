"""What operators watch: figures with alarms, dead jobs with their cause, and one click for another life (P12, P36)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from salesops.core.actor import SYSTEM, RecordRef
from salesops.notifications.models import Message
from salesops.outbox.models import Delivery, Event, Heartbeat
from salesops.outbox.services.emit import emit
from salesops.outbox.services.ping import ping
from salesops.reminders.models import Obligation
from salesops.web.operations import read_gauges
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


def dead_obligation() -> Obligation:
    now = timezone.now()
    return Obligation.objects.create(
        rule="next_step_missing", revision=1, scope="opportunity", scope_id=1, subject_kind="opportunity", subject_id=1,
        anchor="x", lane="owner", turn=0, due_at=now, next_at=now, status="dead", attempts=8, done_at=now,
        note="ZeroDivisionError: a poison",
    )  # fmt: skip


def alarms() -> set[str]:
    return {gauge.name for gauge in read_gauges(timezone.now()) if gauge.is_alarm}


def test_shows_the_cause_of_a_dead_job_and_gives_it_another_life(browser_of: Callable[[str], Client]) -> None:
    row, kim = dead_obligation(), browser_of("kim")
    page = kim.get("/settings/operations/").content.decode()
    assert "ZeroDivisionError: a poison" in page
    retry = f"/settings/operations/reminders/{row.pk}/retry/"
    assert kim.post(retry).status_code == 302
    row.refresh_from_db()
    assert (row.status, row.attempts) == ("pending", 0)
    assert kim.post(retry).status_code == 409
    assert kim.post("/settings/operations/nothing/1/retry/").status_code == 404


def test_is_for_operations_alone(browser_of: Callable[[str], Client]) -> None:
    row = dead_obligation()
    assert browser_of("ingrid").get("/settings/operations/").status_code == 404
    assert browser_of("ingrid").post(f"/settings/operations/reminders/{row.pk}/retry/").status_code == 404
    row.refresh_from_db()
    assert row.status == "dead"


def test_raises_an_alarm_for_what_is_dead_late_or_silent() -> None:
    Heartbeat.objects.create(process="one", beat_at=timezone.now())
    assert alarms() == set()
    dead_obligation()
    Heartbeat.objects.update(beat_at=timezone.now() - timedelta(minutes=3))
    late = timezone.now() - timedelta(minutes=5)
    Obligation.objects.create(
        rule="next_step_missing", revision=1, scope="opportunity", scope_id=2, subject_kind="opportunity", subject_id=2,
        anchor="x", lane="owner", turn=0, due_at=late, next_at=late,
    )  # fmt: skip
    assert alarms() == {"obligations_dead", "obligations_oldest_due_age", "sweeper_silence"}


def test_a_dead_delivery_is_retried_the_same_way(browser_of: Callable[[str], Client]) -> None:
    with transaction.atomic():
        emit(type="test.happened.v1", subject=RecordRef("test", 1), actor=SYSTEM, now=timezone.now(), data={})
    row = Delivery.objects.create(
        event=Event.objects.latest("id"), handler="tests.gone", subject_kind="test", subject_id=1, status="dead",
        next_at=timezone.now(), error="OSError: nobody there",
    )  # fmt: skip
    kim = browser_of("kim")
    assert "OSError: nobody there" in kim.get("/settings/operations/").content.decode()
    kim.post(f"/settings/operations/outbox/{row.pk}/retry/")
    row.refresh_from_db()
    assert row.status == "pending"


def test_a_mail_that_nobody_could_send_is_sent_again(cast: Cast, browser_of: Callable[[str], Client]) -> None:
    row = Message.objects.create(
        dedupe="mail:x", channel="mail", recipient=cast.user("elena"), status="dead", created_at=timezone.now(),
        next_at=timezone.now(), error="SMTPServerDisconnected: gone",
    )  # fmt: skip
    kim = browser_of("kim")
    page = kim.get("/settings/operations/").content.decode()
    assert "E-mail to Elena Petrova" in page
    assert "SMTPServerDisconnected: gone" in page
    kim.post(f"/settings/operations/notifications/{row.pk}/retry/")
    row.refresh_from_db()
    assert row.status == "pending"


def test_tells_its_figures_to_who_knows_the_token(client: Client, settings: Any) -> None:
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404
    settings.METRICS_TOKEN = "a-token-that-nobody-guesses"
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 404
    answer = client.get("/metrics", headers={"Authorization": "Bearer a-token-that-nobody-guesses"})
    text = answer.content.decode()
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert "# TYPE salesops_obligations_dead gauge\nsalesops_obligations_dead 0\n" in text
    assert "salesops_obligations_oldest_due_age_seconds 0" in text


def test_pings_nobody_without_an_address_and_nothing_but_https() -> None:
    ping("")
    with pytest.raises(ValueError, match="does not start with https"):
        ping("http://example.test/ping")
