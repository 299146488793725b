"""What fires for a proposal version, and why: the facts come from SQL, the rules from the table of triggers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection

from qualification.domain.triggers import CLEARED_FOR_DAYS, PSV, Fired, ProposalFacts, fired
from qualification.domain.validation import OpenPoint
from qualification.models import ProposalVersion, TriggerClearance

_FACTS = "SELECT p.id, proposal_facts(p, %s)::json FROM qualification_proposalversion p WHERE p.id = ANY(%s)"
_OPEN = (
    "SELECT t.trigger, t.about, t.route FROM qualification_proposalversion p, proposal_open_points(p, %s) AS t "
    "WHERE p.id = %s"
)


def causes_of(version: ProposalVersion, now: datetime) -> list[Fired]:
    """This function will name every trigger that fires for a version, in the order of the table (domain §1.5)."""
    return causes_of_many([version.pk], now)[version.pk]


def causes_of_many(ids: Sequence[int], now: datetime) -> dict[int, list[Fired]]:
    """This function will name what fires for many versions, by id, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, [now, list(ids)])
        return {pk: fired(ProposalFacts(**known)) for pk, known in cursor.fetchall()}


def open_points_of(version: ProposalVersion, now: datetime) -> list[OpenPoint]:
    """This function will name what keeps a version from being final, as the gate does."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [now, version.pk])
        return [OpenPoint(*row) for row in cursor.fetchall()]


def same_content(version: ProposalVersion) -> list[int]:
    """This function will return the versions that say what this one says, but for the conditions of verdicts."""
    basis = version.basis_id or version.pk
    return [basis, *ProposalVersion.objects.filter(basis_id=basis).values_list("pk", flat=True)]


def open_for_validation(version: ProposalVersion, now: datetime) -> list[Fired]:
    """This function will name what pre-sales validation has not cleared yet, whatever its verdict (domain §1.5)."""
    since = now - timedelta(days=CLEARED_FOR_DAYS)
    rows = TriggerClearance.objects.filter(proposal__in=same_content(version), route=PSV, at__gte=since)
    cleared = set(rows.values_list("trigger", "about"))
    return [each for each in causes_of(version, now) if PSV in each.routes and (each.key, each.about) not in cleared]
