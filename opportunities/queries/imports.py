"""Reads of imports: one's own, or every one for sales operations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from opportunities.domain.mapping import fitting_formats
from opportunities.models import ImportJob, Product, SavedMapping
from salesops.accounts.queries import accounts
from salesops.charter import Facts, decide
from salesops.core.actor import Actor
from salesops.core.errors import NotVisible
from salesops.process.domain.definition import StageKind
from salesops.process.queries import definition_of, published, published_definition
from salesops.users.queries import people

MOST_CHOICES = 500


@dataclass(frozen=True, slots=True)
class ImportPage:
    """One import with what its form offers."""

    job: ImportJob
    headings: Sequence[str]
    sample: Sequence[Sequence[str]]
    likely_format: str
    may_migrate: bool
    unknown: Mapping[str, Sequence[str]]
    choices: Mapping[str, list[tuple[str, str]]]

    @property
    def is_moving(self) -> bool:
        """Whether the page should look again by itself."""
        return self.job.state in ("waiting", "running")


def imports(actor: Actor) -> QuerySet[ImportJob]:
    """This function will return the imports the person may see, newest first, without their files."""
    rows = ImportJob.objects.defer("content", "problems").select_related("by").order_by("-id")
    return rows if may_migrate(actor) else rows.filter(by_id=actor.user_id)


def may_migrate(actor: Actor) -> bool:
    """This function will say whether the person may place records where they stood."""
    return decide(actor, "import.migrate", Facts()).allowed


def own_job(actor: Actor, job_id: int, *, lock: bool = False) -> ImportJob:
    """This function will return one import. Raises: NotVisible where it is not for this person."""
    rows = ImportJob.objects.filter(pk__in=imports(actor).values("pk"), pk=job_id)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise NotVisible("not_found", f"There is no import {job_id} for you.")
    return found


def process_choices(actor: Actor) -> list[tuple[str, str]]:
    """This function will list the published opportunity processes to choose from."""
    return [(row.key, row.title) for row in published()]


def import_page(actor: Actor, job_id: int, *, now: datetime) -> ImportPage:
    """This function will return one import with its heading, a sample, and what unknown values may mean.

    Raises: NotVisible.
    """
    job = own_job(actor, job_id)
    sample = job.sample
    unknown: dict[str, list[str]] = {}
    for group in job.counts.get("groups", []):
        if not group["is_warning"] and group["value"] and group["field"] in ("owner", "stage", "product", "account"):
            unknown.setdefault(group["field"], []).append(group["value"])
    dates = [cell for row in sample[1:] for cell in row if _is_like_a_date(cell)]
    fitting = fitting_formats(dates, now.date())
    return ImportPage(
        job=job,
        headings=sample[0] if sample else [],
        sample=sample[1:6],
        likely_format=fitting[0] if fitting else "",
        may_migrate=may_migrate(actor),
        unknown=unknown,
        choices=_choices(actor, job) if unknown else {},
    )


def _is_like_a_date(cell: str) -> bool:
    return 6 <= len(cell) <= 10 and sum(letter in "-./" for letter in cell) == 2 and cell[:1].isdigit()


def _choices(actor: Actor, job: ImportJob) -> dict[str, list[tuple[str, str]]]:
    definition = definition_of(published_definition(job.mapping["process"]).pk)
    stages = [(stage.key, stage.label) for stage in definition.stages if stage.kind is not StageKind.POST]
    owners = people(actor).filter(role_grants__role__in=definition.owner_roles).distinct().order_by("name")
    names: list[Any] = list(accounts(actor).order_by("name").values_list("name", flat=True)[:MOST_CHOICES])
    products = Product.objects.order_by("name").values_list("name", flat=True)[:MOST_CHOICES]
    return {
        "stage": stages,
        "owner": [(person.email, person.name) for person in owners],
        "account": [(name, name) for name in names],
        "product": [(name, name) for name in products],
    }


def saved_mappings(actor: Actor) -> QuerySet[SavedMapping]:
    """This function will return the saved mappings by name."""
    return SavedMapping.objects.order_by("name")
