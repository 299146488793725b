"""The lists of layer 3 that gates ask for as a whole. SQL twins: migrations/0014_requirement_gates.sql and later."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from opportunities.criteria.evaluators import document_present
from qualification.criteria.evaluators import poc_outcome_in
from qualification.domain.poc_outcome import EXCEEDED, MET
from qualification.domain.proof import PlanFacts, ProofFacts
from qualification.domain.requirements import GROUPS, INFOSEC, RequirementFacts
from qualification.domain.standing import MeddpiccFacts
from qualification.domain.steps import Engagement
from salesops.process.domain.gate import Fix, State, Verdict, all_hold, check
from salesops.process.domain.registry import RecordFacts, criterion

Args = Mapping[str, Any]
JUDGES, DECISION_CRITERIA = 2, 3
ENGAGED, ATTENDED_WITHIN = 2, timedelta(days=60)
# Questions of these kinds keep a proposal back; a commercial one is settled in the talks about terms (4-X2).
HOLDING_BACK = ("technical", "functional")


@criterion("criteria_all_pass", of="infosec_path")
def infosec_path(known: RecordFacts, args: Args, now: datetime) -> Verdict:
    """This function will ask for security requirements and the steps to the clearance (domain §2.5, 2-X2)."""
    facts = known.part(RequirementFacts)
    listed, steps = facts.of(INFOSEC).listed, facts.path_steps
    return all_hold(
        check(
            listed > 0,
            f"{listed or 'No'} InfoSec requirement{'' if listed == 1 else 's'} listed.",
            Fix("add_requirement", "List them", INFOSEC),
        ),
        check(
            steps > 0,
            f"The path has {steps or 'no'} step{'' if steps == 1 else 's'}.",
            Fix("write_security_path", "Write the path"),
        ),
    )


@criterion("criteria_all_pass", of="committed_judges")
def committed_judges(known: RecordFacts, args: Args, now: datetime) -> Verdict:
    """This function will ask for two people of the customer who judge the results, a champion among them (3-E2)."""
    plan, fix = known.part(PlanFacts), _to_the_plan(known)
    return all_hold(
        check(plan.judges >= JUDGES, f"{plan.judges} of {JUDGES} participants committed to judge the results.", fix),
        check(plan.champions > 0, f"{'A' if plan.champions else 'No'} champion is one of them.", fix),
    )


@criterion("criteria_all_pass", of="plan_basics")
def plan_basics(known: RecordFacts, args: Args, now: datetime) -> Verdict:
    """This function will ask for a plan with dates and a measured criterion, and three decision criteria (3-E3)."""
    plan = known.part(PlanFacts)
    return all_hold(
        check(
            plan.measured > 0,
            f"The plan has dates and {plan.measured} measured criteria." if plan.measured else "Nothing is measured.",
            _to_the_plan(known),
        ),
        check(
            plan.decision_criteria >= DECISION_CRITERIA,
            f"{plan.decision_criteria} of {DECISION_CRITERIA} decision criteria are written down.",
            Fix("edit_details", "Write them down", "decision_criteria"),
        ),
    )


@criterion("criteria_all_pass", of="proof")
def proof(known: RecordFacts, args: Args, now: datetime) -> Verdict:
    """This function will ask that technical requirements are validated and the results are good (3-X1)."""
    group = known.part(RequirementFacts).of("technical")
    words = f"{group.validated} of {group.listed} technical requirements are validated."
    return all_hold(
        check(group.may_align, words, Fix("open_requirements", "Open requirements")),
        poc_outcome_in(known, {"outcomes": [MET, EXCEEDED]}, now),
    )


@criterion("criteria_all_pass", of="readout")
def readout(known: RecordFacts, args: Args, now: datetime) -> Verdict:
    """This function will ask that the results were read out and their document is issued (3-X4)."""
    is_held = known.part(ProofFacts).state == "concluded"
    return all_hold(
        check(is_held, f"The readout was {'' if is_held else 'not '}held.", Fix("open_poc", "Open the POC")),
        document_present(known, {"any": ["results"]}, now),
    )


@criterion("criteria_all_pass", of="requirement_groups")
def requirement_groups(known: RecordFacts, args: Args, now: datetime) -> Verdict:
    """This function will ask that technical, functional and business requirements are aligned (5-E2)."""
    facts, fix = known.part(RequirementFacts), Fix("open_requirements", "Open requirements")
    return all_hold(
        *(
            check(
                facts.of(key).is_aligned,
                f"{label} requirements are {'' if facts.of(key).is_aligned else 'not '}aligned.",
                fix,
            )
            for key, label in GROUPS
        )
    )


@criterion("criteria_all_pass", of="engaged")
def engaged(known: RecordFacts, args: Args, now: datetime) -> Verdict:
    """This function will ask for a champion of 2, and a buyer of 2 or one who took part lately (4-E3)."""
    standings, attended = known.part(MeddpiccFacts).standings, known.part(Engagement).buyer_attended_at
    champion, buyer = standings["champion"].effective, standings["economic_buyer"].effective
    took_part = attended is not None and attended >= now - ATTENDED_WITHIN
    words = (
        f"took part on {attended:%-d %b}"
        if attended and took_part
        else f"took part in nothing for {ATTENDED_WITHIN.days} days"
    )
    return all_hold(
        check(champion >= ENGAGED, f"Champion is {champion} of {ENGAGED}.", Fix("assess", "Assess", "champion")),
        check(
            buyer >= ENGAGED or took_part,
            f"Economic buyer is {buyer} and {words}.",
            Fix("assess", "Assess", "economic_buyer"),
        ),
    )


@criterion("open_items_zero", of="questions")
def questions(known: RecordFacts, args: Args, now: datetime) -> Verdict:
    """This function will ask that no technical or functional question of the customer is open (4-X2)."""
    waiting = known.part(RequirementFacts).open_questions
    named = [f"{waiting[kind]} {kind}" for kind in HOLDING_BACK if waiting.get(kind)]
    if not named:
        return Verdict(State.MET, "No technical or functional question is open.")
    total = sum(waiting.get(kind, 0) for kind in HOLDING_BACK)
    words = f"{' and '.join(named)} question{' is' if total == 1 else 's are'} open."
    return Verdict(State.UNMET, words, fix=Fix("open_requirements", "Answer them"))


def _to_the_plan(known: RecordFacts) -> Fix:
    return Fix("open_poc", "Open the plan") if known.part(ProofFacts).state else Fix("plan_poc", "Plan the POC")
