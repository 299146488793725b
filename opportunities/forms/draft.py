"""Reads a half-filled form of a new deal: whatever cannot be read yet counts as not given."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from opportunities.domain.lifecycles import Situation
from opportunities.queries.subtypes import Draft

LONGEST_TERM = 120
LARGEST = Decimal(10) ** 12


def read_draft(typed: Mapping[str, str]) -> Draft:
    """This function will return what is typed so far; it never complains."""
    account_id = _whole(typed.get("account_id", ""))
    months = _whole(typed.get("term_months", "")) or 12
    return Draft(
        process=typed.get("process", "")[:60],
        situation=read_situation(typed),
        account_id=account_id,
        new_account="" if account_id else typed.get("new_account", "")[:200],
        use_case=typed.get("use_case", "")[:120],
        subtype=typed.get("subtype", ""),
        recurring=_money(typed.get("recurring", "")),
        term_months=min(months, LONGEST_TERM),
        base_acv=_money(typed.get("base_acv", "")),
    )


def read_situation(typed: Mapping[str, str]) -> Situation:
    """This function will return what is answered so far about the customer."""
    offer, adoption, maturity = (typed.get(name, "")[:20] for name in ("offer", "adoption", "maturity"))
    return Situation(offer, adoption, maturity)


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def _money(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return Decimal(0)
    return value if value.is_finite() and 0 <= value < LARGEST else Decimal(0)
