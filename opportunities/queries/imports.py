"""Reads of imports: one's own, or every one for sales operations."""

from __future__ import annotations

from django.db.models import QuerySet

from opportunities.models import ImportJob, SavedMapping
from salesops.charter import Facts, decide
from salesops.core.actor import Actor
from salesops.core.errors import NotVisible


def imports(actor: Actor) -> QuerySet[ImportJob]:
    """This function will return the imports the person may see, newest first, without their files."""
    rows = ImportJob.objects.defer("content", "problems").select_related("by").order_by("-id")
    if decide(actor, "import.migrate", Facts()).allowed:
        return rows
    return rows.filter(by_id=actor.user_id)


def own_job(actor: Actor, job_id: int, *, lock: bool = False) -> ImportJob:
    """This function will return one import. Raises: NotVisible where it is not for this person."""
    rows = ImportJob.objects.filter(pk__in=imports(actor).values("pk"), pk=job_id)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise NotVisible("not_found", f"There is no import {job_id} for you.")
    return found


def saved_mappings(actor: Actor) -> QuerySet[SavedMapping]:
    """This function will return the saved mappings by name."""
    return SavedMapping.objects.order_by("name")
