"""Who proves does not sell, and who sells does not prove (R07–R09, R14, R15): by service, on the page, over REST.

Every role of layer 3 tries each act that belongs to the owner, every role that owns tries each technical result.
Each refusal says code, sentence and next step of the charter, stands in the ledger, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from opportunities.models import Opportunity
from opportunities.services.advance import advance
from opportunities.services.amend import amend
from opportunities.services.change_owner import change_owner
from opportunities.services.set_next_step import finish_next_step, set_next_step
from opportunities.services.set_subtype import set_subtype
from qualification.models import (
    AssumptionCheck,
    Confirmation,
    EffortEstimate,
    Measurement,
    Poc,
    ProposalVersion,
    RedFlag,
    Review,
    TriggerClearance,
)
from qualification.services.assign_review import assign_review
from qualification.services.check_assumption import check_assumption
from qualification.services.clear_trigger import clear_trigger
from qualification.services.close_measurement import close_measurement, take_up_again
from qualification.services.confirm import confirm
from qualification.services.decide_review import NewVerdict, decide_review
from qualification.services.estimate_effort import Effort, estimate_effort
from qualification.services.finalise_proposal import finalise_proposal
from qualification.services.measure import measure
from qualification.services.raise_red_flag import close_red_flag
from salesops.charter import Facts, decide
from salesops.charter.capacities import OWNER_ROLES, VALIDATION_ROLES
from salesops.charter.refusals import refusal
from salesops.core.actor import Actor
from tests.cast import CAST, Cast
from tests.charter.three_ways import Act, refused_three_ways
from tests.qualification.offering import EVIDENCE, Offering
from tests.qualification.proof import Proof
from tests.story import NOTE, PROBLEM, Deal

pytestmark = pytest.mark.django_db

VALIDATORS = ("ana", "piotr", "mei", "sam")
OWNERS = ("elena", "grace", "walt", "beatriz")
DUE = "2099-01-05"


def of_the_deal(deal: Deal) -> dict[str, Act]:
    """Return what only the owner and commercial authority do; the values differ from those there are."""
    row = deal.row
    core = {
        "name": row.name, "close_date": DUE, "forecast_category": row.forecast_category, "budget": row.budget,
        "authority": row.authority, "timeline": row.timeline, "position": row.position, "problem": PROBLEM,
    }  # fmt: skip
    money = {"recurring": "0", "one_time": "40000", "base_acv": "0", "currency": "USD", "term_months": "12"}
    money |= {"subtype": row.subtype}
    step = {"text": "Call them", "due": deal.now.date() + timedelta(days=5)}
    walt, why = deal.cast.user("walt").pk, "He knows the account best."
    upsell = {"subtype": "upsell", "reason": NOTE}
    return {
        "owns the next step": Act(
            "R07", set_next_step, step, "next-step/set/", step, "POST next-step/", {**step, "due": DUE}
        ),
        "finishes the next step": Act("R07", finish_next_step, {}, "next-step/finish/", {}, "POST next-step/done/", {}),
        "changes the close date": Act(
            "R07", amend, {"changes": {"problem": PROBLEM}}, "edit/", core, "PATCH ", {"close_date": DUE}
        ),
        "changes the price": Act(
            "R08", amend, {"changes": {"one_time": Decimal(1)}}, "commercial/edit/", {**money, "one_time": "1"},
            "PATCH ", {"one_time": "1.00"},
        ),
        "changes the terms": Act(
            "R08", amend, {"changes": {"term_months": 36}}, "commercial/edit/", {**money, "term_months": "36"},
            "PATCH ", {"term_months": 36},
        ),
        "changes the sub-type": Act("R08", set_subtype, upsell, "subtype/", upsell, "PUT subtype/", upsell),
        "gives it to another owner": Act(
            "R09", change_owner, {"owner_id": walt, "reason": why}, "owner/change/", {"owner_id": walt, "reason": why},
            "PUT owner/", {"owner_id": walt, "reason": why},
        ),
        "moves the stage": Act("R14", advance, {}, "move/", {"to": "negotiation"}, "POST transitions/", {"type": "forward"}),
    }  # fmt: skip


def of_the_proposal(offering: Offering) -> dict[str, tuple[dict[str, Any], str, Act]]:
    """Return what only pre-sales validation does on a proposal: what it is about, where REST has it, and the act."""
    assert offering.review
    deal, flag, review = {"opportunity_id": offering.deal.id}, offering.flag().pk, offering.review.pk
    version, evidence = f"opportunities/{offering.deal.id}/proposals/1/", {"evidence": EVIDENCE}
    cleared = {"trigger": "T03", "route": "psv", "about": "Reader R2"} | evidence
    checked, named = {"text": "Same kernel", "state": "validated"} | evidence, {"kind": "tool", "name": "R2"} | evidence
    days = {"kind": "services", "low": Decimal(1), "likely": Decimal(2), "high": Decimal(3), "cost_per_day": Decimal(9)}
    mei, blocked = offering.deal.cast.user("mei").pk, {"verdict": "blocked", "note": NOTE}
    return {
        "clears a trigger": (deal, version, Act(
            "R15", clear_trigger, cleared, "clear/T03/psv/", cleared, "POST clearances/", cleared,
        )),
        "checks an assumption": (deal, version, Act(
            "R15", check_assumption, checked, "assumptions/1/validated/", evidence, "POST assumption-checks/", checked,
        )),
        "estimates": (deal, version, Act(
            "R15", estimate_effort, {"effort": Effort(**days)}, "effort/", days, "POST estimates/", days,
        )),
        "confirms a tool": (deal, "confirmations/", Act(
            "refused", confirm, named, "confirm/", named, "POST ", named | deal,
        )),
        "gives it to a validator": ({"review_id": review}, f"validations/{review}/", Act(
            "R15", assign_review, {"reviewer_id": mei}, "review/assign/", {"reviewer": mei}, "POST assign/",
            {"reviewer_id": mei},
        )),
        "decides": ({"review_id": review}, f"validations/{review}/", Act(
            "R15", decide_review, {"new": NewVerdict(**blocked)}, "review/block/", blocked, "POST decide/", blocked,
        )),
        "settles a red flag": ({"flag_id": flag}, f"red-flags/{flag}/", Act(
            "R15", close_red_flag, {"how": NOTE}, f"flags/{flag}/settle/", {"how": NOTE}, "POST close/", {"how": NOTE},
        )),
    }  # fmt: skip


def of_the_proof() -> dict[str, tuple[str, Act]]:
    """Return what only pre-sales validation does, with the state of the proof it is done in."""
    value, again = {"criterion": "fast", "value": Decimal(130)}, {"reason": "A job was left out"}
    return {
        "measures": ("running", Act(
            "R15", measure, value, "measure/fast/", {"value": "130"}, "POST measurements/", {**value, "value": "130"},
        )),
        "closes the measurement": ("running", Act(
            "R15", close_measurement, {}, "close/", {}, "POST close-measurement/", {},
        )),
        "takes up measuring again": ("measured", Act(
            "R15", take_up_again, again, "again/", again, "POST take-up-again/", again,
        )),
    }  # fmt: skip


# The names without records: what is parametrised is the name, what is done is made in the test.
ACTS_ON_A_PROPOSAL = (
    "clears a trigger", "checks an assumption", "estimates", "confirms a tool", "gives it to a validator", "decides",
    "settles a red flag",
)  # fmt: skip
ACTS_OF_THE_DEAL = (
    "owns the next step", "finishes the next step", "changes the close date", "changes the price", "changes the terms",
    "changes the sub-type", "gives it to another owner", "moves the stage",
)  # fmt: skip


def offered(cast: Cast) -> Offering:
    """Return a proposal on Ana's desk, with a tool and an assumption nobody looked at."""
    offering = Offering(Deal(cast))
    offering.write(tools=("Reader R2",), assumptions=("Same kernel",))
    offering.request()
    return offering


