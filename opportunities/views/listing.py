"""What board and table share: the process chosen, the filter form, chips, saved views."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from opportunities.domain.added_columns import ADDED
from opportunities.domain.filters import STATUSES, STEPS, Filters, read_filters
from opportunities.domain.kinds import FORECAST_CATEGORIES, SUBTYPES
from opportunities.queries.saved_views import saved_views
from opportunities.queries.table import owners
from opportunities.views.chips import address, chips
from salesops.process.domain.definition import Definition
from salesops.process.queries import definition_of, published
from salesops.web.http import ActingRequest


@dataclass(frozen=True, slots=True)
class Listing:
    """One list as asked for: its filters, the processes there are, the one shown."""

    filters: Filters
    problems: list[str]
    definitions: list[Definition]
    definition: Definition | None


def _query(request: ActingRequest) -> dict[str, str]:
    """The query string as one value a name; the boxes of the column menu become one list."""
    query = request.GET.dict()
    if boxes := request.GET.getlist("column"):
        query["columns"] = ",".join(boxes)
    return query


def read_listing(request: ActingRequest, *, one_process: bool) -> Listing:
    """This function will read the query string; a board needs one process, a table may show all."""
    filters, problems = read_filters(_query(request))
    definitions = [definition_of(row.pk) for row in published()]
    chosen = next((each for each in definitions if each.key == filters.process), None)
    if filters.process and chosen is None:
        problems.append("That process is not published; another one is shown.")
        filters = replace(filters, process="")
    if chosen is None and one_process and definitions:
        chosen = definitions[0]
    return Listing(filters, problems, definitions, chosen)


def listing_context(request: ActingRequest, listing: Listing, page: str) -> dict[str, Any]:
    """This function will give what the filter bar of board and table shows."""
    filters = listing.filters
    currency = request.workspace.reporting_currency
    people = owners(request.actor) if filters.owner.isdecimal() else {}
    stages = {stage.key: stage.label for stage in listing.definition.stages} if listing.definition else {}
    views = saved_views(request.actor, page)
    return {
        "own_view": next((view for view in views if view.query == filters.query() and _is_own(request, view)), None),
        "filters": filters,
        "problems": listing.problems,
        "processes": [(each, address(filters, process=each.key, stage="")) for each in listing.definitions],
        "definition": listing.definition,
        "currency": currency,
        "chips": chips(filters, owners=people, stages=stages, currency=currency),
        "stages": stages,
        "owners": people,
        "statuses": STATUSES,
        "steps": STEPS,
        "subtypes": SUBTYPES,
        "forecasts": FORECAST_CATEGORIES,
        "added_filters": [
            (column, dict(filters.added).get(key, "")) for key, column in ADDED.items() if column.choices
        ],
        "views": views,
        "page": page,
        "query": address(filters),
        "owner_group_url": address(filters, group="" if filters.group else "owner"),
    }


def _is_own(request: ActingRequest, view: Any) -> bool:
    return bool(view.owner_id == request.actor.user_id)
