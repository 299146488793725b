"""The mark beside each number of an offer: declared here, judged by commercial authority's guardrails (domain §6.3).

The offer page belongs to layer 2, the guardrails to layer 4: approvals registers its judge with `@offer_judge`, as it
registers criteria. Without a judge nothing is marked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from opportunities.domain.offers import OfferTerms

INSIDE, NEEDS, REFUSED, UNLIMITED = "inside", "needs", "refused", "unlimited"


@dataclass(frozen=True, slots=True)
class Mark:
    """How one number stands: inside, needs somebody's approval, refused, or nothing limits it; in one to four words."""

    state: str = UNLIMITED
    words: str = ""


@dataclass(frozen=True, slots=True)
class OptionMarks:
    """The marks of one option; `lines` by the line's position."""

    lines: Mapping[int, Mark] = field(default_factory=dict)
    discount: Mark = Mark()
    term: Mark = Mark()
    payment: Mark = Mark()
    billing: Mark = Mark()
    software_margin: Mark = Mark()
    services_margin: Mark = Mark()


@dataclass(frozen=True, slots=True)
class OfferMarks:
    """The marks of an offer, and what asking for approval now would take: a sentence and the steps in order."""

    options: Mapping[str, OptionMarks] = field(default_factory=dict)
    paper: Mark = Mark()
    sentence: str = ""
    reasons: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    is_refused: bool = False

    def option(self, letter: str) -> OptionMarks:
        """This function will return the marks of one option; one nobody judged has none."""
        return self.options.get(letter, OptionMarks())


# Terms, the currency's rate into the reporting currency, and the time go in.
Judge = Callable[[OfferTerms, Decimal, datetime], OfferMarks]
_JUDGES: list[Judge] = []


def offer_judge(judge: Judge) -> Judge:
    """This function will register the judge of offers. Raises: ValueError where there is one."""
    if _JUDGES:
        raise ValueError("Offers have a judge already.")
    _JUDGES.append(judge)
    return judge


def judge_offer(terms: OfferTerms, rate: Decimal, now: datetime) -> OfferMarks:
    """This function will mark every number of an offer by the guardrails in force at `now`."""
    return _JUDGES[0](terms, rate, now) if _JUDGES else OfferMarks()
