"""Which guardrails an offer passes, who has to decide then, and why, in sentences (domain §6.3).

`guardrail_verdicts()` in SQL is the twin: the database judges by it, and so does the back-test.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext

from approvals.domain.rule_set import STEP_ROLES, Guardrails, Roles, UnreadableRules, in_order
from opportunities.domain.offers import OfferTerms, Option

__all__ = ["STEP_ROLES", "Findings", "Guardrails", "Match", "UnreadableRules", "in_order", "judge", "judge_offer"]

DISCOUNT, PAYMENT, TERM, MARGIN, PAPER = "discount", "payment", "term", "margin", "paper"
# Digits enough that no product of an amount, a share and a rate is ever cut.
_PRECISION = 60
_ONE, _HUNDRED, _CENT = Decimal(1), Decimal(100), Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Match:
    """One rule an offer meets: what it is about, which band, a sentence, and who decides (or that nobody can)."""

    dimension: str
    band: str
    sentence: str
    roles: Roles = ()
    notices: Roles = ()
    is_refused: bool = False


@dataclass(frozen=True, slots=True)
class Findings:
    """What the guardrails say: the rules met, who has to decide in the order of steps, whom to tell besides.

    `effective_discount` is the percentage the matrix was read with: the discount with its concessions.
    """

    matches: tuple[Match, ...]
    roles: Roles
    notices: Roles
    is_refused: bool
    effective_discount: Decimal

    @property
    def is_inside(self) -> bool:
        """Whether nobody beyond the usual approval has to look at it."""
        return not self.matches

    def about(self, dimension: str) -> tuple[Match, ...]:
        """This function will return the rules met that are about one dimension."""
        return tuple(match for match in self.matches if match.dimension == dimension)


def judge(option: Option, terms: OfferTerms, rules: Guardrails, *, reporting_rate: Decimal = _ONE) -> Findings:
    """This function will judge one option of an offer (domain §6.3); the strictest of mixed conditions counts.

    `reporting_rate` turns the offer's currency into the reporting currency, in which ACV bands are.
    """
    with localcontext(prec=_PRECISION):
        reading = _Reading.of(option, rules, reporting_rate)
        matches = (
            *_judge_discount(reading, rules),
            *_judge_payment(option, rules),
            *_judge_term(option, rules),
            *_judge_margin(option, rules),
            *_judge_paper(terms.paper, reading, rules),
        )
        return _combine(matches, reading.effective)


def judge_offer(terms: OfferTerms, rules: Guardrails, *, reporting_rate: Decimal = _ONE) -> Findings:
    """This function will judge an offer: all that any of its options asks for, since the customer may choose each."""
    findings = [judge(option, terms, rules, reporting_rate=reporting_rate) for option in terms.options]
    matches = dict.fromkeys(match for each in findings for match in each.matches)
    return _combine(matches, max((each.effective_discount for each in findings), default=Decimal(0)))


def _combine(matches: Iterable[Match], effective: Decimal) -> Findings:
    found = tuple(matches)
    return Findings(
        matches=found,
        roles=in_order(role for match in found for role in match.roles),
        notices=in_order(role for match in found for role in match.notices),
        is_refused=any(match.is_refused for match in found),
        effective_discount=effective,
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """The numbers of one option the matrix is read with; ACV in the reporting currency."""

    effective: Decimal
    points: Decimal
    free_points: Decimal
    paid_list: Decimal
    once_off: Decimal
    acv: Decimal
    acv_at_list: Decimal
    acv_share: Decimal
    term: Decimal
    payment_days: int

    @classmethod
    def of(cls, option: Option, rules: Guardrails, rate: Decimal) -> _Reading:
        at_list = replace(option, lines=tuple(replace(line, unit_net=line.unit_list) for line in option.lines))
        free, points = option.free_services, concession_points(option.payment_days, rules)
        paid_list = option.list_total - free
        return cls(
            effective=_percent_paid(option.list_total - option.net_total, paid_list, free) + points,
            points=points,
            free_points=_percent_paid(free, paid_list, free),
            paid_list=paid_list,
            once_off=max(at_list.one_time - option.one_time, Decimal(0)),
            acv=option.acv * rate,
            acv_at_list=at_list.acv * rate,
            acv_share=12 * rate,
            term=Decimal(max(option.term_months, 12)),
            payment_days=option.payment_days,
        )

    def reaches(self, edge: Decimal, acv_edge: Decimal) -> bool:
        """Whether this offer, with less given away, would lie above a discount edge with at least that ACV.

        What has to be given away to pass the edge comes from one-time fees first, as those leave the ACV alone.
        """
        still_needed = (edge - self.points) / _HUNDRED * self.paid_list - self.once_off
        if still_needed < 0:
            return self.acv_at_list >= acv_edge
        return self.acv_at_list * self.term - still_needed * self.acv_share > acv_edge * self.term


def concession_points(payment_days: int, rules: Guardrails) -> Decimal:
    """This function will count payment beyond the standard as points of discount, for each step of days begun."""
    beyond = max(payment_days - int(rules.payment.edges[0]), 0)
    return -(-beyond // rules.concession_days) * rules.concession_points


def _percent_paid(given: Decimal, paid_list: Decimal, free: Decimal) -> Decimal:
    return given / paid_list * _HUNDRED if paid_list else _HUNDRED * bool(free)


def _judge_discount(reading: _Reading, rules: Guardrails) -> Iterator[Match]:
    matrix = rules.matrix
    row, column = matrix.row(reading.effective), matrix.column(reading.acv)
    roles, notices = matrix.roles[row][column], matrix.notices[row][column]
    band = f"{discount_band(row, matrix.discount_edges)} at {acv_band(column, matrix.acv_edges)}"
    if roles or notices:
        yield Match(DISCOUNT, band, f"{band}: {in_words(roles, notices)}.{_concessions(reading)}", roles, notices)
    more, told = _needed_at_less(reading, rules, row)
    if not set(more) <= set(roles) or not set(told) <= set(notices):
        yield Match(
            DISCOUNT,
            band,
            f"With a smaller discount its ACV is in a higher band: {in_words(more, told)}. "
            "Giving more away never needs fewer approvers.",
            more,
            told,
        )


def _needed_at_less(reading: _Reading, rules: Guardrails, row: int) -> tuple[Roles, Roles]:
    matrix, roles, notices = rules.matrix, set[str](), set[str]()
    for lower in range(row + 1):
        for column in range(len(matrix.acv_edges) + 1):
            if column == 0 or _is_reached(reading, rules, lower, column):
                roles |= set(matrix.roles[lower][column])
                notices |= set(matrix.notices[lower][column])
    return in_order(roles), in_order(notices)


def _is_reached(reading: _Reading, rules: Guardrails, row: int, column: int) -> bool:
    acv_edge = rules.matrix.acv_edges[column - 1]
    if row == 0:
        return reading.acv_at_list >= acv_edge
    return reading.reaches(rules.matrix.discount_edges[row - 1], acv_edge)


def _concessions(reading: _Reading) -> str:
    parts = []
    if reading.points:
        parts.append(f"{reading.payment_days} payment days count as +{plain(reading.points)} points")
    if reading.free_points:
        parts.append(f"free services count as +{_above(reading.free_points)} points")
    return f" {_sentence(' and '.join(parts))}, so the matrix reads {_above(reading.effective)} %." if parts else ""


def _judge_payment(option: Option, rules: Guardrails) -> Iterator[Match]:
    band = rules.payment.band(option.payment_days)
    roles = rules.payment.roles[band]
    if roles:
        name = f"{option.payment_days} payment days"
        standard = plain(rules.payment.edges[0])
        yield Match(PAYMENT, name, f"{name}, standard is {standard} at most: {in_words(roles)}.", roles)
    if option.is_split_payment and rules.split_roles:
        yield Match(PAYMENT, "split", f"Payment in parts: {in_words(rules.split_roles)}.", rules.split_roles)


def _judge_term(option: Option, rules: Guardrails) -> Iterator[Match]:
    months, edges = option.term_months, rules.term.edges
    name = f"{months} months"
    if months > rules.longest_term:
        sentence = f"{name} are refused: no contract runs over {rules.longest_term} months."
        yield Match(TERM, name, sentence, is_refused=True)
    roles = rules.term.roles[rules.term.band(months)]
    if roles:
        standard = f"{plain(edges[0] + 1)} to {plain(edges[1])}" if len(edges) > 1 else f"over {plain(edges[0])}"
        yield Match(TERM, name, f"A term of {name}, standard is {standard}: {in_words(roles)}.", roles)


def _judge_margin(option: Option, rules: Guardrails) -> Iterator[Match]:
    for kind, floor in rules.margin_floors.items():
        margin = option.margin(kind)
        if margin is None or margin >= floor:
            continue
        name = f"{kind} {_below(margin)} %"
        said = f"{_sentence(kind)} margin {_below(margin)} %, floor {plain(floor)} %"
        if margin < rules.margin_refused_below:
            least = plain(rules.margin_refused_below)
            yield Match(
                MARGIN, name, f"{said}: refused, nothing is sold under {least} %.", rules.margin_roles, (), True
            )
        elif rules.margin_roles:
            yield Match(MARGIN, name, f"{said}: {in_words(rules.margin_roles)}.", rules.margin_roles)


def _judge_paper(paper: str, reading: _Reading, rules: Guardrails) -> Iterator[Match]:
    if paper == "redlined" and rules.redlined_roles and reading.acv_at_list >= rules.redlined_from:
        sentence = f"Redlines on our paper from ACV {plain(rules.redlined_from)} before discount: "
        yield Match(PAPER, "redlines", f"{sentence}{in_words(rules.redlined_roles)}.", rules.redlined_roles)
    if paper == "customer":
        least, roles = plain(rules.customer_paper_from), rules.customer_paper_roles
        if reading.acv < rules.customer_paper_from:
            sentence = f"The customer's paper is refused below ACV {least}."
            yield Match(PAPER, "customer paper", sentence, roles, is_refused=True)
        elif roles:
            yield Match(PAPER, "customer paper", f"The customer's paper: {in_words(roles)}.", roles)


def in_words(roles: Roles, notices: Roles = ()) -> str:
    """This function will name those who decide in their order, and who is told besides."""
    said = ", then ".join(STEP_ROLES[role] for role in roles) or "inside guardrails"
    return f"{said}; {' and '.join(STEP_ROLES[role] for role in notices)} told" if notices else said


def discount_band(row: int, edges: tuple[Decimal, ...]) -> str:
    """This function will name a discount band."""
    if row == 0:
        return f"Up to {plain(edges[0])} %"
    above = f"Above {plain(edges[row - 1])} %"
    return f"{above} to {plain(edges[row])} %" if row < len(edges) else above


def acv_band(column: int, edges: tuple[Decimal, ...]) -> str:
    """This function will name an ACV band."""
    if column == 0:
        return f"ACV under {plain(edges[0])}"
    start = f"ACV from {plain(edges[column - 1])}"
    return f"{start} to under {plain(edges[column])}" if column < len(edges) else start


def plain(number: Decimal) -> str:
    """This function will write a number with thousands apart and without needless digits."""
    return f"{number.normalize():,f}"


# Rounded away from the limit: what passes one never reads as if it kept it.
def _above(number: Decimal) -> str:
    return plain(number.quantize(_CENT, ROUND_CEILING))


def _below(number: Decimal) -> str:
    return plain(number.quantize(_CENT, ROUND_FLOOR))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
