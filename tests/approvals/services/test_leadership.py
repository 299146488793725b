"""Deputies and escalations: who may name and raise them, what they allow, and how they end (domain §6.1, §6.4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from approvals.models import Delegation, Escalation
from approvals.services.delegate import NewDelegation, delegate, end_delegation
from approvals.services.escalate import close_escalation, decide_escalation, raise_escalation
from opportunities.services.lose import Loss, lose
from opportunities.services.set_next_step import set_next_step
from qualification.queries.proposal import proposal_page
from qualification.services.confidence_call import ask_for_call, plan_call
from qualification.services.schedule_session import reschedule_session, schedule_session
from salesops.core.errors import Invalid, Refused
from salesops.users.services.set_absence import set_absence
from tests.approvals.asking import Asking
from tests.cast import Cast
from tests.qualification.offering import Offering
from tests.qualification.proof import Proof
from tests.story import NOTE, Deal

pytestmark = pytest.mark.django_db


@pytest.fixture
def asking(cast: Cast) -> Asking:
    return Asking(cast)


def name(asking: Asking, approver: str, deputy: str, by: str = "", **more: Any) -> Delegation:
    """Name a deputy for this week."""
    day = asking.deal.now.date()
    people = (asking.cast.user(approver).pk, asking.cast.user(deputy).pk)
    new = NewDelegation(*people, day - timedelta(days=1), day + timedelta(days=5), **more)
    return delegate(actor=asking.cast.actor(by or approver), now=asking.deal.now, new=new)


class TestADeputy:
    def test_decides_in_both_names_while_the_approver_is_away(self, asking: Asking) -> None:
        name(asking, "tomas", "rosa")
        day, tomas = asking.deal.now.date(), asking.cast.user("tomas").pk
        rosa = asking.cast.user("rosa").pk
        set_absence(
            actor=asking.cast.tomas, now=asking.deal.now, user_id=tomas, deputy_id=rosa, starts_on=day, ends_on=day
        )
        asking.submit()
        step = asking.waiting[0]
        assert (step.approver_id, step.in_place_of_id) == (rosa, tomas)
        asking.approve("rosa")
        step.refresh_from_db()
        assert (step.decision.by_id, step.decision.on_behalf_of_id) == (rosa, tomas)

    def test_decides_nothing_beyond_the_limits(self, asking: Asking) -> None:
        name(asking, "tomas", "rosa", max_discount=Decimal(20))
        asking.submit()
        with pytest.raises(Refused):
            asking.approve("rosa")

    def test_ends_when_it_is_ended(self, asking: Asking) -> None:
        row = name(asking, "tomas", "rosa")
        end_delegation(actor=asking.cast.tomas, now=asking.deal.now, delegation_id=row.pk)
        asking.submit()
        with pytest.raises(Refused):
            asking.approve("rosa")

    def test_holds_an_equal_or_higher_role_or_is_named_by_a_leader(self, asking: Asking) -> None:
        with pytest.raises(Invalid, match="equal or higher"):
            name(asking, "naomi", "tomas")
        with pytest.raises(Invalid, match="holds a role that decides"):
            name(asking, "tomas", "elena")
        name(asking, "tomas", "ingrid")
        name(asking, "naomi", "owen", by="ingrid")

    def test_is_named_by_nobody_else(self, asking: Asking) -> None:
        for who in ("elena", "kim", "rosa"):
            with pytest.raises(Refused):
                name(asking, "tomas", "rosa", by=who)

    def test_makes_no_circle(self, asking: Asking) -> None:
        name(asking, "tomas", "naomi")
        name(asking, "naomi", "ingrid")
        with pytest.raises(Invalid, match="circle"):
            name(asking, "ingrid", "tomas", by="ingrid")


class TestAnEscalation:
    def test_is_put_to_the_regional_vp_decided_and_closed(self, asking: Asking) -> None:
        row = raise_escalation(**asking.deal.known(), severity="high", reason=NOTE)
        assert row.assigned_to == asking.cast.user("tomas")
        with pytest.raises(Refused):
            decide_escalation(actor=asking.deal.actor, now=asking.deal.now, escalation_id=row.pk, decision=NOTE)
        decide_escalation(actor=asking.cast.tomas, now=asking.deal.now, escalation_id=row.pk, decision=NOTE)
        with pytest.raises(Refused):
            close_escalation(actor=asking.cast.naomi, now=asking.deal.now, escalation_id=row.pk)
        close_escalation(actor=asking.deal.actor, now=asking.deal.now, escalation_id=row.pk)
        assert Escalation.objects.get().closed_at is not None

    def test_lets_leadership_carry_the_next_step_only_while_it_is_open(self, asking: Asking) -> None:
        step = {"text": "Call their board", "due": asking.deal.now.date(), "owner_id": asking.cast.user("ingrid").pk}
        with pytest.raises(Refused) as refused:
            set_next_step(**asking.deal.known(), **step)
        assert refused.value.code == "R10"
        row = raise_escalation(**asking.deal.known(), severity="high", reason=NOTE)
        set_next_step(**asking.deal.known(), **step)
        close_escalation(actor=asking.deal.actor, now=asking.deal.now, escalation_id=row.pk)
        with pytest.raises(Refused):
            set_next_step(**asking.deal.known(), **step)

    @pytest.mark.parametrize("who", ["ingrid", "tomas"])
    def test_lets_leadership_organise_a_technical_call_only_while_it_is_open(self, asking: Asking, who: str) -> None:
        known = asking.deal.known(asking.cast.actor(who))
        given = {"contact_id": asking.deal.contact.pk, "topic": "How the nightly jobs recover"}
        refused_by("R11", ask_for_call, **known, **given)
        row = raise_escalation(**asking.deal.known(), severity="high", reason=NOTE)
        call = ask_for_call(**known, **given)
        close_escalation(actor=asking.deal.actor, now=asking.deal.now, escalation_id=row.pk)
        planned = {"call_id": call.pk, "planned_for": asking.deal.now + timedelta(days=2)}
        refused_by("R11", plan_call, actor=known["actor"], now=known["now"], **planned)
        plan_call(actor=asking.deal.actor, now=asking.deal.now, **planned)

    def test_lets_leadership_lead_a_session_of_the_poc_only_while_it_is_open(self, asking: Asking) -> None:
        proof = Proof(asking.deal)
        given = {"kind": "getting_started", "starts_at": asking.deal.now + timedelta(days=2)}
        ingrid = asking.cast.user("ingrid").pk
        refused_by("R11", schedule_session, **proof.known(), **given, lead_id=ingrid)
        row = raise_escalation(**asking.deal.known(), severity="high", reason=NOTE)
        session = schedule_session(**proof.known(), **given, lead_id=ingrid)
        close_escalation(actor=asking.deal.actor, now=asking.deal.now, escalation_id=row.pk)
        later = {"session_id": session.pk, "starts_at": asking.deal.now + timedelta(days=3)}
        refused_by("R11", reschedule_session, **proof.known(), **later)

    def test_is_no_matter_of_who_plans_or_validates(self, asking: Asking) -> None:
        proof = Proof(asking.deal)
        starts = asking.deal.now + timedelta(days=2)
        session = schedule_session(
            **proof.known(), kind="getting_started", starts_at=starts, lead_id=asking.deal.actor.user_id
        )
        assert session.lead_id == asking.deal.actor.user_id
        refused_by(
            "refused",
            schedule_session,
            **proof.known(),
            kind="discovery",
            starts_at=starts,
            lead_id=asking.cast.user("kim").pk,
        )

    def test_fires_t10_of_the_proposal_while_it_is_open(self, cast: Cast) -> None:
        offering = Offering(Deal(cast))
        offering.write()
        cast.user("ingrid")
        row = raise_escalation(**offering.deal.known(), severity="low", reason=NOTE)
        assert "T10" in fired(offering)
        close_escalation(actor=offering.deal.actor, now=offering.deal.now, escalation_id=row.pk)
        assert "T10" not in fired(offering)


def refused_by(code: str, service: Callable[..., Any], **given: Any) -> None:
    with pytest.raises(Refused) as refused:
        service(**given)
    assert refused.value.code == code


def fired(offering: Offering) -> set[str]:
    page = proposal_page(offering.deal.actor, offering.deal.id, now=offering.deal.now)
    return {line.fired.key for line in page.triggers}


class TestHowApprovalsEnd:
    def test_terms_outside_supersede_the_approval_of_their_offer(self, asking: Asking) -> None:
        asking.submit()
        asking.approve_all()
        asking.write(26)
        assert asking.row.state == "superseded"
        assert not asking.cover.is_covered
        assert asking.cover.approved_at is not None

    def test_better_terms_keep_it(self, asking: Asking) -> None:
        asking.submit()
        asking.approve_all()
        asking.write(20)
        assert asking.row.state == "approved"
        assert asking.cover.is_covered

    def test_a_lost_deal_takes_its_requests_back(self, asking: Asking) -> None:
        asking.submit()
        lose(**asking.deal.known(), loss=Loss("lost", "timing", NOTE, is_reengage_never=True))
        assert asking.row.state == "withdrawn"
