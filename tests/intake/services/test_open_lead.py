"""A lead opens with its source for ever, its score, its owner and the clock of its first touch (domain §11.7)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from salesops.core.actor import SYSTEM
from salesops.core.errors import Invalid, Refused
from salesops.intake.models import Lead
from salesops.intake.queries.leads import lead_by_id
from salesops.intake.services.open_lead import NewSignal, open_lead
from salesops.outbox.models import Event
from tests.cast import NOW, Cast
from tests.intake.leads import STRONG, a_lead
from tests.territories.atlas import draw

pytestmark = pytest.mark.django_db
DEMO = NewSignal("demo_form")


def test_keeps_what_is_known_and_says_that_it_opened(cast: Cast) -> None:
    lead = a_lead(cast)
    assert (lead.company, lead.normal_company, lead.status) == ("Kestrel Pay GmbH", "kestrel pay", "new")
    assert lead.owner_id == cast.grace.user_id
    event = Event.objects.get(type="lead.opened.v1")
    assert (event.subject_id, event.data["source"]) == (lead.pk, "outbound_sdr")
    assert "Maren" not in str(event.data)


@pytest.mark.parametrize("who", ["paula", "ana", "naomi", "lucia", "rachel", "vera"])
def test_is_refused_to_whoever_does_not_bring_in_business(cast: Cast, who: str) -> None:
    with pytest.raises(Refused):
        a_lead(cast, by=who)
    assert not Lead.objects.exists()


@pytest.mark.parametrize("who", ["ida", "grace", "elena", "walt", "tomas", "ingrid", "beatriz", "kim", "theo"])
def test_is_open_to_whoever_brings_in_business(cast: Cast, who: str) -> None:
    assert a_lead(cast, by=who).pk


def test_lists_everything_that_is_wrong_at_once(cast: Cast) -> None:
    with pytest.raises(Invalid) as caught:
        a_lead(cast, company=" ", country="XX", person_email="nobody", timeline="soon", price="9")
    assert set(caught.value.fields) == {"company", "country", "person_email", "timeline", "price"}


class TestClock:
    def test_a_lead_of_segment_a_wants_its_touch_the_same_day(self, cast: Cast) -> None:
        lead = a_lead(cast, signals=[DEMO, NewSignal("pricing_page")])
        assert lead_by_id(cast.grace, lead.pk, now=NOW).segment == "A"
        assert lead.due_at == datetime(2026, 3, 2, 17, tzinfo=UTC)
        assert lead.remind_at == datetime(2026, 3, 2, 13, tzinfo=UTC)
        assert lead.escalates_at == datetime(2026, 3, 3, 17, tzinfo=UTC)

    def test_what_comes_in_at_night_waits_for_the_next_working_day(self, cast: Cast) -> None:
        friday_night = datetime(2026, 3, 6, 22, tzinfo=UTC)
        lead = a_lead(cast, now=friday_night, signals=[DEMO, NewSignal("pricing_page")])
        assert lead.due_at == datetime(2026, 3, 9, 17, tzinfo=UTC)

    def test_a_lead_of_segment_b_has_two_business_days(self, cast: Cast) -> None:
        lead = a_lead(cast)
        assert lead_by_id(cast.grace, lead.pk, now=NOW).segment == "B"
        assert lead.due_at == datetime(2026, 3, 3, 17, tzinfo=UTC)

    def test_a_lead_that_is_only_nurtured_has_none(self, cast: Cast) -> None:
        lead = open_lead(actor=cast.ida, now=NOW, source="event", company="Somebody")
        assert (lead.remind_at, lead.due_at, lead.escalates_at) == (None, None, None)


def test_belongs_to_whose_its_place_is_and_says_why(cast: Cast) -> None:
    now = timezone.now()
    draw(cast, now=now)
    place = {"country": "US", "subdivision": "US-CA", "postal_code": "95112", "city": "San Jose", "now": now}
    lead = a_lead(cast, by="ida", source="event", **place)
    assert lead.owner_id == cast.grace.user_id
    assert lead.territory_id is not None
    assert "Bay Area" in lead.owner_reason
    found = a_lead(cast, by="arjun", source="outbound_ae", **place)
    assert (found.owner_id, found.territory_id) == (cast.arjun.user_id, None)


def test_scores_in_the_list_as_on_the_page(cast: Cast) -> None:
    lead = a_lead(cast, signals=[DEMO, NewSignal("content", at=NOW - timedelta(days=30))])
    assert lead.behaviour == pytest.approx(27.5)
    now_and_later = [lead_by_id(cast.grace, lead.pk, now=NOW + timedelta(days=days)).score for days in (0, 30, 3000)]
    assert now_and_later == [76, 72, 68]


@pytest.mark.parametrize(
    "change",
    [
        "source = 'other'",
        "source_detail = 'Forged'",
        "opened_at = now()",
        "introduction_id = 7",
        "status = 'qualified'",
    ],
)
def test_the_database_keeps_where_it_came_from_and_where_it_stands(cast: Cast, change: str) -> None:
    lead = a_lead(cast)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE intake_lead SET {change} WHERE id = %s", [lead.pk])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("table", ["intake_leadmove", "intake_leadsignal", "intake_leadtouch"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET at = now()", "DELETE FROM {}"])
def test_the_history_is_never_changed(cast: Cast, table: str, verb: str) -> None:
    a_lead(cast, signals=[DEMO])
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(verb.format(table))


def test_the_web_opens_a_lead_without_anybody(cast: Cast) -> None:
    lead = open_lead(actor=SYSTEM, now=NOW, **(STRONG | {"source": "inbound_form"}))
    assert lead.owner_id is None
    assert lead.owner_reason.startswith("Nobody yet")
