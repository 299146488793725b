"""The mark beside each number of an offer, and what asking for approval now would take (domain §6.3, §6.4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from approvals.domain.guardrails import (
    DISCOUNT,
    PAPER,
    PAYMENT,
    STEP_ROLES,
    TERM,
    Findings,
    Guardrails,
    Match,
    judge,
    judge_offer,
)
from approvals.domain.kinds import hours_of
from opportunities.domain.offer_marks import INSIDE, NEEDS, REFUSED, UNLIMITED, Mark, OfferMarks, OptionMarks
from opportunities.domain.offers import OfferTerms, Option

_TENTH = Decimal("0.1")
_KEPT = Mark(INSIDE, "inside")
_NUMBERS = ("no", "one", "two", "three", "four")


def mark_offer(terms: OfferTerms, rules: Guardrails, *, reporting_rate: Decimal) -> OfferMarks:
    """This function will mark every number of an offer and say what asking for approval now would take."""
    found = judge_offer(terms, rules, reporting_rate=reporting_rate)
    return OfferMarks(
        options={each.letter: _mark_option(each, terms, rules, reporting_rate) for each in terms.options},
        paper=_mark(found.about(PAPER)),
        sentence=_ask(found, terms.paper),
        reasons=tuple(match.sentence for match in found.matches),
        steps=tuple(STEP_ROLES[role] for role in found.roles),
        is_refused=found.is_refused,
    )


def _mark_option(option: Option, terms: OfferTerms, rules: Guardrails, rate: Decimal) -> OptionMarks:
    found = judge(option, terms, rules, reporting_rate=rate)
    limit = _inside_up_to(rules, option.acv * rate)
    total = found.about(DISCOUNT)
    return OptionMarks(
        lines={line.position: _over(line.discount, limit) or _KEPT for line in option.lines},
        discount=(_over(found.effective_discount, limit) or _mark(total)) if total else _KEPT,
        term=_mark(found.about(TERM)),
        payment=_mark(found.about(PAYMENT)),
        software_margin=_mark_margin("software", option, rules),
        services_margin=_mark_margin("services", option, rules),
    )


def _inside_up_to(rules: Guardrails, acv: Decimal) -> Decimal:
    """The largest discount that needs nobody at this ACV; where each needs somebody, the first edge still guides."""
    matrix, column = rules.matrix, rules.matrix.column(acv)
    free = [edge for row, edge in enumerate(matrix.discount_edges) if not matrix.roles[row][column]]
    return max(free, default=matrix.discount_edges[0])


def _over(discount: Decimal, limit: Decimal) -> Mark | None:
    if discount <= limit:
        return None
    return Mark(NEEDS, f"over by {(discount - limit).quantize(_TENTH, ROUND_CEILING)} pts")


def _mark(matches: Sequence[Match]) -> Mark:
    if any(match.is_refused for match in matches):
        return Mark(REFUSED, "refused")
    roles = [role for match in matches for role in match.roles]
    return Mark(NEEDS, f"needs {_highest(roles)}") if roles else _KEPT


def _highest(roles: Iterable[str]) -> str:
    wanted = set(roles)
    return [label for role, label in STEP_ROLES.items() if role in wanted][-1]


def _mark_margin(kind: str, option: Option, rules: Guardrails) -> Mark:
    margin, floor = option.margin(kind), rules.margin_floors[kind]
    if margin is None:
        return Mark(UNLIMITED)
    if margin >= floor:
        return Mark(INSIDE, f"{(margin - floor).quantize(_TENTH, ROUND_FLOOR)} pts above floor")
    state = REFUSED if margin < rules.margin_refused_below else NEEDS
    return Mark(state, f"{(floor - margin).quantize(_TENTH, ROUND_CEILING)} pts under floor")


def _ask(found: Findings, paper: str) -> str:
    refused = [match.sentence for match in found.matches if match.is_refused]
    if refused:
        return refused[0]
    if not found.roles:
        return "Inside all guardrails: the usual approval of an offer, in the fast lane."
    hours = sum(hours_of(role, is_fast=False, is_customer_paper=paper == "customer") for role in found.roles)
    count = len(found.roles)
    return f"{_strictest(found)}: {_NUMBERS[count]} step{'s' * (count > 1)}, {hours} business hours at most."


def _strictest(found: Findings) -> str:
    needing = [match for match in found.matches if match.roles]
    band = max(needing, key=lambda match: (len(match.roles), match.dimension == DISCOUNT)).band
    return band[:1].upper() + band[1:]
