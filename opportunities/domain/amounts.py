"""What an opportunity is worth: TCV, ACV and the amount its sub-type counts with (domain §2.1, §10.1)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
# The growth from which a renewal is an expansion (domain §2.1; a setting of the workspace later).
EXPANSION_FROM = Decimal("0.10")


@dataclass(frozen=True, slots=True)
class Amounts:
    """Total and annual value, and the amount in the pipeline, all in the record's currency."""

    tcv: Decimal
    acv: Decimal
    amount: Decimal


def rounded(value: Decimal) -> Decimal:
    """This function will round to cents, half up."""
    return value.quantize(CENT, rounding=ROUND_HALF_UP)


def amounts(
    *, recurring: Decimal, one_time: Decimal, term_months: int, subtype: str, base_acv: Decimal, basis: str
) -> Amounts:
    """This function will compute the values of a deal (domain §10.1).

    `recurring` and `one_time` are the committed fees over the whole term after discount; terms under
    12 months are not annualised up. Upsell and expansion count the increment over `base_acv`; with
    `basis` "tcv" the amount is the total value.
    """
    tcv = recurring + one_time
    acv = rounded(recurring / term_months * 12) if term_months >= 12 else recurring
    if basis == "tcv":
        return Amounts(tcv, acv, tcv)
    if subtype in ("upsell", "expansion"):
        return Amounts(tcv, acv, max(acv - base_acv, Decimal(0)))
    return Amounts(tcv, acv, acv)


def propose_subtype(*, is_renewal: bool, has_active_agreement: bool, acv: Decimal, base_acv: Decimal) -> str:
    """This function will propose the sub-type by rule; the owner confirms it (domain §2.1)."""
    if not is_renewal:
        return "upsell" if has_active_agreement else "new_business"
    if base_acv and (acv - base_acv) / base_acv > EXPANSION_FROM:
        return "expansion"
    return "renewal"


def deal_name(*, account: str, use_case: str, subtype: str, month: str) -> str:
    """This function will name a deal: account, use case, sub-type, month as YYYY-MM (domain §2.1)."""
    parts = [account, use_case, subtype.replace("_", " "), month]
    return " – ".join(part for part in parts if part)
