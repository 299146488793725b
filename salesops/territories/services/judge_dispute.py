"""Give a side's word in a dispute; when all sides say the same, it is settled."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.charter import Facts, require
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Conflict, Invalid, NotVisible
from salesops.territories.events import DISPUTE_JUDGED, DISPUTE_SETTLED
from salesops.territories.models import DisputeWord, TerritoryDispute
from salesops.territories.services.name_account import put_account
from salesops.territories.services.telling import require_reason, tell

ACTION = "territory.settle"


def judge_dispute(*, actor: Actor, now: datetime, dispute_id: int, territory_id: int, reason: str) -> TerritoryDispute:
    """This function will note for which territory a side speaks (domain §5.4).

    The regional VPs of both territories and sales operations decide; one VP of both speaks for both. Once all
    newest words name the same territory the account belongs to it by name from today on.

    Raises: NotVisible; Refused; Conflict where it is settled; Invalid for a third territory or a reason too short.
    """
    with transaction.atomic():
        dispute = (
            TerritoryDispute.objects.select_for_update(of=("self",))
            .select_related("held_by", "claimed_by", "account")
            .filter(pk=dispute_id)
            .first()
        )
        if dispute is None:
            raise NotVisible("dispute_not_found", "There is no such dispute here.")
        sides = _sides_of(actor, dispute)
        _check(dispute, territory_id)
        why = require_reason(reason)
        for side in sides:
            DisputeWord.objects.create(
                dispute=dispute, side=side, territory_id=territory_id, reason=why, by_id=actor.person_id, at=now
            )
        subject = RecordRef("account", dispute.account_id)
        data = {"dispute_id": dispute.pk, "sides": sides, "territory_id": territory_id, "reason": why}
        tell(DISPUTE_JUDGED, subject, data, actor=actor, now=now)
        if _agreed(dispute):
            _settle(dispute, territory_id, why, actor, now)
    return dispute


def _sides_of(actor: Actor, dispute: TerritoryDispute) -> list[str]:
    """Return the sides the actor speaks for. Raises: Refused for who speaks for none."""
    theatres = {"held": dispute.held_by.theatre, "claimed": dispute.claimed_by.theatre}
    own = [side for side, theatre in theatres.items() if theatre in actor.regions and actor.has_role("regional_vp")]
    region = theatres[own[0] if own else "held"]
    require(actor, ACTION, Facts(subject=RecordRef("account", dispute.account_id), region=region))
    return [*own, "operations"] if actor.has_role("revops_admin") else own


def _check(dispute: TerritoryDispute, territory_id: int) -> None:
    if dispute.settled_at is not None:
        raise Conflict(
            "dispute_settled",
            "This dispute is settled.",
            next_action="Raise another one with what is new.",
            action=ACTION,
            subject=RecordRef("account", dispute.account_id),
        )
    if territory_id not in (dispute.held_by_id, dispute.claimed_by_id):
        raise Invalid({"territory_id": ["Choose one of the two territories."]})


def _agreed(dispute: TerritoryDispute) -> bool:
    newest = {word.side: word.territory_id for word in dispute.words.order_by("id")}
    return len(newest) == len(DisputeWord.SIDES) and len(set(newest.values())) == 1


def _settle(dispute: TerritoryDispute, territory_id: int, reason: str, actor: Actor, now: datetime) -> None:
    dispute.settled_for_id, dispute.settled_at = territory_id, now
    dispute.save(update_fields=["settled_for", "settled_at"])
    put_account(dispute.account_id, territory_id, f"Dispute settled: {reason}"[:300], actor=actor, now=now)
    data = {"dispute_id": dispute.pk, "territory_id": territory_id, "reason": reason}
    tell(DISPUTE_SETTLED, RecordRef("account", dispute.account_id), data, actor=actor, now=now)
