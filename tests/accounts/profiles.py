"""Version 1 of both profiles, as values: what the house comes with."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from salesops.accounts.domain.icp import IcpRules
from salesops.accounts.domain.personas import PersonaRules
from salesops.accounts.domain.profiles import Profiles, Rules
from salesops.accounts.models import ProfileVersion
from salesops.accounts.services.draft_profile import draft_profile
from salesops.accounts.services.publish_profile import publish_profile
from tests.cast import Cast

WHY = "Large shops buy sooner than we thought."
FIRST = Profiles(
    IcpRules(
        version=1,
        best_employees=(200, 1000),
        good_employees=(50, 5000),
        good_industries=frozenset(
            {"technology", "software", "payments", "financial_services", "retail", "telecommunications", "logistics"}
        ),
        poor_industries=frozenset({"employment", "other"}),
        excluded_countries=frozenset({"KP", "SY"}),
        least_revenue=Decimal(10),
        technologies=frozenset("aws azure gcp kafka kubernetes mqtt node-red postgres snowflake spark".split()),
    ),
    PersonaRules(
        version=1,
        best=frozenset({"executive", "technical_lead", "product_owner", "operations"}),
        good=frozenset({"finance", "procurement", "security", "legal", "community_lead"}),
        senior=frozenset("chief ceo cto cfo coo cio ciso cpo president founder owner partner vp director head".split()),
    ),
)
# Only the largest fit: 400 people are outside our size.
LARGE = replace(FIRST.icp, best_employees=(6000, 9000), good_employees=(5000, 10_000))


def drafted(cast: Cast, *, now: datetime, rules: Rules = LARGE) -> ProfileVersion:
    """Draft another version as sales operations."""
    kind = "icp" if isinstance(rules, IcpRules) else "persona"
    return draft_profile(actor=cast.kim, now=now, kind=kind, rules=rules, reason=WHY)


def published(cast: Cast, *, now: datetime, rules: Rules = LARGE) -> ProfileVersion:
    """Draft and publish another version as sales operations."""
    draft = drafted(cast, now=now, rules=rules)
    return publish_profile(actor=cast.kim, now=now, kind=draft.kind, number=draft.number, version=draft.version)