def kept() -> list[Any]:
    """Return everything there is of a proposal and its validation."""
    kinds = (ProposalVersion, Review, TriggerClearance, AssumptionCheck, EffortEstimate, RedFlag, Confirmation)
    return [list(kind.objects.order_by("pk").values()) for kind in kinds]


class TestAValidator:
    def test_is_every_role_of_layer_3(self, cast: Cast) -> None:
        assert {role for name in VALIDATORS for role, _ in CAST[name][1]} == VALIDATION_ROLES
        assert tuple(of_the_deal(Deal(cast))) == ACTS_OF_THE_DEAL

    @pytest.mark.parametrize("name", VALIDATORS)
    @pytest.mark.parametrize("what", ACTS_OF_THE_DEAL)
    def test_does_nothing_of_the_owners(
        self, cast: Cast, as_person: Callable[[str], Client], what: str, name: str
    ) -> None:
        deal = Deal(cast)
        set_next_step(**deal.known(), text="Send the plan", due=deal.now.date() + timedelta(days=3))
        before = Opportunity.objects.filter(pk=deal.id).values().get()
        refused_three_ways(
            of_the_deal(deal)[what],
            cast.actor(name),
            as_person(name),
            about={"now": deal.now, "opportunity_id": deal.id},
            page=f"/opportunities/{deal.id}/",
            rest=f"/api/v1/opportunities/{deal.id}/",
        )
        assert Opportunity.objects.filter(pk=deal.id).values().get() == before

    @pytest.mark.parametrize("name", VALIDATORS)
    def test_is_given_no_next_step_by_the_owner(
        self, cast: Cast, as_person: Callable[[str], Client], name: str
    ) -> None:
        deal = Deal(cast)
        step = {"text": "Call them", "due": deal.now.date() + timedelta(days=5), "owner_id": cast.user(name).pk}
        refused_three_ways(
            Act("R07", set_next_step, step, "next-step/set/", step, "POST next-step/", {**step, "due": DUE}),
            deal.actor,
            as_person("elena"),
            about={"now": deal.now, "opportunity_id": deal.id},
            page=f"/opportunities/{deal.id}/",
            rest=f"/api/v1/opportunities/{deal.id}/",
        )
        assert deal.row.next_step_owner is None

    @pytest.mark.parametrize("name", VALIDATORS)
    def test_does_not_finalise_what_validation_cleared(
        self, cast: Cast, as_person: Callable[[str], Client], name: str
    ) -> None:
        offering = Offering(Deal(cast))
        offering.write()
        deal = offering.deal.id
        refused_three_ways(
            Act("R08", finalise_proposal, {"number": 1}, "1/finalise/", {}, "POST finalise/", {}),
            cast.actor(name),
            as_person(name),
            about={"now": offering.deal.now, "opportunity_id": deal},
            page=f"/opportunities/{deal}/proposal/",
            rest=f"/api/v1/opportunities/{deal}/proposals/1/",
        )
        assert offering.newest.finalised_at is None
        assert offering.finalise().finalised_at

    @pytest.mark.parametrize("role", sorted(VALIDATION_ROLES))
    @pytest.mark.parametrize(
        "action", ["proposal.finalise", "approval.submit", "approval.decide", "quote.issue", "change.price"]
    )
    def test_neither_finalises_nor_prices_nor_quotes(self, role: str, action: str) -> None:
        best = Facts(owner_id=2, triggers_cleared=True, step_role=role, is_renewal=True, is_assigned_to_actor=True)
        answer, why = decide(Actor(1, "Expert", frozenset({role})), action, best), refusal("R08")
        assert (answer.allowed, answer.code, answer.sentence, answer.next_action) == (
            False, why.code, why.sentence, why.next_action,
        )  # fmt: skip


