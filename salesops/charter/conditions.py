"""The conditions behind each `c` of the matrix, one line each (domain §1.3, notes; §1.4)."""

from __future__ import annotations

from collections.abc import Callable

from salesops.charter.facts import Facts
from salesops.core.actor import Actor

Condition = Callable[[Actor, Facts], bool]


def _in_own_region(actor: Actor, facts: Facts) -> bool:
    return facts.region in actor.regions


def _unlocked(actor: Actor, facts: Facts) -> bool:
    return not facts.is_commercial_locked


def _assigned(actor: Actor, facts: Facts) -> bool:
    return facts.is_assigned_to_actor


def _valid_nda(actor: Actor, facts: Facts) -> bool:
    return facts.is_nda_valid


def _own_area(actor: Actor, facts: Facts) -> bool:
    return facts.is_own_area


def _own_renewal(actor: Actor, facts: Facts) -> bool:
    return facts.is_renewal and facts.is_assigned_to_actor


def _after_won(actor: Actor, facts: Facts) -> bool:
    return facts.is_won


def _decision_criteria(actor: Actor, facts: Facts) -> bool:
    return facts.component == "decision_criteria"


def _named_attester(actor: Actor, facts: Facts) -> bool:
    return actor.has_role(*facts.attester_roles)


def _as_customer_states(actor: Actor, facts: Facts) -> bool:
    return facts.as_customer_states


def _not_own_deal(actor: Actor, facts: Facts) -> bool:
    return facts.team_mode == "solo" or actor.user_id not in (facts.owner_id, facts.originator_id)


def _own_step(actor: Actor, facts: Facts) -> bool:
    return bool(facts.step_role) and (facts.is_deputy or actor.has_role(facts.step_role))


def _override(actor: Actor, facts: Facts) -> bool:
    return actor.user_id not in (facts.owner_id, facts.originator_id, facts.requester_id)


def _same_period(actor: Actor, facts: Facts) -> bool:
    return facts.is_same_fiscal_period


def _open_escalation(actor: Actor, facts: Facts) -> bool:
    return facts.has_open_escalation


def _triggers_cleared(actor: Actor, facts: Facts) -> bool:
    return facts.triggers_cleared


CONDITIONS: dict[tuple[str, str], Condition] = {
    ("intro.submit", "PR"): _valid_nda,
    ("intro.decide", "OW"): _assigned,
    ("lead.qualify", "SX"): _assigned,
    ("lead.qualify", "CS"): _assigned,
    ("opp.view_summary", "PR"): _own_area,
    ("opp.view_full", "DX"): _after_won,
    ("opp.edit_core", "RV"): _in_own_region,
    ("opp.edit_commercial", "OW"): _unlocked,
    ("opp.edit_commercial", "VF"): _own_area,
    ("scope.edit", "OW"): _unlocked,
    ("scope.set_processor_or_tool", "OW"): _as_customer_states,
    ("target_date.set", "OW"): _as_customer_states,
    ("next_step.own", "RV"): _open_escalation,
    ("next_step.own", "LD"): _open_escalation,
    ("next_step.own", "CS"): _own_renewal,
    ("meeting.organise_technical", "RV"): _open_escalation,
    ("meeting.organise_technical", "LD"): _open_escalation,
    ("meddpicc.set", "V"): _decision_criteria,
    ("meddpicc.set", "CS"): _own_renewal,
    ("meddpicc.cosign", "V"): _decision_criteria,
    ("criterion.attest", "V"): _named_attester,
    ("criterion.attest", "LG"): _named_attester,
    ("criterion.attest", "CS"): _named_attester,
    ("stage.forward", "CS"): _own_renewal,
    ("stage.back_one", "CS"): _own_renewal,
    ("opp.mark_lost", "CS"): _own_renewal,
    ("opp.void_won", "VF"): _same_period,
    ("opp.void_won", "OP"): _same_period,
    ("owner.change", "RV"): _in_own_region,
    ("validation.request", "CS"): _own_renewal,
    ("validation.decide", "V"): _not_own_deal,
    ("redflag.raise", "PR"): _own_area,
    ("collaboration.request", "CS"): _own_renewal,
    ("collaboration.answer", "SX"): _own_area,
    ("collaboration.answer", "V"): _own_area,
    ("collaboration.answer", "DX"): _own_area,
    ("collaboration.answer", "CS"): _own_area,
    ("proposal.finalise", "OW"): _triggers_cleared,
    ("approval.submit", "SX"): _own_area,
    ("approval.submit", "CS"): _own_renewal,
    ("approval.decide", "RV"): _own_step,
    ("approval.decide", "VF"): _own_step,
    ("approval.decide", "FO"): _own_step,
    ("approval.decide", "LG"): _own_step,
    ("approval.decide", "LD"): _own_step,
    ("approval.decide", "DX"): _own_step,
    ("approval.decide", "OP"): _own_step,
    ("approval.override", "LD"): _override,
    ("poc.plan", "CS"): _own_area,
    ("poc.record_result", "OW"): _as_customer_states,
    ("handoff.submit", "CS"): _own_renewal,
    ("change.price", "CS"): _own_renewal,
    ("status.report", "CS"): _own_area,
    ("territory.edit", "RV"): _in_own_region,
    ("territory.acknowledge", "RV"): _in_own_region,
    ("territory.settle", "RV"): _in_own_region,
    ("process.publish", "LD"): _own_area,
    ("metrics.view", "PR"): _own_area,
    ("metrics.view", "MK"): _own_area,
    ("metrics.view", "LG"): _own_area,
    ("metrics.view", "DX"): _own_area,
}
