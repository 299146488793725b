"""The table: one page of rows with their gates, the totals of the whole filter, and the rows of an export."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from opportunities.domain.filters import Filters
from opportunities.models import Opportunity
from opportunities.queries.board import Card, make_cards
from opportunities.queries.listing import Sums, filtered, ordered, shown, sums
from opportunities.queries.visible import visible_to
from salesops.core.actor import Actor
from salesops.core.errors import Invalid
from salesops.users.queries import people

PAGE_SIZE = 50
LAST_PAGE = 2000
MOST_EXPORTED = 50_000
EXPORT_CHUNK = 500
GATED = frozenset({"gate", "score"})  # columns that need the facts of every row


@dataclass(frozen=True, slots=True)
class TablePage:
    """One page of the table. `number` starts at 1."""

    rows: list[Card]
    number: int
    has_next: bool
    totals: Sums

    @property
    def first(self) -> int:
        """The place of the first row shown, from 1."""
        return (self.number - 1) * PAGE_SIZE + 1

    @property
    def last(self) -> int:
        """The place of the last row shown."""
        return self.first + len(self.rows) - 1


def table_page(actor: Actor, filters: Filters, *, number: int, now: datetime, with_gates: bool) -> TablePage:
    """This function will read one page of the table; its gates cost four statements and may come later."""
    number = min(max(number, 1), LAST_PAGE)
    rows = filtered(actor, filters, today=now.date())
    start = (number - 1) * PAGE_SIZE
    found = list(shown(ordered(rows, filters))[start : start + PAGE_SIZE + 1])
    return TablePage(
        make_cards(found[:PAGE_SIZE], now=now, with_gates=with_gates),
        number,
        len(found) > PAGE_SIZE,
        sums(rows).get((), Sums()),
    )


def export_chunks(actor: Actor, filters: Filters, *, now: datetime) -> Iterator[list[Card]]:
    """This function will yield every row of the filter in order, at most 50,000, some hundred at a time."""
    rows = shown(ordered(filtered(actor, filters, today=now.date()), filters))
    for start in range(0, MOST_EXPORTED, EXPORT_CHUNK):
        chunk: list[Opportunity] = list(rows[start : start + EXPORT_CHUNK])
        yield make_cards(chunk, now=now, with_gates=not GATED.isdisjoint(filters.columns))
        if len(chunk) < EXPORT_CHUNK:
            return


def rows_of(actor: Actor, ids: list[int], *, now: datetime) -> list[Card]:
    """This function will read named rows for the table, in the order asked; hidden ones are left out."""
    found = filtered(actor, Filters(status="all"), today=now.date()).filter(pk__in=ids)
    cards = {card.opportunity.pk: card for card in make_cards(list(shown(found)), now=now)}
    return [cards[pk] for pk in ids if pk in cards]


def owners(actor: Actor) -> dict[str, str]:
    """This function will name the people who own visible opportunities, by id as text, for the filter."""
    owned = visible_to(actor).filter(owner_id=OuterRef("pk"))
    rows = people(actor).filter(Exists(owned)).order_by("name", "id").values_list("id", "name")
    return {str(pk): name for pk, name in rows}


def names_of(actor: Actor, ids: list[int]) -> dict[int, str]:
    """This function will name visible opportunities by id: by their account where they have one."""
    rows = visible_to(actor).filter(pk__in=ids).values_list("id", "account__name", "name")
    return {pk: account or name for pk, account, name in rows}


def owners_named(actor: Actor, name: str) -> int:
    """This function will return the id of the one active person of that name. Raises: Invalid if there is not one."""
    found = list(people(actor).filter(is_active=True, name__iexact=name).values_list("id", flat=True)[:2])
    if len(found) != 1:
        raise Invalid({"value": [f"{'Nobody' if not found else 'More than one person'} is called {name}."]})
    return found[0]
