"""Every way Django has to write, against every guarded fact (the bypass matrix; raw SQL has a file of its own)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from opportunities.models import Attestation, FieldChange, Opportunity, StageEvent, Waiver
from qualification.models import Assessment
from salesops.process.models import ProcessCriterion, ProcessDefinition, ProcessEdge
from tests.cast import Cast
from tests.guards.test_raw_sql_gets_round_no_gate import GUARDED
from tests.story import NOTE, Deal

pytestmark = pytest.mark.django_db


def _set(row: Any, **values: Any) -> Any:
    for name, value in values.items():
        setattr(row, name, value)
    return row


def _in_state(deal: Deal, **more: Any) -> Opportunity:
    now = timezone.now()
    moments = {"created_at": now, "updated_at": now, "stage_entered_at": now}
    given = {"name": "New", "definition": deal.row.definition, "owner_id": deal.row.owner_id, **moments, **more}
    return Opportunity(**given)


def _machine(deal: Deal) -> None:
    row = deal.row
    row.advance(row.definition and _Edge())
    row.save()


class _Edge:
    dst = "negotiation"


WON = {"stage": "closed_won", "stage_kind": "won", "closed_at": timezone.now()}
PATHS: dict[str, Callable[[Deal], Any]] = {
    "save": lambda deal: _set(deal.row, stage="negotiation").save(),
    "save some fields": lambda deal: _set(deal.row, stage="negotiation").save(update_fields=["stage"]),
    "save with sequence": lambda deal: _set(deal.row, stage="negotiation", stage_seq=2).save(),
    "machine alone": _machine,
    "through __dict__": lambda deal: (lambda row: (row.__dict__.update(WON), row.save()))(deal.row),
    "update": lambda deal: Opportunity.objects.filter(pk=deal.id).update(stage="negotiation"),
    "update to won": lambda deal: Opportunity.objects.update(**WON),
    "bulk_update": lambda deal: Opportunity.objects.bulk_update([_set(deal.row, stage="closed_won")], ["stage"]),
    "update_or_create": lambda deal: Opportunity.objects.update_or_create(pk=deal.id, defaults={"stage": "closed_won"}),
    "create in a later stage": lambda deal: _in_state(deal, stage="negotiation").save(),
    "create won": lambda deal: _in_state(deal, **WON).save(),
    "bulk_create in a later stage": lambda deal: Opportunity.objects.bulk_create([_in_state(deal, stage="negotiation")]),
    "bulk_create as upsert": lambda deal: Opportunity.objects.bulk_create(
        [_set(deal.row, stage="closed_won")], update_conflicts=True, unique_fields=["id"], update_fields=["stage"]
    ),
    "another process": lambda deal: Opportunity.objects.update(definition=ProcessDefinition.objects.get(key="nb.community")),
    "delete": lambda deal: deal.row.delete(),
    "delete many": lambda deal: Opportunity.objects.all().delete(),
    "raw": lambda deal: list(Opportunity.objects.raw("UPDATE opportunities_opportunity SET stage = 'closed_won' RETURNING *")),
    "forged event": lambda deal: StageEvent.objects.create(
        opportunity=deal.row, seq=2, move="forward", from_stage="discovery", to_stage="negotiation", at=timezone.now(),
        definition=deal.row.definition, amount=0, amount_reporting=0, probability=0, owner_id=deal.row.owner_id, currency="USD",
    ),
    "imported event": lambda deal: StageEvent.objects.create(
        opportunity=deal.row, seq=1, move="imported", to_stage="discovery", at=timezone.now(), owner_id=deal.row.owner_id,
        definition=deal.row.definition, amount=0, amount_reporting=0, probability=0, currency="USD",
    ),
    "edited event": lambda deal: StageEvent.objects.update(to_stage="closed_won"),
    "deleted events": lambda deal: StageEvent.objects.all()._raw_delete("default"),
    "edited history": lambda deal: FieldChange.objects.update(new="0"),
    "waiver by the owner": lambda deal: Waiver.objects.create(
        opportunity=deal.row, criterion_id="D-1", reason=NOTE, by_id=deal.row.owner_id, at=timezone.now()
    ),
    "waiver of a signature": lambda deal: Waiver.objects.create(
        opportunity=deal.row, criterion_id="N-4", reason=NOTE, by_id=deal.cast.tomas.user_id, at=timezone.now()
    ),
    "attestation of a derived criterion": lambda deal: Attestation.objects.create(
        opportunity=deal.row, criterion_id="D-1", note=NOTE, source_class="customer_said", contact=deal.contact,
        by_id=deal.row.owner_id, at=timezone.now(),
    ),
    "edited assessment": lambda deal: Assessment.objects.update(level=3),
    "softened process": lambda deal: ProcessCriterion.objects.update(is_waivable=True),
    "new edge": lambda deal: ProcessEdge.objects.create(
        definition=deal.row.definition, move="won", src="discovery", dst="closed_won"
    ),
}  # fmt: skip


def _guarded() -> str:
    with connection.cursor() as cursor:
        cursor.execute(GUARDED)
        return str(cursor.fetchone()[0])


@pytest.mark.parametrize("path", PATHS)
def test_it_is_refused_and_changes_nothing(path: str, cast: Cast) -> None:
    deal = Deal(cast)
    deal.write_problem()
    deal.assess("champion", 2)
    cast.user("tomas")
    before = _guarded()

    with pytest.raises(DatabaseError), transaction.atomic():
        PATHS[path](deal)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    assert _guarded() == before
