"""The sub-type a deal is proposed by rule, with the sentence that says why (domain §2.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from opportunities.domain.amounts import EXPANSION_FROM, propose_subtype
from opportunities.domain.kinds import SUBTYPES, label

RENEWALS = frozenset({"renewal", "expansion"})
REASON_LENGTH = 20
# A renewal waits in its first stage until the window before its date opens; waiting is not slowness (domain §9.2).
RENEWAL_WINDOW_DAYS = 180


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a customer has bought and still holds: its name and its last day."""

    name: str
    until: date


@dataclass(frozen=True, slots=True)
class Proposal:
    """The sub-type by rule, and why."""

    subtype: str
    sentence: str

    @property
    def label(self) -> str:
        """The words for the sub-type."""
        return label(SUBTYPES, self.subtype)


def months_after(day: date, months: int) -> date:
    """This function will return the day so many months later, the last of the month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_of_next = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), first_of_next - timedelta(days=1))


def propose(
    *,
    allowed: Sequence[str],
    account: str,
    use_case: str,
    agreements: Sequence[Agreement],
    acv: Decimal,
    base_acv: Decimal,
) -> Proposal:
    """This function will propose one of the sub-types a process takes, by rule (domain §2.1).

    `agreements` are those that run now, the longest first; `acv` and `base_acv` are annual values in one
    currency, the new one and the existing one. Where a process takes sales and renewals, the same use case renews.
    """
    same = next((each for each in agreements if each.name.casefold() == use_case.strip().casefold()), None)
    agreement = same or next(iter(agreements), None)
    is_renewal = RENEWALS.issuperset(allowed) or (same is not None and "renewal" in allowed)
    found = propose_subtype(
        is_renewal=is_renewal, has_active_agreement=agreement is not None, acv=acv, base_acv=base_acv
    )
    if found not in allowed:
        return Proposal(allowed[0], f"This process takes {label(SUBTYPES, allowed[0]).lower()} only.")
    sentence = _of_renewal(acv, base_acv) if is_renewal else _of_sale(account, agreement)
    return Proposal(found, sentence)


def _of_sale(account: str, agreement: Agreement | None) -> str:
    if agreement is None:
        return f"{account or 'The customer'} has no running agreement with us."
    return f"{account} has a running agreement: {agreement.name}, until {agreement.until:%-d %b %Y}."


def _of_renewal(acv: Decimal, base_acv: Decimal) -> str:
    if not base_acv:
        return "No existing annual value is written down, so it counts as unchanged."
    change = (acv - base_acv) / base_acv
    words = f"The annual value changes by {round(100 * change):+d}%".replace("-", "−")
    limit = f"{round(100 * EXPANSION_FROM)}%"
    if change > EXPANSION_FROM:
        return f"{words}; above +{limit} it is an expansion."
    return f"{words}; up to +{limit} it is a renewal."
