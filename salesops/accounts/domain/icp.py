"""How well an account fits the ideal customer profile: versioned rules, each point with its reason (domain §11.7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

FITS_FROM = 60


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of an account. `annual_revenue` is in millions of US dollars."""

    industry: str = ""
    employees: int | None = None
    country: str = ""
    annual_revenue: Decimal | None = None


@dataclass(frozen=True, slots=True)
class IcpRules:
    """One version of the profile: points for size, industry, geography and revenue, together 100."""

    version: int
    best_employees: tuple[int, int]
    good_employees: tuple[int, int]
    good_industries: frozenset[str]
    poor_industries: frozenset[str]
    excluded_countries: frozenset[str]
    least_revenue: Decimal


@dataclass(frozen=True, slots=True)
class Fit:
    """The score (0–100), the version of the rules it came from, and a sentence for each part."""

    score: int
    version: int
    reasons: tuple[str, ...]

    @property
    def is_fit(self) -> bool:
        """Say whether the account fits (score ≥ 60)."""
        return self.score >= FITS_FROM


RULES: Mapping[int, IcpRules] = {
    1: IcpRules(
        version=1,
        best_employees=(200, 1000),
        good_employees=(50, 5000),
        good_industries=frozenset(
            {"technology", "software", "payments", "financial_services", "retail", "telecommunications", "logistics"}
        ),
        poor_industries=frozenset({"employment", "other"}),
        excluded_countries=frozenset({"KP", "SY"}),
        least_revenue=Decimal(10),
    ),
}
CURRENT = RULES[max(RULES)]


def score_fit(profile: Profile, rules: IcpRules = CURRENT) -> Fit | None:
    """This function will score an account; None where neither size nor industry is known (domain §11.7)."""
    if profile.employees is None and not profile.industry:
        return None
    parts = (
        _size(profile.employees, rules),
        _industry(profile.industry, rules),
        _place(profile.country, rules),
        _revenue(profile.annual_revenue, rules),
    )
    return Fit(sum(points for points, _ in parts), rules.version, tuple(reason for _, reason in parts))


def _size(employees: int | None, rules: IcpRules) -> tuple[int, str]:
    if employees is None:
        return 15, "Number of employees unknown: 15 of 40."
    if rules.best_employees[0] <= employees <= rules.best_employees[1]:
        return 40, f"{employees} employees, the best size: 40 of 40."
    if rules.good_employees[0] <= employees <= rules.good_employees[1]:
        return 28, f"{employees} employees, a good size: 28 of 40."
    return 0, f"{employees} employees, outside our size: 0 of 40."


def _industry(industry: str, rules: IcpRules) -> tuple[int, str]:
    if industry in rules.good_industries:
        return 30, "An industry we serve best: 30 of 30."
    if industry in rules.poor_industries:
        return 5, "An industry we seldom serve: 5 of 30."
    return 15, "An industry without a rule: 15 of 30." if industry else "Industry unknown: 15 of 30."


def _place(country: str, rules: IcpRules) -> tuple[int, str]:
    if country in rules.excluded_countries:
        return 0, "A country we do not sell to: 0 of 15."
    return (15, "A country we sell to: 15 of 15.") if country else (8, "Country unknown: 8 of 15.")


def _revenue(revenue: Decimal | None, rules: IcpRules) -> tuple[int, str]:
    if revenue is None:
        return 7, "Revenue unknown: 7 of 15."
    if revenue >= rules.least_revenue:
        return 15, "Revenue large enough: 15 of 15."
    return 3, "Revenue small: 3 of 15."
