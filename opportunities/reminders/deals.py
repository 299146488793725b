"""The deals that rules look at, with the people every rule names: the owner and the owner's manager."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.db.models import F, Q
from django.urls import reverse

from opportunities.models import Opportunity
from salesops.core.actor import RecordRef
from salesops.process.domain.definition import Stage
from salesops.process.queries import definition_of
from salesops.reminders.domain.rules import Matter
from salesops.users.queries.leading import managers_of

FIELDS = (
    "id", "name", "owner_id", "region", "definition_id", "stage", "stage_seq", "stage_entered_at", "created_at",
    "probability", "close_date", "renewal_date", "next_step", "next_step_date", "next_step_owner_id", "reengage_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Deal:
    """An opportunity as the rules read it."""

    id: int
    name: str
    owner_id: int
    owner_name: str
    region: str
    definition_id: int
    stage: str
    stage_seq: int
    stage_entered_at: datetime
    created_at: datetime
    probability: int
    employees: int | None
    close_date: date | None
    renewal_date: date | None
    next_step: str
    next_step_date: date | None
    next_step_owner_id: int | None
    reengage_on: date | None
    managers: tuple[int, ...]

    @property
    def people(self) -> dict[str, tuple[int, ...]]:
        """The owner, and the manager of the owner."""
        return {"owner": (self.owner_id,), "manager": self.managers}

    @property
    def in_stage(self) -> Stage:
        """The stage it stands in, as its process defines it."""
        return definition_of(self.definition_id).stage(self.stage)

    def form(self, route: str, *more: int, **filled: str) -> str:
        """This function will return the address of one of this deal's forms, some of its fields filled in."""
        where = reverse(f"opportunities:{route}", args=[self.id, *more])
        return f"{where}?{urlencode(filled)}" if filled else where

    def matter(
        self,
        anchor: str,
        since: date | datetime,
        *,
        title: str,
        why: str,
        subject: RecordRef | None = None,
        people: Mapping[str, tuple[int, ...]] | None = None,
        path: str = "",
        act: str = "Open",
        allowance: float | timedelta = 0,
        is_quiet: bool = False,
    ) -> Matter:
        """This function will return a matter of this deal: about itself, and leading to its page, unless told so."""
        return Matter(
            subject=subject or RecordRef("opportunity", self.id),
            scope_id=self.id,
            anchor=anchor,
            since=since,
            people=people or self.people,
            title=title,
            why=why,
            path=path or self.form("page"),
            act=act,
            allowance=allowance,
            is_quiet=is_quiet,
        )


def open_deals(ids: Iterable[int], *narrowed: Q) -> list[Deal]:
    """This function will read those of the deals that are open, in order of id, narrowed to what a rule is about."""
    return deals(ids, Q(stage_kind="open"), *narrowed)


def deals(ids: Iterable[int], *narrowed: Q) -> list[Deal]:
    """This function will read the deals of some ids that a rule is about, in order of id."""
    rows = Opportunity.objects.filter(*narrowed, pk__in=list(ids)).order_by("id")
    found = list(rows.values(*FIELDS, owner_name=F("owner__name"), employees=F("account__employees")))
    managers = managers_of({row["owner_id"] for row in found})
    return [Deal(**row, managers=managers[row["owner_id"]]) for row in found]


def day(on: date | datetime, now: datetime) -> str:
    """This function will write a day in words, with the year where it is another than this one."""
    return f"{on:%-d %B}" if on.year == now.year else f"{on:%-d %B %Y}"


def lock_deal(deal_id: int) -> None:
    """This function will lock a deal until the transaction ends: the first lock of whatever fires on it."""
    Opportunity.objects.select_for_update(of=("self",)).filter(pk=deal_id).values_list("id").first()


def open_deal_ids(last: int, limit: int) -> Sequence[int]:
    """This function will return the next ids of deals that may have a duty; a lost one may be due to be taken up."""
    rows = Opportunity.objects.filter(pk__gt=last).exclude(stage_kind="lost", reengage_on=None)
    return list(rows.order_by("id").values_list("id", flat=True)[:limit])
