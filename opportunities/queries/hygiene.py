"""Hygiene of one deal, and of everything one person owns (domain §9.5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery

from opportunities.domain.facts import OpportunityFacts
from opportunities.domain.hygiene import FINDINGS, Finding, HygieneFacts, Qualification, findings_of
from opportunities.models import Activity, Opportunity, Stakeholder
from opportunities.queries.visible import charter_facts, not_visible, visible_to
from salesops.charter import Facts, require
from salesops.core.actor import Actor
from salesops.process.domain.registry import RecordFacts, load_facts
from salesops.process.queries import definition_of

Stale = tuple[tuple[str, str], ...]
# So many deals of one person are looked at; the largest first.
MOST = 500


@dataclass(frozen=True, slots=True)
class Unclean:
    """A deal with what is not kept up on it."""

    opportunity: Opportunity
    findings: list[Finding]


@dataclass(frozen=True, slots=True)
class OwnerHygiene:
    """How well one person's open deals are kept: hygiene is clean deals ÷ open deals."""

    total: int
    unclean: list[Unclean]

    @property
    def clean(self) -> int:
        """How many deals have no finding."""
        return self.total - len(self.unclean)

    @property
    def percent(self) -> int | None:
        """Clean deals in percent of open ones; nothing where there are none."""
        return round(100 * self.clean / self.total) if self.total else None

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        """How many deals have each finding: key, words, number; the most frequent first."""
        found = Counter(finding.key for deal in self.unclean for finding in deal.findings)
        return [(key, FINDINGS[key], number) for key, number in found.most_common()]

    def having(self, key: str) -> list[Unclean]:
        """This function will return the deals with one finding, or all unclean ones."""
        if key not in FINDINGS:
            return self.unclean
        return [deal for deal in self.unclean if any(finding.key == key for finding in deal.findings)]


def hygiene_of(row: Opportunity, known: RecordFacts, *, now: datetime) -> list[Finding]:
    """This function will list what is not kept up on one deal, from the facts its gate reads; none on a closed one."""
    if not row.is_open:
        return []
    facts = known.part(OpportunityFacts)
    newest = max((item.happened_at for item in facts.activities if item.happened_at <= now), default=row.created_at)
    contacts = len({item.contact_id for item in facts.stakeholders})
    return findings_of(_facts(row, newest, contacts, known.part(Qualification).stale, now))


def deal_hygiene(actor: Actor, opportunity_id: int, *, now: datetime) -> tuple[Opportunity, list[Finding]]:
    """This function will read the hygiene of one deal. Raises: NotVisible; Refused where only its summary is shown."""
    row = visible_to(actor).filter(pk=opportunity_id).first()
    if row is None:
        raise not_visible(opportunity_id)
    require(actor, "opp.view_full", charter_facts(row, actor))
    return row, hygiene_of(row, load_facts("opportunity", [row.pk], now)[row.pk], now=now)


def owner_hygiene(actor: Actor, owner_id: int, *, now: datetime) -> OwnerHygiene:
    """This function will read the hygiene of a person's open deals, the largest first, in two statements.

    Raises: Refused where the actor sees no such deals in full.
    """
    require(actor, "opp.view_full", Facts(owner_id=owner_id))
    return _owner_hygiene(visible_to(actor).filter(owner_id=owner_id), now)


def own_hygiene(actor: Actor, *, now: datetime) -> OwnerHygiene:
    """This function will read the hygiene of one's own open deals; somebody who owns none has none."""
    return _owner_hygiene(visible_to(actor).filter(owner_id=actor.user_id or 0), now)


def _owner_hygiene(rows: QuerySet[Opportunity], now: datetime) -> OwnerHygiene:
    deals = list(_with_signs(rows, now)[:MOST])
    loaded = load_facts("opportunity", [deal.pk for deal in deals], now)
    unclean = []
    for deal in deals:
        signs: Mapping[str, Any] = vars(deal)
        newest, contacts = signs["newest_activity"] or deal.created_at, signs["contact_count"] or 0
        facts = _facts(deal, newest, contacts, loaded[deal.pk].part(Qualification).stale, now)
        if found := findings_of(facts):
            unclean.append(Unclean(deal, found))
    return OwnerHygiene(len(deals), unclean)


def _with_signs(rows: QuerySet[Opportunity], now: datetime) -> QuerySet[Opportunity]:
    newest = Activity.objects.filter(opportunity=OuterRef("pk"), happened_at__lte=now).order_by("-happened_at", "-id")
    named = Stakeholder.objects.filter(opportunity=OuterRef("pk")).order_by().values("opportunity")
    return (
        rows.filter(stage_kind="open")
        .select_related("account")
        .annotate(
            newest_activity=Subquery(newest.values("happened_at")[:1]),
            contact_count=Subquery(named.annotate(number=Count("contact", distinct=True)).values("number")),
        )
        .order_by("-amount_reporting", "-id")
    )


def _facts(row: Opportunity, newest: datetime, contacts: int, stale: Stale, now: datetime) -> HygieneFacts:
    stage = definition_of(row.definition_id).stage(row.stage)
    return HygieneFacts(
        today=now.date(),
        stage_order=stage.order,
        probability=row.probability,
        days_in_stage=(now - row.stage_entered_at).days,
        benchmark_days=stage.benchmark_days,
        amount=row.amount,
        close_date=row.close_date,
        next_step=row.next_step,
        next_step_date=row.next_step_date,
        last_sign_of_life=newest.date(),
        contacts=contacts,
        stale=stale,
    )
