"""How every move of a stage is made: machine, event, save, ledger, in that order, under the lock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from opportunities.models import Opportunity, StageEvent
from opportunities.services.locking import ref
from opportunities.services.telling import tell
from salesops.core.actor import Actor
from salesops.core.errors import Conflict, Invalid
from salesops.process.domain.definition import Definition, Edge, Move, Stage, StageKind
from salesops.process.domain.gate import Evaluation
from salesops.process.queries import GateSubject, definition_of, evaluate

# The method of the machine each move calls.
MACHINE: dict[Move, Callable[[Opportunity, Edge], None]] = {
    Move.FORWARD: Opportunity.advance,
    Move.SKIP: Opportunity.skip,
    Move.BACK: Opportunity.send_back,
    Move.LOST: Opportunity.lose,
    Move.WON: Opportunity.win,
    Move.REOPEN: Opportunity.reopen,
    Move.VOID: Opportunity.void_won,
}
REASON_LENGTH = 10


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move made of the record: where it stands, its new version, the event's number."""

    opportunity_id: int
    from_stage: str
    to_stage: str
    move: str
    version: int
    seq: int


def subject_of(opportunity: Opportunity) -> GateSubject:
    """This function will say how the process room names the opportunity."""
    return GateSubject("opportunity", opportunity.pk, opportunity.definition_id, opportunity.stage)


def require_edge(opportunity: Opportunity, move: Move, to: str | None) -> Edge:
    """This function will find the move's edge in the pinned definition.

    Raises: Conflict `no_such_move`, naming the moves there are.
    """
    definition = definition_of(opportunity.definition_id)
    edges = definition.edges_from(opportunity.stage)
    for edge in edges:
        if edge.move is move and (to is None or edge.dst == to):
            return edge
    there_are = ", ".join(f"{edge.move} to {definition.stage(edge.dst).label}" for edge in edges) or "none"
    raise Conflict(
        "no_such_move",
        f"{opportunity.name} stays in {definition.stage(opportunity.stage).label}: "
        f"{definition.name} has no {move} move{f' to {to}' if to else ''} from there. Nothing was changed.",
        next_action=f"Moves there are: {there_are}.",
        action=f"stage.{move}",
        subject=ref(opportunity),
    )


def require_reason(reason: str) -> str:
    """This function will insist on a reason in words. Raises: Invalid."""
    if len(reason.strip()) < REASON_LENGTH:
        raise Invalid({"reason": [f"Say why in at least {REASON_LENGTH} characters."]})
    return reason.strip()


def pass_gate(opportunity: Opportunity, edge: Edge, *, now: datetime, action: str) -> Evaluation:
    """This function will evaluate the gate of a locked opportunity and let it pass, or say everything missing.

    Raises: Conflict R17 with every criterion that is not met, its reason and its fix (domain §2.3).
    """
    evaluation = evaluate(subject_of(opportunity), edge, now=now)
    if not evaluation.allowed:
        missing = len(evaluation.missing)
        raise Conflict(
            "R17",
            f"{opportunity.name} stays in {evaluation.from_label}. {missing} of {evaluation.total} criteria for "
            f"{evaluation.to_label} are not met. Nothing was changed.",
            next_action="Meet the listed criteria, or ask for a waiver where one is possible.",
            action=action,
            subject=ref(opportunity),
            criteria=evaluation.snapshot(),
            evaluation=evaluation,
        )
    return evaluation


def make_move(
    opportunity: Opportunity,
    edge: Edge,
    event: str,
    *,
    actor: Actor,
    now: datetime,
    reason: str = "",
    evaluation: Evaluation | None = None,
    data: dict[str, Any] | None = None,
) -> Moved:
    """This function will move a locked opportunity along an edge; the caller has asked charter and gate.

    The stage event is written first: the database refuses a stage that moves without one.
    """
    definition = definition_of(opportunity.definition_id)
    target, seq = definition.stage(edge.dst), opportunity.stage_seq + 1
    StageEvent.objects.create(**_event(opportunity, edge, target, seq, actor, now, reason, evaluation))
    MACHINE[edge.move](opportunity, edge)
    _bring(opportunity, definition, target, seq, now)
    opportunity.save(update_fields=_MOVED_FIELDS)
    opportunity.version += 1
    told = {"from": edge.src, "to": edge.dst, "move": edge.move.value, "seq": seq, "reason": reason, **(data or {})}
    tell(opportunity, event, actor=actor, now=now, data=told)
    return Moved(opportunity.pk, edge.src, edge.dst, edge.move.value, opportunity.version, seq)


_MOVED_FIELDS = (
    "stage stage_seq stage_kind probability stage_entered_at qualified_at closed_at forecast_category outcome_class "
    "loss_reason loss_detail competitor reengage_on is_reengage_never merged_into updated_at"
).split()


def _event(
    opportunity: Opportunity,
    edge: Edge,
    target: Stage,
    seq: int,
    actor: Actor,
    now: datetime,
    reason: str,
    evaluation: Evaluation | None,
) -> dict[str, Any]:
    return {
        "opportunity": opportunity,
        "seq": seq,
        "move": edge.move.value,
        "from_stage": edge.src,
        "to_stage": edge.dst,
        "at": now,
        "actor_id": actor.user_id,
        "via": actor.via,
        "reason": reason,
        "criteria": evaluation.snapshot() if evaluation else [],
        "probability": target.probability,
        **standing(opportunity),
    }


def standing(opportunity: Opportunity) -> dict[str, Any]:
    """This function will return what a stage event keeps of the record as it stands (domain §10.2)."""
    return {
        "definition_id": opportunity.definition_id,
        "amount": opportunity.amount,
        "currency": opportunity.currency,
        "amount_reporting": opportunity.amount_reporting,
        "close_date": opportunity.close_date,
        "owner_id": opportunity.owner_id,
        "territory_id": opportunity.territory_id,
    }


def _bring(opportunity: Opportunity, definition: Definition, target: Stage, seq: int, now: datetime) -> None:
    opportunity.stage_seq = seq
    opportunity.stage_kind = target.kind.value
    opportunity.probability = target.probability
    opportunity.stage_entered_at = now
    opportunity.updated_at = now
    opportunity.forecast_category = target.forecast
    if target.is_qualified and opportunity.qualified_at is None:
        opportunity.qualified_at = now
    opportunity.closed_at = None if target.kind is StageKind.OPEN else now
    if target.kind is not StageKind.LOST:
        opportunity.outcome_class = opportunity.loss_reason = opportunity.loss_detail = opportunity.competitor = ""
        opportunity.reengage_on, opportunity.is_reengage_never, opportunity.merged_into = None, False, None
