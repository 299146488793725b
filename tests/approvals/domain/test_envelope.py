"""What an approval covers: inside always, outside never, and Python and SQL agree about every drawn offer (§6.5)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from approvals.domain.envelope import Envelope
from opportunities.domain.offer_words import BILLING, CHANNELS, CLAUSES, PAPER
from opportunities.domain.offers import Line, OfferTerms, Option

DAY = date(2026, 11, 30)
cents = st.integers(0, 90_000_00).map(lambda value: Decimal(value) / 100)
percent = st.integers(0, 3000).map(lambda value: Decimal(value) / 100)


@st.composite
def lines(draw: Any, position: int) -> Line:
    code = draw(st.sampled_from(["", "QRY", "SUP"]))
    return Line(
        position=position,
        code=code,
        name=draw(st.sampled_from(["Query", "Support", "Über, »custom«"])),
        kind=draw(st.sampled_from(["software", "services"])),
        charge=draw(st.sampled_from(["recurring", "one_time"])),
        quantity=draw(st.integers(1, 900).map(lambda value: Decimal(value) / 100)).quantize(Decimal("0.01")),
        unit_list=draw(cents).quantize(Decimal("0.01")),
        unit_net=draw(cents).quantize(Decimal("0.01")),
        unit_cost=draw(cents).quantize(Decimal("0.01")),
    )


@st.composite
def options(draw: Any, letter: str) -> Option:
    return Option(
        letter=letter,
        term_months=draw(st.sampled_from([1, 7, 11, 12, 13, 24, 36])),
        payment_days=draw(st.sampled_from([0, 30, 45])),
        is_split_payment=draw(st.booleans()),
        billing=draw(st.sampled_from([key for key, _ in BILLING])),
        lines=tuple(draw(lines(place)) for place in range(draw(st.integers(1, 3)))),
    )


@st.composite
def offers(draw: Any) -> OfferTerms:
    letters = draw(st.sets(st.sampled_from("ABCD"), min_size=1, max_size=3))
    return OfferTerms(
        currency=draw(st.sampled_from(["USD", "EUR"])),
        paper=draw(st.sampled_from([key for key, _ in PAPER])),
        clauses=tuple(sorted(draw(st.sets(st.sampled_from([key for key, _ in CLAUSES]), max_size=2)))),
        channel=draw(st.sampled_from([key for key, _ in CHANNELS])),
        marketplace=draw(st.sampled_from(["", "aws"])),
        marketplace_fee=draw(percent),
        partner_fee=draw(percent),
        legal_entity=draw(st.sampled_from(["", "Fjordline AS"])),
        valid_until=draw(st.sampled_from([DAY, DAY + timedelta(days=1), DAY - timedelta(days=9)])),
        scope=draw(st.sampled_from(["", "a1"])),
        options=tuple(draw(options(letter)) for letter in sorted(letters)),
    )


def in_sql(approved: OfferTerms, now: OfferTerms) -> tuple[Envelope, tuple[str, ...]]:
    """Ask the database for the envelope, and for what lies outside."""
    with connection.cursor() as cursor:
        old, new = json.dumps(approved.as_json()), json.dumps(now.as_json())
        cursor.execute(
            "SELECT offer_envelope(%s, %s)::json, envelope_outside(offer_envelope(%s, %s), %s)",
            [old, DAY, old, DAY, new],
        )
        envelope, outside = cursor.fetchone()
        return Envelope.read(envelope), tuple(outside)


@pytest.mark.django_db
class TestTheTwins:
    @settings(max_examples=120)
    @given(approved=offers(), now=offers())
    def test_agree_about_two_offers(self, approved: OfferTerms, now: OfferTerms) -> None:
        envelope, outside = in_sql(approved, now)
        assert envelope == Envelope.of(approved, expires_on=DAY)
        assert outside == envelope.outside(now)

    @settings(max_examples=120)
    @given(approved=offers(), data=st.data())
    def test_agree_about_an_offer_and_a_near_one(self, approved: OfferTerms, data: Any) -> None:
        worse = data.draw(st.sampled_from(sorted(WORSE)))
        now = WORSE[worse](approved)
        envelope, outside = in_sql(approved, now)
        assert outside == envelope.outside(now)


def first(terms: OfferTerms, **more: Any) -> OfferTerms:
    """Change the first option."""
    return replace(terms, options=(replace(terms.options[0], **more), *terms.options[1:]))


def line(terms: OfferTerms, **more: Any) -> OfferTerms:
    """Change the first line of the first option."""
    option = terms.options[0]
    return first(terms, lines=(replace(option.lines[0], **more), *option.lines[1:]))


WORSE: dict[str, Any] = {
    "currency": lambda t: replace(t, currency="GBP"),
    "channel": lambda t: replace(t, channel="mou" if t.channel != "mou" else "reseller"),
    "marketplace": lambda t: replace(t, marketplace="gcp"),
    "legal_entity": lambda t: replace(t, legal_entity="Somebody else"),
    "scope": lambda t: replace(t, scope="b2"),
    "paper": lambda t: replace(t, paper="customer"),
    "clauses": lambda t: replace(t, clauses=tuple(sorted({*t.clauses, "governing_law"}))),
    "marketplace_fee": lambda t: replace(t, marketplace_fee=t.marketplace_fee + Decimal("0.01")),
    "partner_fee": lambda t: replace(t, partner_fee=t.partner_fee + Decimal("0.01")),
    "valid_until": lambda t: replace(t, valid_until=DAY + timedelta(days=1)),
    "term": lambda t: first(t, term_months=t.options[0].term_months + 1),
    "payment_days": lambda t: first(t, payment_days=t.options[0].payment_days + 1),
    "split": lambda t: first(t, is_split_payment=True),
    "billing": lambda t: first(t, billing="monthly" if t.options[0].billing != "monthly" else "milestone"),
    "net": lambda t: line(t, unit_net=max(t.options[0].lines[0].unit_net - 50, Decimal(0))),
    "growth": lambda t: first(
        t,
        lines=tuple(
            replace(each, unit_net=each.unit_net * 2, unit_list=each.unit_list * 2) for each in t.options[0].lines
        ),
    ),
    "lines": lambda t: line(t, code="NEW"),
    "option": lambda t: first(t, letter="Z"),
}


@given(terms=offers())
def test_what_was_approved_is_covered(terms: OfferTerms) -> None:
    terms = replace(terms, valid_until=DAY)
    assert Envelope.of(terms, expires_on=DAY).outside(terms) == ()


@given(terms=offers(), data=st.data())
def test_better_for_us_stays_covered(terms: OfferTerms, data: Any) -> None:
    terms = replace(terms, valid_until=DAY)
    now = replace(
        terms,
        paper="ours",
        clauses=terms.clauses[: data.draw(st.integers(0, len(terms.clauses)))],
        marketplace_fee=terms.marketplace_fee * data.draw(st.sampled_from([0, 1])),
        partner_fee=terms.partner_fee * data.draw(st.sampled_from([0, 1])),
        valid_until=DAY - timedelta(days=data.draw(st.integers(0, 20))),
        options=tuple(
            replace(
                option,
                payment_days=option.payment_days - data.draw(st.integers(0, option.payment_days)),
                is_split_payment=False,
                lines=tuple(
                    replace(each, unit_net=round(each.unit_net * data.draw(st.sampled_from([100, 110, 120])) / 100, 2))
                    for each in option.lines
                ),
            )
            for option in terms.options[: data.draw(st.integers(1, len(terms.options)))]
        ),
    )
    assert Envelope.of(terms, expires_on=DAY).outside(now) == ()


@given(terms=offers(), data=st.data())
def test_a_worse_field_is_never_covered(terms: OfferTerms, data: Any) -> None:
    terms = replace(terms, valid_until=DAY)
    kept = first(terms, is_split_payment=False)
    kept = replace(kept, paper="ours", clauses=tuple(each for each in kept.clauses if each != "governing_law"))
    kept = line(kept, unit_net=kept.options[0].lines[0].unit_net + 51, quantity=Decimal(1))
    name = data.draw(st.sampled_from(sorted(WORSE)))
    outside = Envelope.of(kept, expires_on=DAY).outside(WORSE[name](kept))
    assert any(key.rpartition(".")[2] == name for key in outside)
