"""What must be said when a deal is lost (domain §2.6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from opportunities.domain.kinds import LOSS_REASONS, OUTCOME_CLASSES

DETAIL_FROM_AMOUNT = Decimal(25_000)
DETAIL_LENGTH = 30
REOPEN_DAYS = 90


@dataclass(frozen=True, slots=True)
class Loss:
    """How a deal ended without us; `amount` thresholds are in the reporting currency."""

    outcome_class: str
    reason: str
    detail: str = ""
    competitor: str = ""
    reengage_on: date | None = None
    is_reengage_never: bool = False
    merged_into_id: int | None = None


def loss_faults(loss: Loss, *, amount: Decimal) -> dict[str, list[str]]:
    """This function will list what a loss still needs, by field (domain §2.6)."""
    faults: dict[str, list[str]] = {}
    if loss.outcome_class not in dict(OUTCOME_CLASSES):
        faults["outcome_class"] = [f"Choose one of: {', '.join(dict(OUTCOME_CLASSES))}."]
    if loss.reason not in dict(LOSS_REASONS):
        faults["reason"] = [f"Choose one of: {', '.join(dict(LOSS_REASONS))}."]
    needs_detail = amount >= DETAIL_FROM_AMOUNT or loss.reason == "other"
    if needs_detail and len(loss.detail.strip()) < DETAIL_LENGTH:
        faults["detail"] = [f"Say what happened in at least {DETAIL_LENGTH} characters."]
    if loss.reason == "competitor" and not loss.competitor.strip():
        faults["competitor"] = ["Name the competitor."]
    if loss.reengage_on is None and not loss.is_reengage_never:
        faults["reengage_on"] = ["Set the day to try again, or say never."]
    if loss.outcome_class in ("duplicate", "merged") and loss.merged_into_id is None:
        faults["merged_into"] = ["Link the deal that goes on."]
    return faults
