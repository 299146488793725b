"""The terms of a request as a table: list, standard, last approved, asked now, change (interface §2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from approvals.domain.guardrails import judge
from approvals.domain.marking import mark_offer
from approvals.domain.rule_set import Guardrails
from opportunities.domain.offer_marks import INSIDE, REFUSED, UNLIMITED, Mark, OptionMarks
from opportunities.domain.offer_words import BILLING, CHANNELS, CLAUSES, PAPER
from opportunities.domain.offers import SERVICES, SOFTWARE, OfferTerms, Option

NOTHING = "–"


@dataclass(frozen=True, slots=True)
class TermRow:
    """One term. `tone` tints what changed: bad outside the guardrails where a price is given away, else warn."""

    label: str
    listed: str
    standard: str
    approved: str
    now: str
    change: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class TermTable:
    """The rows of one price option, and how many of them changed."""

    letter: str
    rows: tuple[TermRow, ...]

    @property
    def changed(self) -> int:
        """How many differ from what was approved last."""
        return sum(row.change not in ("same", NOTHING) for row in self.rows)


def term_tables(
    now: OfferTerms, before: OfferTerms | None, rules: Guardrails, *, rate: Decimal
) -> tuple[TermTable, ...]:
    """This function will lay out every option beside its list price, the standard and what was approved last."""
    marks = mark_offer(now, rules, reporting_rate=rate)
    known = {option.letter: option for option in before.options} if before else {}
    return tuple(
        TermTable(
            option.letter,
            (
                *_money(option, known.get(option.letter), now, rules, marks.option(option.letter), rate, before),
                *_option(option, known.get(option.letter), rules, marks.option(option.letter)),
                *_offer(now, before, marks.paper),
            ),
        )
        for option in now.options
    )


def _money(
    now: Option,
    old: Option | None,
    terms: OfferTerms,
    rules: Guardrails,
    marks: OptionMarks,
    rate: Decimal,
    before: OfferTerms | None,
) -> Iterator[TermRow]:
    edge = rules.matrix.discount_edges[0]
    kept = (100 - edge) / 100
    if now.list_per_year:
        yield TermRow(
            f"Annual fee, {terms.currency}",
            _amount(now.list_per_year),
            f"≥ {_amount(now.list_per_year * kept)}",
            _amount(old.recurring_per_year) if old else NOTHING,
            _amount(now.recurring_per_year),
            _delta(now.recurring_per_year - old.recurring_per_year if old else None, _amount),
            _tone(marks.discount, now.recurring_per_year, old and old.recurring_per_year, "bad"),
        )
    if now.one_time or (old and old.one_time):
        was = _amount(old.one_time) if old else NOTHING
        change = _delta(now.one_time - old.one_time if old else None, _amount)
        yield TermRow(f"One-time, {terms.currency}", NOTHING, NOTHING, was, _amount(now.one_time), change)
    given = old.discount if old else None
    yield _percent_row("Discount off list", "0%", f"≤ {edge}%", given, now.discount, marks.discount)
    effective = judge(now, terms, rules, reporting_rate=rate).effective_discount
    given = judge(old, before, rules, reporting_rate=rate).effective_discount if old and before else None
    yield _percent_row("Discount with terms", "0%", f"≤ {edge}%", given, effective, marks.discount)


def _option(now: Option, old: Option | None, rules: Guardrails, marks: OptionMarks) -> Iterator[TermRow]:
    days, term = rules.payment.edges[0], rules.term.edges
    paid = f"{now.payment_days} days{', in parts' if now.is_split_payment else ''}"
    was = f"{old.payment_days} days{', in parts' if old.is_split_payment else ''}" if old else NOTHING
    change = _delta(Decimal(now.payment_days - old.payment_days) if old else None, lambda value: f"{value} days")
    yield TermRow("Payment", NOTHING, f"≤ {days} days", was, paid, change, _tone(marks.payment, paid, was, "warn"))
    shown, was = f"{now.term_months} mo", f"{old.term_months} mo" if old else NOTHING
    change = _delta(Decimal(now.term_months - old.term_months) if old else None, lambda value: f"{value} mo")
    standard = f"{term[0] + 1}–{term[1]} mo"
    yield TermRow("Term", NOTHING, standard, was, shown, change, _tone(marks.term, shown, was, "warn"))
    words = {key: label.partition(",")[0] for key, label in BILLING}
    yield _word_row("Billing", words["annual"], words[old.billing] if old else "", words[now.billing], marks.billing)
    for kind, label, mark in (
        (SOFTWARE, "Software margin", marks.software_margin),
        (SERVICES, "Services margin", marks.services_margin),
    ):
        margin = now.margin(kind)
        if margin is not None:
            yield _percent_row(
                label, NOTHING, f"≥ {rules.margin_floors[kind]}%", old.margin(kind) if old else None, margin, mark
            )


def _offer(now: OfferTerms, old: OfferTerms | None, paper: Mark) -> Iterator[TermRow]:
    words = dict(PAPER)
    yield _word_row("Paper", words["ours"], words[old.paper] if old else "", words[now.paper], paper)
    words = dict(CLAUSES)
    clauses, was = (", ".join(words[key] for key in each.clauses) if each else "" for each in (now, old))
    if clauses or was:
        tone = Mark("needs") if clauses else Mark(INSIDE)
        yield _word_row("Clauses", "Standard", was or ("Standard" if old else ""), clauses or "Standard", tone)
    words = dict(CHANNELS)
    if now.channel != "direct_signature" or (old and old.channel != now.channel):
        yield _word_row("Channel", NOTHING, words[old.channel] if old else "", words[now.channel], Mark())
    for label, fee, before in (
        ("Marketplace fee", now.marketplace_fee, old.marketplace_fee if old else None),
        ("Partner fee", now.partner_fee, old.partner_fee if old else None),
    ):
        if fee or before:
            yield _percent_row(label, NOTHING, NOTHING, before, fee, Mark())


def _percent_row(label: str, listed: str, standard: str, old: Decimal | None, now: Decimal, mark: Mark) -> TermRow:
    def shown(value: Decimal) -> str:
        return f"{_plain(value)}%"

    change = _delta(None if old is None else now - old, lambda value: f"{_plain(value)} pts")
    approved = NOTHING if old is None else shown(old)
    return TermRow(label, listed, standard, approved, shown(now), change, _tone(mark, shown(now), approved, "bad"))


def _word_row(label: str, standard: str, old: str, now: str, mark: Mark) -> TermRow:
    change = NOTHING if not old else "same" if old == now else "changed"
    return TermRow(label, NOTHING, standard, old or NOTHING, now, change, _tone(mark, now, old, "warn"))


def _tone(mark: Mark, now: object, old: object, outside: str) -> str:
    """Only what changed is tinted, and only where a limit is passed."""
    if now == old or mark.state in (INSIDE, UNLIMITED):
        return ""
    return "bad" if mark.state == REFUSED else outside


def _delta(value: Decimal | None, shown: Callable[[Decimal], str]) -> str:
    if value is None:
        return NOTHING
    if round(value, 1) == 0:
        return "same"
    return f"{'+' if value > 0 else '−'}{shown(abs(value))}"


def _plain(value: Decimal) -> str:
    rounded = round(value, 1)
    return f"{rounded:.0f}" if rounded == rounded.to_integral() else f"{rounded}"


def _amount(value: Decimal) -> str:
    return f"{value:,.0f}"
