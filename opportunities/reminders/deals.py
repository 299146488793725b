"""The deals that rules look at, with the people every rule names: the owner and the owner's manager."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from opportunities.models import Opportunity
from salesops.core.actor import RecordRef
from salesops.reminders.domain.rules import Matter
from salesops.users.queries.leading import managers_of

FIELDS = (
    "id", "name", "owner_id", "region", "stage", "stage_entered_at", "created_at", "close_date", "next_step",
    "next_step_date", "next_step_owner_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Deal:
    """An open opportunity as the rules read it."""

    id: int
    name: str
    owner_id: int
    region: str
    stage: str
    stage_entered_at: datetime
    created_at: datetime
    close_date: date | None
    next_step: str
    next_step_date: date | None
    next_step_owner_id: int | None
    managers: tuple[int, ...]

    @property
    def people(self) -> dict[str, tuple[int, ...]]:
        """The owner, and the manager of the owner."""
        return {"owner": (self.owner_id,), "manager": self.managers}

    def matter(
        self,
        anchor: str,
        since: date | datetime,
        *,
        title: str,
        why: str,
        people: Mapping[str, tuple[int, ...]] | None = None,
        path: str = "",
        act: str = "Open",
        is_quiet: bool = False,
    ) -> Matter:
        """This function will return a matter about this deal itself; `path` is its page unless told otherwise."""
        return Matter(
            subject=RecordRef("opportunity", self.id),
            scope_id=self.id,
            anchor=anchor,
            since=since,
            people=people or self.people,
            title=title,
            why=why,
            path=path or reverse("opportunities:page", args=[self.id]),
            act=act,
            is_quiet=is_quiet,
        )


def open_deals(ids: Sequence[int]) -> list[Deal]:
    """This function will read those of the deals that are open, in order of id."""
    rows = list(Opportunity.objects.filter(pk__in=ids, stage_kind="open").order_by("id").values(*FIELDS))
    managers = managers_of({row["owner_id"] for row in rows})
    return [Deal(**row, managers=managers[row["owner_id"]]) for row in rows]


def lock_deal(deal_id: int) -> None:
    """This function will lock a deal until the transaction ends: the first lock of whatever fires on it."""
    Opportunity.objects.select_for_update(of=("self",)).filter(pk=deal_id).values_list("id").first()


def open_deal_ids(last: int, limit: int) -> Sequence[int]:
    """This function will return the next ids of deals that may have a duty; a lost one may be due to be taken up."""
    rows = Opportunity.objects.filter(pk__gt=last).exclude(stage_kind="lost", reengage_on=None)
    return list(rows.order_by("id").values_list("id", flat=True)[:limit])
