"""Confirm a processor, tool, country or scheme: for one buyer, or on the list for all; and take that back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from opportunities.services.locking import lock_opportunity, require_action
from qualification import events
from qualification.models import CONFIRMED_KINDS, Confirmation
from qualification.services.validation_locking import require_words
from salesops.audit.services.record import record
from salesops.charter import Facts, decide, require
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Conflict, Invalid, NotVisible
from salesops.outbox.services.emit import emit

ACTION = "scope.set_processor_or_tool"
LONGEST_NAME, LONGEST_EVIDENCE = 120, 300


def confirm(
    *, actor: Actor, now: datetime, kind: str, name: str, evidence: str, opportunity_id: int | None = None
) -> Confirmation:
    """This function will confirm something for one buyer, or for every buyer where no opportunity is named.

    A processor needs both (T02); tools need the buyer's (T03); countries and schemes the list's (T16, domain §1.5).

    Raises: NotVisible, Refused (R03 …), Invalid, Conflict where it stands already.
    """
    with transaction.atomic():
        _require(actor, opportunity_id)
        called, words = name.strip(), require_words("evidence", evidence)
        if kind not in dict(CONFIRMED_KINDS):
            raise Invalid({"kind": [f"Choose one of: {', '.join(dict(CONFIRMED_KINDS))}."]})
        if not 0 < len(called) <= LONGEST_NAME or len(words) > LONGEST_EVIDENCE:
            raise Invalid(
                {"name": [f"Name it in at most {LONGEST_NAME} characters, its evidence in {LONGEST_EVIDENCE}."]}
            )
        same = Q(kind=kind, name__iexact=called, opportunity_id=opportunity_id, withdrawn_at=None)
        if Confirmation.objects.filter(same).exists():
            raise Conflict("confirmed", f"{called} is confirmed already.", next_action="Nothing is to be done.")
        row = Confirmation.objects.create(
            kind=kind, name=called, opportunity_id=opportunity_id, evidence=words, by_id=actor.person_id, at=now
        )
        _tell(row, events.ITEM_CONFIRMED, actor=actor, now=now, words=words)
        return row


def withdraw_confirmation(*, actor: Actor, now: datetime, confirmation_id: int, reason: str) -> Confirmation:
    """This function will take a confirmation back; what rested on it fires again.

    Raises: NotVisible, Refused, Invalid without a reason, Conflict where it was taken back already.
    """
    with transaction.atomic():
        row = Confirmation.objects.select_for_update().filter(pk=confirmation_id).first()
        if row is None or not decide(actor, "opp.view_full", Facts()).allowed:
            raise NotVisible("not_found", f"There is no confirmation {confirmation_id} for you.")
        _require(actor, row.opportunity_id)
        words = require_words("reason", reason)
        if row.withdrawn_at:
            raise Conflict("withdrawn", f"{row.name} was withdrawn already.", next_action="Nothing is to be done.")
        row.withdrawn_at, row.withdrawn_by_id, row.withdrawn_reason = now, actor.person_id, words
        row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
        _tell(row, events.CONFIRMATION_WITHDRAWN, actor=actor, now=now, words=words)
        return row


def _require(actor: Actor, opportunity_id: int | None) -> None:
    if opportunity_id is None:
        require(actor, ACTION, Facts(subject=RecordRef("confirmation", 0)))
    else:
        require_action(actor, ACTION, lock_opportunity(actor, opportunity_id))


def _tell(row: Confirmation, event: str, *, actor: Actor, now: datetime, words: str) -> None:
    subject = RecordRef("opportunity", row.opportunity_id) if row.opportunity_id else RecordRef("confirmation", row.pk)
    data = {"confirmation_id": row.pk, "kind": row.kind, "name": row.name, "words": words}
    record(actor=actor, action=event, subject=subject, now=now, data=data)
    emit(type=event, subject=subject, actor=actor, now=now, data=data)
