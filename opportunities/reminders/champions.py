"""Reminders of a champion who is not there any more (domain §3, §12)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import F, OuterRef, Subquery

from opportunities.models import Opportunity, Stakeholder
from opportunities.reminders.deals import day, open_deals
from salesops.accounts.models.contact import ContactPosition
from salesops.outbox.domain.delivery import EventFact
from salesops.reminders.domain.rules import Matter, Rule, lane
from salesops.reminders.registry import rule

# A named candidate is a champion of level 1 (domain §0.2 C2).
CHAMPIONS = ("champion", "champion_candidate")


@rule(
    Rule(
        key="champion_left",
        scope="opportunity",
        title="Champion gone",
        trigger="the champion left the customer or has another position there",
        stops="somebody who is there is named champion or candidate",
        lanes=(lane("owner", "0 bd"), lane("manager", "0 bd")),
        is_notice=True,
    )
)
def champion_left(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """This function will find the open deals whose every champion is gone, since the last of them was."""
    moved = ContactPosition.objects.filter(contact=OuterRef("contact"), until_at=None, from_at__gt=OuterRef("added_at"))
    rows = Stakeholder.objects.filter(opportunity__in=ids, role__in=CHAMPIONS).order_by("id")
    named = rows.annotate(moved_at=Subquery(moved.values("from_at")), left_at=F("contact__left_at"))
    gone: dict[int, list[tuple[datetime, str] | None]] = {}
    for deal_id, name, left_at, moved_at in named.values_list("opportunity", "contact__name", "left_at", "moved_at"):
        gone.setdefault(deal_id, []).append(_departure(name, left_at, moved_at))
    for deal in open_deals(gone):
        departures = [each for each in gone[deal.id] if each]
        if len(departures) < len(gone[deal.id]):
            continue
        at, words = max(departures)
        yield deal.matter(
            f"gone:{at:%Y-%m-%dT%H:%M:%S}", at,
            title=f"Name a new champion on {deal.name}",
            why=f"{words} on {day(at, now)}, and nobody else is champion or candidate.",
            path=deal.form("add_stakeholder", role="champion_candidate"), act="Add a person",
        )  # fmt: skip


def _departure(name: str, left_at: datetime | None, moved_at: datetime | None) -> tuple[datetime, str] | None:
    """Return when somebody went and what happened; nothing where they are still who they were."""
    if left_at is not None:
        return left_at, f"{name} left"
    return (moved_at, f"{name} took another position") if moved_at is not None else None


def deals_of_contact(event: EventFact) -> Iterable[int]:
    """This function will return the open deals on which the contact an event is about has a role."""
    deals = Opportunity.objects.filter(stage_kind="open", stakeholders__contact=event.subject.id)
    return deals.order_by("id").values_list("id", flat=True).distinct()
