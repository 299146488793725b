"""Write the rows behind a component: metrics, criteria, steps, pains, competitors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from opportunities.services.locking import facts_of, lock_opportunity, require_open
from opportunities.services.telling import tell
from qualification import events
from qualification.domain.details import DETAILS
from qualification.models import ComponentDetail
from salesops.charter import require
from salesops.core.actor import Actor
from salesops.core.errors import Invalid

MOST_ROWS = 50


def write_details(
    *,
    actor: Actor,
    now: datetime,
    opportunity_id: int,
    component: str,
    rows: Sequence[Mapping[str, Any]],
    expected_version: int | None = None,
) -> list[ComponentDetail]:
    """This function will replace a component's rows by the given ones, in order (domain §3.1).

    Raises: NotVisible, Refused, Conflict R28, Invalid for a column the component does not use, StaleVersion.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id, expected_version=expected_version)
        require(actor, "meddpicc.set", replace(facts_of(opportunity, actor), component=component))
        require_open(opportunity, "meddpicc.set")
        _check(component, rows)
        opportunity.component_details.filter(component=component).delete()
        created = ComponentDetail.objects.bulk_create(
            ComponentDetail(opportunity=opportunity, component=component, position=index, **row)
            for index, row in enumerate(rows)
        )
        data = {"component": component, "rows": [row["text"] for row in rows]}
        tell(opportunity, events.DETAILS_WRITTEN, actor=actor, now=now, data=data)
        return created


def _check(component: str, rows: Sequence[Mapping[str, Any]]) -> None:
    if component not in DETAILS:
        raise Invalid({"component": [f"Rows are kept for: {', '.join(DETAILS)}."]})
    _, columns = DETAILS[component]
    if len(rows) > MOST_ROWS:
        raise Invalid({"rows": [f"At most {MOST_ROWS} rows."]})
    for index, row in enumerate(rows, start=1):
        if not str(row.get("text", "")).strip():
            raise Invalid({"rows": [f"Row {index} has no text."]})
        strange = set(row) - {"text", *columns}
        if strange:
            raise Invalid({"rows": [f"Row {index}: {', '.join(sorted(strange))} does not belong to {component}."]})
