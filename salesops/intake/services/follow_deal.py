"""Let an introduction follow the deal that came of it: converted, at proposal, won, lost, taken up again (§11.2)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from salesops.core.actor import SYSTEM
from salesops.intake import events
from salesops.intake.domain.introductions import may_move
from salesops.intake.models import Introduction, Protection
from salesops.intake.services.acting import tell
from salesops.intake.services.end_protection import end_protection
from salesops.intake.services.tell_partner import tell_partner, tell_us
from salesops.users.queries.leading import holders_of

PROPOSAL = "proposal"


def follow_conversion(*, introduction_id: int, opportunity_id: int, now: datetime) -> None:
    """This function will say that an introduction became a deal; from now on its protection holds (domain §11.4)."""
    with transaction.atomic():
        introduction = _lock(pk=introduction_id)
        if introduction is None or not may_move(introduction.state, "converted"):
            return
        introduction.opportunity_id = opportunity_id
        introduction.introduced_at = introduction.introduced_at or now
        introduction.convert()
        introduction.save()
        Protection.objects.filter(introduction=introduction, ended_at__isnull=True).update(is_held=True)
        tell(introduction, events.INTRO_FOLLOWED, actor=SYSTEM, now=now, data={"state": "converted"})


def follow_deal(*, opportunity_id: int, outcome: str, now: datetime) -> None:
    """This function will let the introduction behind a deal follow it, if there is one.

    `outcome`: proposal, won, lost, or converted for a deal that is open again. A lost deal ends the protection for
    good; of a win the partner learns the day, never the value (§11.6).
    """
    with transaction.atomic():
        introduction = _lock(opportunity_id=opportunity_id)
        if introduction is None:
            return
        if outcome == PROPOSAL:
            introduction.progress = PROPOSAL
        elif not may_move(introduction.state, outcome):
            return
        else:
            _move(introduction, outcome, now)
        introduction.save()
        tell(introduction, events.INTRO_FOLLOWED, actor=SYSTEM, now=now, data={"state": outcome})


def _move(introduction: Introduction, outcome: str, now: datetime) -> None:
    introduction.ended_at = None if outcome == "converted" else now
    if outcome == "won":
        introduction.win()
        end_protection(introduction, reason="won", actor=SYSTEM, now=now)
        _call_for_fee(introduction, now)
        words = f"{introduction.company} is a customer: thank you"
    elif outcome == "lost":
        introduction.lose()
        end_protection(introduction, reason="lost", actor=SYSTEM, now=now)
        words = f"{introduction.company} came to nothing this time"
    else:
        introduction.convert()
        # A fee that was paid stays paid; one that was due waits for the next win.
        introduction.fee_state = "agreed" if introduction.fee_state == "due" else introduction.fee_state
        return
    tell_partner(introduction, key=f"{outcome}:{now.date()}", now=now, title=words, body="See it in the portal.")


def _call_for_fee(introduction: Introduction, now: datetime) -> None:
    if introduction.fee_state != "agreed":
        return
    introduction.fee_state = "due"
    for user_id in holders_of("finance_ops") or holders_of("vp_finance"):
        tell_us(
            introduction, key=f"fee:{now.date()}", to=user_id, now=now,
            title=f"Pay {introduction.partner.name} for {introduction.company}",
            body="The deal is won; the fee of the partner's agreement is due.",
        )  # fmt: skip


def _lock(**which: Any) -> Introduction | None:
    rows = Introduction.objects.select_for_update(of=("self",), no_key=True).select_related("partner")
    return rows.filter(**which).first()
