"""Offers to judge: plain ones, and drawn ones that lie at the edges of the bands."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from approvals.domain.guardrails import Guardrails
from opportunities.domain.amounts import rounded
from opportunities.domain.offers import Line, OfferTerms, Option
from tests.servers import ROOT


def shipped_rules(path: Path = ROOT / "approvals" / "migrations" / "0001_guardrails.sql") -> dict[str, Any]:
    """Return the rules the house comes with, as its migration writes them."""
    text = path.read_text(encoding="utf-8")
    rules: dict[str, Any] = json.loads(text[text.index("'{") + 1 : text.index("}'::jsonb") + 1])
    return rules


RULES = Guardrails.read(shipped_rules())
TERMS = OfferTerms(
    currency="USD", paper="ours", clauses=(), channel="direct_signature", marketplace="", marketplace_fee=Decimal(0),
    partner_fee=Decimal(0), legal_entity="", valid_until=None, scope="", options=(),
)  # fmt: skip


def line(listed: str, net: str, *, kind: str = "software", charge: str = "recurring", cost: str = "0") -> Line:
    """Return a line of one unit."""
    return Line(1, "Q", "Query", kind, charge, Decimal(1), Decimal(listed), Decimal(net), Decimal(cost))


def option(*lines: Line, term: int = 12, days: int = 30, split: bool = False) -> Option:
    """Return an option with standard terms but for what is said."""
    placed = tuple(replace(each, position=number) for number, each in enumerate(lines, 1))
    return Option("A", term, days, split, "annual", placed)


def discounted(percent: str, acv: str, **terms: Any) -> Option:
    """Return an option of one recurring line at that discount with that ACV before it."""
    return option(line(acv, str(rounded(Decimal(acv) * (100 - Decimal(percent)) / 100))), **terms)


LISTS = ("0", "0.01", "25000", "49999.99", "50000", "55555.55", "55555.56", "62500", "71428.57", "100000", "249999.99",
         "250000", "277777.77", "277777.78", "312500", "357142.85", "357142.86", "400000")  # fmt: skip
OFF = ("-5", "0", "5", "7.5", "9.99", "10", "10.01", "15", "17.5", "20", "20.01", "25", "30", "30.01", "50", "100")


@st.composite
def lines(draw: st.DrawFn, least_off: str = "-5") -> Line:
    """Draw a line whose list and net prices lie at the edges of bands, a cent more or less."""
    listed = Decimal(draw(st.sampled_from(LISTS)))
    off = Decimal(draw(st.sampled_from([each for each in OFF if Decimal(each) >= Decimal(least_off)])))
    cent = draw(st.sampled_from(["-0.01", "0", "0.01"]))
    net = max(rounded(listed * (100 - off) / 100) + Decimal(cent), Decimal(0))
    return Line(
        position=1,
        code=draw(st.sampled_from(["", "HQ-1"])),
        name="Query",
        kind=draw(st.sampled_from(["software", "services"])),
        charge=draw(st.sampled_from(["recurring", "one_time"])),
        quantity=Decimal(draw(st.sampled_from(["1", "2", "0.33", "3.5"]))),
        unit_list=listed,
        unit_net=net if Decimal(least_off) < 0 else min(net, listed),
        unit_cost=rounded(net * draw(st.sampled_from([0, 40, 65, 70, 90, 91])) / 100),
    )


@st.composite
def options(draw: st.DrawFn, least_off: str = "-5") -> Option:
    """Draw an option with terms at the edges of their bands."""
    return option(
        *draw(st.lists(lines(least_off), max_size=3)),
        term=draw(st.sampled_from([1, 7, 11, 12, 13, 36, 37, 48, 49, 60, 61])),
        days=draw(st.sampled_from([0, 30, 31, 45, 46, 60, 61, 90])),
        split=draw(st.booleans()),
    )


@st.composite
def offers(draw: st.DrawFn) -> OfferTerms:
    """Draw an offer of up to three options."""
    drawn = draw(st.lists(options(), max_size=3))
    lettered = tuple(replace(each, letter=letter) for each, letter in zip(drawn, "ABC", strict=False))
    return replace(TERMS, paper=draw(st.sampled_from(["ours", "redlined", "customer"])), options=lettered)


RATES = st.sampled_from([Decimal(1), Decimal("1.08"), Decimal("0.9"), Decimal("0.01193"), Decimal("1.11111111")])