class TestAnOwner:
    def test_is_every_role_that_owns(self) -> None:
        assert {role for name in OWNERS for role, _ in CAST[name][1]} == OWNER_ROLES

    @pytest.mark.parametrize("name", OWNERS)
    @pytest.mark.parametrize("what", of_the_proof())
    def test_writes_no_technical_result(
        self, cast: Cast, as_person: Callable[[str], Client], what: str, name: str
    ) -> None:
        proof = Proof(Deal(cast))
        proof.run_to_validation()
        state, act = of_the_proof()[what]
        if state == "measured":
            proof.measure("fast", "1")
            proof.close()
        Opportunity.objects.filter(pk=proof.deal.id).update(owner=cast.user(name))
        before = Poc.objects.values().get(), list(Measurement.objects.values())
        refused_three_ways(
            act,
            cast.actor(name),
            as_person(name),
            about={"now": proof.deal.now, "poc_id": proof.id},
            page=f"/opportunities/{proof.deal.id}/poc/",
            rest=f"/api/v1/pocs/{proof.id}/",
        )
        assert (Poc.objects.values().get(), list(Measurement.objects.values())) == before

    @pytest.mark.parametrize("name", OWNERS)
    @pytest.mark.parametrize("what", ACTS_ON_A_PROPOSAL)
    def test_does_nothing_of_validation(
        self, cast: Cast, as_person: Callable[[str], Client], what: str, name: str
    ) -> None:
        offering = offered(cast)
        acts = of_the_proposal(offering)
        assert tuple(acts) == ACTS_ON_A_PROPOSAL
        about, rest, act = acts[what]
        Opportunity.objects.filter(pk=offering.deal.id).update(owner=cast.user(name))
        before = kept()
        refused_three_ways(
            act,
            cast.actor(name),
            as_person(name),
            about={"now": offering.deal.now, **about},
            page=f"/opportunities/{offering.deal.id}/proposal/",
            rest=f"/api/v1/{rest}",
        )
        assert kept() == before
