"""Say that a partner's fee was paid (domain §11.6)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from salesops.core.actor import Actor
from salesops.core.errors import Conflict, Invalid, Refused
from salesops.intake import events
from salesops.intake.models import Introduction
from salesops.intake.services.acting import lock_visible, ref, tell
from salesops.intake.services.tell_partner import tell_partner

PAYERS = ("finance_ops", "vp_finance")


def pay_fee(*, actor: Actor, now: datetime, receipt: str, paid_on: date, version: int | None = None) -> Introduction:
    """This function will keep the day on which a fee that was due was paid; it stays paid.

    Raises: NotVisible; StaleVersion; Refused for everybody but finance; Conflict unless it is due; Invalid
    for a day ahead, or before the win.
    """
    with transaction.atomic():
        introduction = lock_visible(actor, receipt, version)
        if not actor.has_role(*PAYERS):
            raise Refused(
                "refused", "Finance pays the fees of partners.", next_action="Ask finance.", action="fee.pay",
                subject=ref(introduction),
            )  # fmt: skip
        if introduction.fee_state != "due" or introduction.ended_at is None:
            raise Conflict("fee", "No fee is due here.", next_action="Nothing was changed.", subject=ref(introduction))
        if not introduction.ended_at.date() <= paid_on <= now.date():
            raise Invalid({"paid_on": ["A day from the win until today."]})
        introduction.fee_state, introduction.fee_paid_on = "paid", paid_on
        introduction.save()
        tell(introduction, events.FEE_PAID, actor=actor, now=now, data={"paid_on": paid_on.isoformat()})
        tell_partner(
            introduction, key="paid", now=now, title=f"Your fee for {introduction.company} was paid",
            body=f"Paid on {paid_on:%d %b %Y}.",
        )  # fmt: skip
    return introduction
