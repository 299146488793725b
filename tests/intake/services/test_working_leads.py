"""Working a lead: touched, qualified, rested, disqualified, opened again, handed over (domain §11.7)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Coalesce

from salesops.core.errors import Conflict, Invalid, Refused, StaleVersion
from salesops.intake.domain.leads import EDGES
from salesops.intake.models import Lead, LeadMove
from salesops.intake.services.amend_lead import amend_lead
from salesops.intake.services.assign_lead import assign_lead, take_lead
from salesops.intake.services.disqualify_lead import disqualify_lead
from salesops.intake.services.log_touch import log_touch
from salesops.intake.services.open_lead import NewSignal
from salesops.intake.services.park_lead import park_lead
from salesops.intake.services.qualify_lead import qualify_lead
from salesops.intake.services.record_signal import record_signal
from salesops.intake.services.reopen_lead import reopen_lead
from tests.cast import NOW, Cast
from tests.intake.leads import a_lead

pytestmark = pytest.mark.django_db
NOTE = "Talked about the host certification and who decides."
LATER = NOW + timedelta(hours=2)


def moves(lead: Lead) -> list[str]:
    return list(LeadMove.objects.filter(lead=lead, what="status").order_by("id").values_list("after", flat=True))


class TestTouch:
    def test_the_first_that_reaches_out_stops_the_clock_for_good(self, cast: Cast) -> None:
        lead = a_lead(cast)
        touched = log_touch(actor=cast.grace, now=LATER, lead_id=lead.pk, kind="call", note=NOTE, was_answered=True)
        again = log_touch(actor=cast.grace, now=LATER + timedelta(days=1), lead_id=lead.pk, kind="email", note=NOTE)
        assert (touched.first_touched_at, again.first_touched_at) == (LATER, LATER)
        assert (again.status, again.last_touched_at) == ("in_progress", LATER + timedelta(days=1))
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE intake_lead SET first_touched_at = opened_at - interval '1 day'")

    def test_a_note_to_ourselves_touches_nobody(self, cast: Cast) -> None:
        lead = log_touch(actor=cast.grace, now=LATER, lead_id=a_lead(cast).pk, kind="note", note=NOTE)
        assert (lead.status, lead.first_touched_at) == ("new", None)

    def test_belongs_to_the_owner_and_who_leads(self, cast: Cast) -> None:
        lead = a_lead(cast)
        for stranger in (cast.elena, cast.ida, cast.beatriz):
            with pytest.raises(Refused):
                log_touch(actor=stranger, now=LATER, lead_id=lead.pk, kind="call", note=NOTE)
        assert log_touch(actor=cast.tomas, now=LATER, lead_id=lead.pk, kind="call", note=NOTE).first_touched_at

    def test_says_everything_that_is_wrong(self, cast: Cast) -> None:
        with pytest.raises(Invalid) as caught:
            log_touch(
                actor=cast.grace, now=NOW, lead_id=a_lead(cast).pk, kind="pigeon", note="Hi", at=NOW + timedelta(days=1)
            )
        assert set(caught.value.fields) == {"kind", "note", "at"}


class TestQualifying:
    def test_keeps_who_did_it_beside_the_source(self, cast: Cast) -> None:
        lead = qualify_lead(actor=cast.tomas, now=LATER, lead_id=a_lead(cast).pk)
        assert (lead.status, lead.source, lead.qualified_by_id) == ("qualified", "outbound_sdr", cast.tomas.user_id)

    def test_names_all_that_is_missing(self, cast: Cast) -> None:
        bare = a_lead(
            cast, person_name="", person_title="", persona="", use_case="", employees=None, industry="", person_email=""
        )
        with pytest.raises(Invalid) as caught:
            qualify_lead(actor=cast.grace, now=LATER, lead_id=bare.pk)
        assert set(caught.value.fields) == {"person_name", "person_title", "use_case", "employees"}


class TestResting:
    def test_bad_timing_wants_the_day_to_come_back(self, cast: Cast) -> None:
        lead = a_lead(cast)
        with pytest.raises(Invalid) as caught:
            park_lead(actor=cast.grace, now=NOW, lead_id=lead.pk, to="bad_timing", reason="Budget only next year.")
        assert set(caught.value.fields) == {"revisit_on"}
        parked = park_lead(
            actor=cast.grace, now=NOW, lead_id=lead.pk, to="bad_timing", reason="Budget only next year.",
            revisit_on=date(2026, 9, 1),
        )  # fmt: skip
        assert (parked.status, parked.revisit_on) == ("bad_timing", date(2026, 9, 1))

    def test_silence_takes_fourteen_days_since_the_last_answer(self, cast: Cast) -> None:
        lead = a_lead(cast)
        why = {"lead_id": lead.pk, "to": "unresponsive", "reason": "No answer to anything."}
        with pytest.raises(Conflict, match="Nobody has reached out"):
            park_lead(actor=cast.grace, now=NOW + timedelta(days=30), **why)
        log_touch(actor=cast.grace, now=LATER, lead_id=lead.pk, kind="call", note=NOTE)
        answered = LATER + timedelta(days=3)
        log_touch(actor=cast.grace, now=answered, lead_id=lead.pk, kind="email", note=NOTE, was_answered=True)
        with pytest.raises(Conflict):
            park_lead(actor=cast.grace, now=answered + timedelta(days=13, hours=23), **why)
        assert park_lead(actor=cast.grace, now=answered + timedelta(days=14), **why).status == "unresponsive"

    def test_who_asks_again_is_open_again(self, cast: Cast) -> None:
        lead = a_lead(cast)
        park_lead(actor=cast.grace, now=NOW, lead_id=lead.pk, to="nurture", reason="Nice people, no hurry.")
        back = record_signal(actor=cast.ida, now=LATER, lead_id=lead.pk, signal=NewSignal("pricing_page"))
        assert (back.status, moves(lead)) == ("open", ["new", "nurture", "open"])
        assert back.behaviour == 25


class TestDisqualifying:
    def test_wants_a_reason_of_the_list(self, cast: Cast) -> None:
        lead = a_lead(cast)
        with pytest.raises(Invalid):
            disqualify_lead(actor=cast.grace, now=NOW, lead_id=lead.pk, reason="bored")
        with pytest.raises(Invalid):
            disqualify_lead(actor=cast.grace, now=NOW, lead_id=lead.pk, reason="other")
        gone = disqualify_lead(actor=cast.grace, now=NOW, lead_id=lead.pk, reason="student_or_research")
        assert (gone.status, gone.reason) == ("disqualified", "student_or_research")

    def test_is_undone_with_a_reason(self, cast: Cast) -> None:
        lead = disqualify_lead(actor=cast.grace, now=NOW, lead_id=a_lead(cast).pk, reason="no_budget")
        back = reopen_lead(actor=cast.grace, now=LATER, lead_id=lead.pk, reason="They found the money after all.")
        assert (back.status, back.reason) == ("open", "")


class TestOwner:
    def test_what_nobody_has_is_taken_once(self, cast: Cast) -> None:
        lead = a_lead(cast, by="ida")
        assert lead.owner_id is None
        taken = take_lead(actor=cast.elena, now=LATER, lead_id=lead.pk)
        assert (taken.owner_id, taken.status) == (cast.elena.user_id, "open")
        with pytest.raises(Conflict):
            take_lead(actor=cast.grace, now=LATER, lead_id=lead.pk)

    def test_a_regional_vp_hands_over_within_the_region(self, cast: Cast) -> None:
        lead = a_lead(cast)
        why = {"lead_id": lead.pk, "now": LATER, "reason": "Grace is away for a month."}
        with pytest.raises(Refused):
            assign_lead(actor=cast.rosa, owner_id=cast.arjun.user_id, **why)
        with pytest.raises(Invalid):
            assign_lead(actor=cast.tomas, owner_id=cast.lucia.user_id, **why)
        assert assign_lead(actor=cast.tomas, owner_id=cast.elena.user_id, **why).owner_id == cast.elena.user_id


def test_a_change_on_an_older_version_is_refused(cast: Cast) -> None:
    lead = a_lead(cast)
    changed = amend_lead(actor=cast.ida, now=LATER, lead_id=lead.pk, version=lead.version, values={"employees": 9000})
    assert changed.fit < lead.fit
    with pytest.raises(StaleVersion):
        amend_lead(actor=cast.ida, now=LATER, lead_id=lead.pk, version=lead.version, values={"employees": 10})


@pytest.mark.parametrize(
    ("before", "after"),
    [(before, after) for before in EDGES for after in EDGES if before != after],
)
def test_the_database_knows_the_same_ways_as_the_service(cast: Cast, before: str, after: str) -> None:
    lead = a_lead(cast)
    if before != "new":
        _put(lead, before)
    if after in EDGES[before]:
        _put(lead, after)
    else:
        with pytest.raises(IntegrityError), transaction.atomic():
            _put(lead, after)


def _put(lead: Lead, status: str) -> None:
    Lead.objects.filter(pk=lead.pk).update(
        status=status, reason="other", qualified_at=Coalesce("qualified_at", "opened_at")
    )
    LeadMove.objects.create(lead=lead, what="status", after=status, at=NOW)


def test_the_database_moves_no_lead_without_its_history(cast: Cast) -> None:
    lead = a_lead(cast)
    Lead.objects.filter(pk=lead.pk).update(status="open")
    with pytest.raises(IntegrityError, match="only together with its history"), transaction.atomic():
        connection.check_constraints()
    LeadMove.objects.create(lead=lead, what="status", after="open", at=NOW)
