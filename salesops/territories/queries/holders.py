"""Who has which territory, now and later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from salesops.charter import Facts, decide
from salesops.core.actor import Actor
from salesops.core.errors import NotVisible
from salesops.territories.domain.regions import THEATRES
from salesops.territories.models import Territory, TerritoryAssignment
from salesops.territories.queries.pages import require_reader
from salesops.users.queries import people_by_roles


def territories(actor: Actor) -> QuerySet[Territory]:
    """This function will return the territories, by theatre and name. Raises: NotVisible."""
    require_reader(actor)
    return Territory.objects.order_by("theatre", "name", "id")


def territory_by_id(actor: Actor, territory_id: int) -> Territory:
    """This function will return one territory. Raises: NotVisible."""
    found = territories(actor).filter(pk=territory_id).first()
    if found is None:
        raise NotVisible("territory_not_found", "There is no such territory here.")
    return found


def territory_choices(actor: Actor) -> list[tuple[str, str]]:
    """This function will offer every territory in a form. Raises: NotVisible."""
    return [(str(row.pk), f"{row.name}, {THEATRES[row.theatre]}") for row in territories(actor)]


def people_choices(actor: Actor) -> list[tuple[str, str]]:
    """This function will offer who sells in a form."""
    return [(str(row.pk), row.name) for row in people_by_roles(actor, ("ae", "sdr"))]


@dataclass(frozen=True, slots=True)
class HeldRow:
    """One territory with who has it, who comes next, and how many accounts are its by name."""

    territory: Territory
    theatre: str
    executive: TerritoryAssignment | None
    developer: TerritoryAssignment | None
    coming: list[TerritoryAssignment]
    named: int
    may_assign: bool


def held_rows(actor: Actor, today: date) -> list[HeldRow]:
    """This function will list who has what on a day, and what is planned (domain §5.1). Raises: NotVisible."""
    current = Q(named_accounts__valid_from__lte=today) & (
        Q(named_accounts__valid_to__isnull=True) | Q(named_accounts__valid_to__gt=today)
    )
    rows = list(territories(actor).annotate(named=Count("named_accounts", filter=current)))
    found = TerritoryAssignment.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=today))
    held = list(found.select_related("person").order_by("valid_from", "id"))
    may = {theatre: decide(actor, "territory.edit", Facts(region=theatre)).allowed for theatre in THEATRES}
    return [
        HeldRow(
            row,
            THEATRES[row.theatre],
            _holder(held, row.pk, "ae", today),
            _holder(held, row.pk, "sdr", today),
            [each for each in held if each.territory_id == row.pk and each.valid_from > today],
            row.named,
            may[row.theatre],
        )
        for row in rows
    ]


def _holder(held: list[TerritoryAssignment], territory_id: int, duty: str, today: date) -> TerritoryAssignment | None:
    fitting = (each for each in held if (each.territory_id, each.duty) == (territory_id, duty))
    return next((each for each in fitting if each.valid_from <= today), None)
