"""The evaluators of layer 3. SQL twins: qualification/migrations/*.sql."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from opportunities.domain.facts import OpportunityFacts
from qualification.domain.meddpicc import BY_KEY
from qualification.domain.milestones import TECH_WIN
from qualification.domain.minima import SMALL_BELOW, asked_level
from qualification.domain.proof import ProofFacts
from qualification.domain.standing import MeddpiccFacts
from qualification.domain.steps import DecisionSteps
from qualification.domain.validation import ValidationFacts
from salesops.process.domain.gate import Fix, State, Verdict
from salesops.process.domain.registry import RecordFacts, criterion


@criterion("meddpicc_min")
def meddpicc_min(known: RecordFacts, args: Mapping[str, Any], now: datetime) -> Verdict:
    """This function will ask that each named component counts for its minimum level (domain §3.4).

    Where the workspace says so, a small deal needs one level less; the sentence then says that, and why.
    """
    facts = known.part(MeddpiccFacts)
    standings, currency = facts.standings, facts.reduced_in
    asked = {key: asked_level(least, reduced=bool(currency)) for key, least in args.items()}
    why = _why_less(currency) if asked != dict(args) else ""
    short = [(standings[key], least) for key, least in asked.items() if standings[key].effective < least]
    if not short:
        held = ", ".join(f"{BY_KEY[key].label} {standings[key].effective}" for key in args)
        return Verdict(State.MET, f"{held}.{why}")
    words = [
        f"{item.component.label} is {item.effective} of {least}"
        + (f": {item.sentence}" if item.effective < item.level else ".")
        for item, least in short
    ]
    # Only age stands in the way: the answer is known and wants confirming, which is another state than missing.
    only_age = all((item.is_stale or item.is_forced) and item.level >= least for item, least in short)
    fix = Fix("assess", "Re-confirm" if only_age else "Assess", short[0][0].component.key)
    return Verdict(State.STALE if only_age else State.UNMET, " ".join(words) + why, fix=fix)


def _why_less(currency: str) -> str:
    return f" One level less is enough here: the amount is below {currency} {SMALL_BELOW:,.0f} (workspace setting)."


@criterion("decision_steps_complete")
def decision_steps_complete(known: RecordFacts, args: Mapping[str, Any], now: datetime) -> Verdict:
    """This function will ask that every decision step has an owner, a date and an approver (domain §2.5, 4-E4).

    With `within_days`, each approver has agreed besides, or is to within so many days (5-X2).
    """
    steps, days = known.part(DecisionSteps), args.get("within_days")
    if steps.is_complete:
        return _secured(steps, days, now) if days else Verdict(State.MET, _complete(steps))
    sentence = (
        f"{steps.complete} of {steps.total} decision steps have owner, date and approver."
        if steps.total
        else "No decision step is written down."
    )
    return Verdict(State.UNMET, sentence, fix=Fix("edit_details", "Map the steps", "decision_process"))


def _complete(steps: DecisionSteps) -> str:
    if steps.total == 1:
        return "The decision step has owner, date and approver."
    return f"All {steps.total} decision steps have owner, date and approver."


def _secured(steps: DecisionSteps, days: int, now: datetime) -> Verdict:
    waiting = steps.waiting(now.date(), days)
    if not waiting:
        return Verdict(State.MET, f"Every approver has agreed or is to within {days} days.")
    names = ", ".join(step.approver for step in waiting)
    sentence = f"Not agreed, and not due within {days} days: {names}."
    return Verdict(State.UNMET, sentence, fix=Fix("edit_details", "Say who agreed", "decision_process"))


@criterion("plan_signed")
def plan_signed(known: RecordFacts, args: Mapping[str, Any], now: datetime) -> Verdict:
    """This function will ask that the champion has signed the success plan as it stands (domain §4.2)."""
    proof = known.part(ProofFacts)
    if proof.is_plan_signed:
        return Verdict(State.MET, f"The champion signed the success plan, version {proof.plan_number}.")
    if args.get("or_approved") and proof.is_skip_approved:
        return Verdict(State.MET, "Going without a POC is approved.")
    if not proof.state:
        return Verdict(State.UNMET, "No POC is planned.", fix=Fix("plan_poc", "Plan the POC"))
    if not proof.plan_number:
        return Verdict(State.UNMET, "The success plan is not written.", fix=Fix("open_poc", "Write the plan"))
    sentence = f"The champion has not signed the success plan, version {proof.plan_number}."
    return Verdict(State.UNMET, sentence, fix=Fix("open_poc", "Get it signed"))


@criterion("poc_outcome_in")
def poc_outcome_in(known: RecordFacts, args: Mapping[str, Any], now: datetime) -> Verdict:
    """This function will ask that the proof came to one of the outcomes (domain §4.4).

    An approved skip does instead, once Tech Win is proven otherwise (domain §2.6).
    """
    proof, wanted = known.part(ProofFacts), args["outcomes"]
    if proof.outcome in wanted:
        return Verdict(State.MET, f"The POC's outcome is {proof.outcome.replace('_', ' ')}: {proof.outcome_sentence}")
    if args.get("or_approved") and proof.is_skip_approved:
        if TECH_WIN in known.part(OpportunityFacts).milestones:
            return Verdict(State.MET, "Going without a POC is approved, and Tech Win is proven otherwise.")
        sentence = "Going without a POC is approved; Tech Win is not proven otherwise yet."
        return Verdict(State.UNMET, sentence, fix=Fix("reach_milestone", "Record the win", TECH_WIN))
    if proof.outcome:
        names = " or ".join(wanted)
        sentence = (
            f"The POC's outcome is {proof.outcome.replace('_', ' ')}, wanted is {names}: {proof.outcome_sentence}"
        )
        return Verdict(State.UNMET, sentence, fix=Fix("open_poc", "Open the POC"))
    if not proof.state:
        return Verdict(State.UNMET, "No POC is planned.", fix=Fix("plan_poc", "Plan the POC"))
    return Verdict(State.UNMET, f"The POC is {proof.state}, not measured.", fix=Fix("open_poc", "Open the POC"))


@criterion("triggers_cleared")
def triggers_cleared(known: RecordFacts, args: Mapping[str, Any], now: datetime) -> Verdict:
    """This function will ask that every trigger that fires is cleared for the newest version (domain §1.5).

    With `finalised` the version has to be final besides.
    """
    proposal = known.part(ValidationFacts)
    if not proposal.number:
        return Verdict(State.UNMET, "No proposal is written.", fix=Fix("open_proposal", "Write the proposal"))
    if proposal.open_points:
        words = "; ".join(each.sentence for each in proposal.open_points)
        return Verdict(
            State.UNMET, f"Proposal version {proposal.number}: {words}.", fix=Fix("open_proposal", "Open it")
        )
    if args.get("finalised") and not proposal.is_final:
        sentence = f"Proposal version {proposal.number} is cleared and not final."
        return Verdict(State.UNMET, sentence, fix=Fix("open_proposal", "Finalise it"))
    return Verdict(State.MET, f"Every trigger of proposal version {proposal.number} is cleared.")
