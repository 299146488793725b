"""Say that an account is another kind of customer than the rule says."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from opportunities import events
from opportunities.domain.customers import KINDS
from opportunities.domain.subtypes import REASON_LENGTH
from opportunities.models import CustomerOverride
from salesops.accounts.queries import account_by_id
from salesops.audit.services.record import record
from salesops.charter import Facts, require
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Invalid
from salesops.outbox.services.emit import emit

LONGEST_DAYS = 366


def override_customer(
    *, actor: Actor, now: datetime, account_id: int, kind: str, until: date, reason: str
) -> CustomerOverride:
    """This function will let a person's word count instead of the rule until a day, inclusive (domain §9.3).

    It counts from today on, for a year at most; what was said before stays on record. A day of today ends it tonight.

    Raises: NotVisible; Refused unless the actor may edit the account; Invalid for an unknown kind, a day that is past
    or over a year ahead, or a reason under 20 characters.
    """
    subject = RecordRef("account", account_id)
    with transaction.atomic():
        account = account_by_id(actor, account_id)
        require(actor, "account.edit", Facts(subject=subject))
        if faults := _faults(now.date(), kind, until, reason):
            raise Invalid(faults)
        row = CustomerOverride.objects.create(
            account=account, kind=kind, until=until, reason=reason.strip(), by_id=actor.person_id, at=now
        )
        data = {"kind": kind, "until": until.isoformat(), "reason": row.reason}
        record(actor=actor, action=events.CUSTOMER_OVERRIDDEN, subject=subject, now=now, data=data)
        emit(type=events.CUSTOMER_OVERRIDDEN, subject=subject, actor=actor, now=now, data=data)
    return row


def _faults(today: date, kind: str, until: date, reason: str) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    if kind not in KINDS:
        faults["kind"] = [f"Choose one of {', '.join(KINDS)}. Usage is not kept yet, so nobody is plg."]
    if not today <= until <= today + timedelta(days=LONGEST_DAYS):
        faults["until"] = ["Give a day from today on, at most a year ahead."]
    if len(reason.strip()) < REASON_LENGTH:
        faults["reason"] = [f"Say why in at least {REASON_LENGTH} characters; it stays with the account."]
    return faults
