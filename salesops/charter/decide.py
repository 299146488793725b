"""One question, one answer: may this person do this to this record (domain §1.2–§1.4)."""

from __future__ import annotations

from salesops.charter.capacities import capacities
from salesops.charter.conditions import CONDITIONS
from salesops.charter.facts import Facts
from salesops.charter.functions import barred
from salesops.charter.matrix import MATRIX
from salesops.charter.refusals import refusal
from salesops.charter.scopes import any_scope_allows, scope_allows
from salesops.core.actor import Actor
from salesops.core.decision import ALLOWED, Decision
from salesops.core.errors import Refused

DUTY_EXCLUSION = "R15"


def decide(actor: Actor, action: str, facts: Facts) -> Decision:
    """This function will answer whether the actor may do the action (domain §1.3).

    Rights are the union of the person's capacities on the record, except that a duty exclusion
    (R15) wins over every right, and a role of a function lends no right to what that function never
    does (§1.7). A program never does what its key's scopes leave out. In `solo`
    mode one person may act as the second one; the caller records that it was declared (§0.3).

    Raises: KeyError for an action the matrix does not know.
    """
    row = MATRIX[action]
    if not scope_allows(actor.scopes, action):
        return _beyond_the_key(action)
    refused_to = barred(actor.roles, action)
    cells = [(column, row[column]) for column in capacities(actor, facts, without=refused_to)]
    exclusion = _duty_exclusion(actor, action, facts, [cell for _, cell in cells])
    if exclusion and facts.team_mode != "solo":
        return _refuse(exclusion)
    if any(_cell_allows(actor, action, facts, column, cell) for column, cell in cells):
        return ALLOWED
    for why in refused_to.values():
        return Decision(False, why.code, why.sentence, why.next_action)
    codes = [cell.split("/")[-1] for _, cell in cells if "R" in cell]
    return _refuse(codes[0] if codes else "")


def require(actor: Actor, action: str, facts: Facts) -> None:
    """This function will raise Refused unless the charter allows the action (domain §1.2).

    Raises: Refused with the code, sentence and next action of the refusal.
    """
    answer = decide(actor, action, facts)
    if not answer.allowed:
        raise Refused(
            answer.code, answer.sentence, next_action=answer.next_action, action=action, subject=facts.subject
        )


def _beyond_the_key(action: str) -> Decision:
    if any_scope_allows(action):
        return Decision(False, "scope", "This key's scopes do not include that action.", "Use a key with the scope.")
    return Decision(False, "scope", "Keys may not do that.", "A person does it on the screen.")


def _cell_allows(actor: Actor, action: str, facts: Facts, column: str, cell: str) -> bool:
    if cell == "Y":
        return True
    return cell.startswith("c") and CONDITIONS[action, column](actor, facts)


def _duty_exclusion(actor: Actor, action: str, facts: Facts, cells: list[str]) -> str:
    if DUTY_EXCLUSION in cells:
        return DUTY_EXCLUSION
    did_it_themselves = actor.user_id is not None and actor.user_id in (facts.set_by_id, facts.requester_id)
    if action in ("meddpicc.cosign", "approval.decide", "guardrail.publish") and did_it_themselves:
        return DUTY_EXCLUSION
    would_validate = action == "validation.decide" and any(cell.startswith("c") for cell in cells)
    if would_validate and actor.user_id in (facts.owner_id, facts.originator_id):
        return DUTY_EXCLUSION
    return ""


def _refuse(code: str) -> Decision:
    why = refusal(code)
    return Decision(False, why.code, why.sentence, why.next_action)
