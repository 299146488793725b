"""How well an account fits the ideal customer profile: versioned rules, each point with its reason (domain §11.7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from salesops.accounts.domain.industries import INDUSTRIES, KEYS

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
    """One version of the profile: points for size, industry, geography and revenue, together 100.

    Of leads, `technologies` are those that work with ours. `least_revenue` is in millions of US dollars.
    """

    version: int
    best_employees: tuple[int, int]
    good_employees: tuple[int, int]
    good_industries: frozenset[str]
    poor_industries: frozenset[str]
    excluded_countries: frozenset[str]
    least_revenue: Decimal
    technologies: frozenset[str]

    @classmethod
    def read(cls, version: int, stored: Mapping[str, Any]) -> IcpRules:
        """This function will read a stored version."""
        best, good = stored["best_employees"], stored["good_employees"]
        return cls(
            version=version,
            best_employees=(best[0], best[1]),
            good_employees=(good[0], good[1]),
            good_industries=frozenset(stored["good_industries"]),
            poor_industries=frozenset(stored["poor_industries"]),
            excluded_countries=frozenset(stored["excluded_countries"]),
            least_revenue=Decimal(stored["least_revenue"]),
            technologies=frozenset(stored["technologies"]),
        )

    def as_json(self) -> dict[str, Any]:
        """This function will write the rules as they are stored."""
        return {
            "best_employees": list(self.best_employees),
            "good_employees": list(self.good_employees),
            "good_industries": sorted(self.good_industries),
            "poor_industries": sorted(self.poor_industries),
            "excluded_countries": sorted(self.excluded_countries),
            "least_revenue": str(self.least_revenue),
            "technologies": sorted(self.technologies),
        }

    def problems(self) -> dict[str, list[str]]:
        """This function will say, by field, why the rules cannot be."""
        (best_from, best_to), (good_from, good_to) = self.best_employees, self.good_employees
        lacks = {
            "best_to": best_to < best_from and "The best sizes end where they begin, or above.",
            "good_to": (best_from < good_from or good_to < best_to) and "The good sizes hold the best ones.",
            "good_industries": (self.good_industries | self.poor_industries) - KEYS and "There is no such industry.",
            "poor_industries": self.good_industries & self.poor_industries and "An industry is one or the other.",
        }
        return {field: [sentence] for field, sentence in lacks.items() if sentence}

    def spoken(self) -> dict[str, str]:
        """This function will say every rule in words."""
        return {
            "Best size": _span(self.best_employees),
            "Good size": _span(self.good_employees),
            "Industries served best": _labels(self.good_industries),
            "Industries seldom served": _labels(self.poor_industries),
            "Countries not sold to": ", ".join(sorted(self.excluded_countries)) or "none",
            "Revenue": f"from {self.least_revenue:,f} million US dollars",
            "Technology that works with ours": ", ".join(sorted(self.technologies)) or "none",
        }


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


def score_fit(profile: Profile, rules: IcpRules) -> Fit | None:
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


def _span(ends: tuple[int, int]) -> str:
    return f"{ends[0]:,} to {ends[1]:,} people"


def _labels(keys: frozenset[str]) -> str:
    return ", ".join(label for key, label in INDUSTRIES if key in keys) or "none"
