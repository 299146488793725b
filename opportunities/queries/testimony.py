"""What people have put their name to on one opportunity, and which of it this person may take back."""

from __future__ import annotations

from dataclasses import replace

from opportunities.models import Attestation, Opportunity, Waiver
from opportunities.queries.visible import charter_facts
from salesops.charter import decide
from salesops.core.actor import Actor
from salesops.process.domain.definition import Kind
from salesops.process.domain.gate import Evaluation, State


def waiver_in_force(row: Opportunity, criterion_id: str) -> Waiver | None:
    """This function will return the waiver of a criterion that is not lifted, if there is one (domain §0.3)."""
    return row.waivers.select_related("by").filter(criterion_id=criterion_id, lifted_at__isnull=True).first()


def attestation_in_force(row: Opportunity, criterion_id: str) -> Attestation | None:
    """This function will return the newest word on a criterion, unless it was taken back (domain §0.3)."""
    rows = row.attestations.select_related("by", "contact", "activity", "document")
    newest = rows.filter(criterion_id=criterion_id).order_by("-id").first()
    return newest if newest and not newest.is_withdrawal else None


def withdrawable(actor: Actor, row: Opportunity, evaluation: Evaluation | None) -> frozenset[str]:
    """This function will name the criteria whose evidence this person may withdraw; it asks no database.

    Only attested and hybrid criteria rest on somebody's word; those met or stale have one in force.
    """
    facts = charter_facts(row, actor)
    said = [
        item
        for item in (evaluation.items if evaluation else ())
        if item.kind != Kind.DERIVED and item.state in (State.MET, State.STALE)
    ]
    return frozenset(
        item.id
        for item in said
        if decide(actor, "criterion.attest", replace(facts, attester_roles=frozenset(item.fixers))).allowed
    )
