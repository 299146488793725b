"""The score of a lead: 0.5·fit + 0.3·behaviour + 0.2·interest, every number with its parts (domain §11.7).

Behaviour fades by half every 30 days. All of it fades alike, so one number at one instant says what it is at any
other; PostgreSQL sorts by the same formula (`salesops.intake.queries.scores`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from math import floor

from salesops.accounts.domain.icp import Profile, score_fit
from salesops.accounts.domain.personas import PersonaRules
from salesops.accounts.domain.profiles import Profiles

WEIGHTS = {"fit": 0.5, "behaviour": 0.3, "interest": 0.2}
HALF_LIFE = timedelta(days=30)
MOST = 100

# kind → label, points when it happens
SIGNALS: dict[str, tuple[str, int]] = {
    "demo_form": ("Asked for a demo", 25),
    "contact_form": ("Sent the contact form", 25),
    "pricing_page": ("Read the pricing page", 25),
    "product_sign_up": ("Signed up for a trial or the product", 20),
    "event": ("Came to an event", 10),
    "content": ("Read or downloaded content", 5),
    "repeat_visit": ("Came back", 5),
}
SIGNAL_CHOICES = [(kind, label) for kind, (label, _) in SIGNALS.items()]

ICP_SHARE, TECHNOLOGY_SHARE = 60, 10
TIMELINE_POINTS = {"within_3_months": 35, "within_6_months": 30, "within_12_months": 20, "later": 5}
SEGMENTS = (("A", 75), ("B", 55), ("C", 35), ("D", 0))
SEGMENT_WORDS = {
    "A": "First touch the same day",
    "B": "First touch within two business days",
    "C": "Nurture",
    "D": "Disqualify with a reason",
}


@dataclass(frozen=True, slots=True)
class Part:
    """Some points of a block, of how many, and why."""

    label: str
    points: int
    most: int
    why: str


@dataclass(frozen=True, slots=True)
class Known:
    """What a score is reckoned from. `annual_revenue` is in millions of US dollars."""

    industry: str = ""
    employees: int | None = None
    country: str = ""
    annual_revenue: Decimal | None = None
    technology: str = ""
    persona: str = ""
    title: str = ""
    use_case: str = ""
    timeline: str = ""
    product_line: str = ""


@dataclass(frozen=True, slots=True)
class Faded:
    """One signal as it counts now."""

    kind: str
    at: datetime
    points: int
    counts: float


def fit_parts(known: Known, by: Profiles) -> list[Part]:
    """This function will score who they are: company, technology, person (60, 10 and 30 points)."""
    fit = score_fit(Profile(known.industry, known.employees, known.country, known.annual_revenue), by.icp)
    if fit is None:
        company = Part("Company profile", 24, ICP_SHARE, "Neither size nor industry known.")
    else:
        company = Part("Company profile", floor(fit.score * ICP_SHARE / 100 + 0.5), ICP_SHARE, " ".join(fit.reasons))
    technology = _technology(known.technology, by.icp.technologies)
    return [company, technology, _persona(known.persona, by.persona), _seniority(known.title, by.persona)]


def interest_parts(known: Known) -> list[Part]:
    """This function will score what they said they want: use case, timeline, product (40, 35 and 25 points)."""
    told = bool(known.use_case)
    chosen = bool(known.product_line)
    when = TIMELINE_POINTS.get(known.timeline, 0)
    return [
        Part("Use case", 40 * told, 40, known.use_case or "Not named."),
        Part("Timeline", when, 35, "Stated." if known.timeline else "Not stated."),
        Part("Product", 25 * chosen, 25, known.product_line or "Not chosen."),
    ]


def faded(points: float, since: datetime, now: datetime) -> float:
    """This function will return what points of an instant count at another: half after each 30 days."""
    return float(points * 0.5 ** ((now - since) / HALF_LIFE))


def fade_all(signals: Iterable[tuple[str, datetime, int]], now: datetime) -> list[Faded]:
    """This function will return the signals as they count now, in the order given."""
    return [Faded(kind, at, points, faded(points, at, now)) for kind, at, points in signals]


def total(parts: Iterable[Part]) -> int:
    """This function will add up the points of a block."""
    return min(MOST, sum(part.points for part in parts))


def score_of(fit: int, behaviour: float, interest: int) -> int:
    """This function will weigh the three blocks into one score, 0–100; behaviour counts up to 100."""
    weighed = WEIGHTS["fit"] * fit + WEIGHTS["behaviour"] * min(MOST, behaviour) + WEIGHTS["interest"] * interest
    return floor(weighed + 0.5)


def segment_of(score: int) -> str:
    """This function will return the segment of a score: A from 75, B from 55, C from 35, D below."""
    return next(name for name, least in SEGMENTS if score >= least)


def _technology(named: str, ours: Iterable[str]) -> Part:
    if not named:
        return Part("Technology", 4, TECHNOLOGY_SHARE, "Unknown.")
    if any(each in named.lower() for each in ours):
        return Part("Technology", 10, TECHNOLOGY_SHARE, f"{named}: works with ours.")
    return Part("Technology", 3, TECHNOLOGY_SHARE, f"{named}: no experience with it.")


def _persona(persona: str, rules: PersonaRules) -> Part:
    if not persona:
        return Part("Role", 8, rules.most, "Unknown.")
    return Part("Role", rules.points_of(persona), rules.most, rules.why(persona))


def _seniority(title: str, rules: PersonaRules) -> Part:
    if not title:
        return Part("Seniority", 4, 10, "Title unknown.")
    decides = rules.is_senior(title)
    return Part("Seniority", 10, 10, f"{title}: decides.") if decides else Part("Seniority", 5, 10, title)
