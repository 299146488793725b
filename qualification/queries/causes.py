"""What fires for a proposal version, and why: the facts come from SQL, the rules from the table of triggers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from qualification.domain.triggers import Fired, ProposalFacts, fired
from qualification.domain.validation import OpenPoint
from qualification.models import ProposalVersion

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
