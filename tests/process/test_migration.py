"""An explicit move to a newer version: rehearsed first, by the published map only, evidence kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from opportunities.services.lose import lose
from opportunities.services.migrate_process import migrate_process
from salesops.db.roles import APP, OWNER
from salesops.process.models import ProcessDefinition
from salesops.process.services.publish import FOLDER, publish_files
from tests.cast import Cast
from tests.opportunities.services.test_moves import LOSS
from tests.story import Deal, new_account

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def deals(transactional_db: None) -> list[Deal]:
    """An open deal with evidence and a lost one, both on version 1."""
    cast = Cast({})
    cast.user("kim")
    kept, lost = Deal(cast), Deal(cast, account=new_account("Lost"))
    kept.write_problem()
    lose(**lost.known(), loss=LOSS)
    return [kept, lost]


@pytest.fixture
def target(deals: list[Deal], tmp_path: Path, connect_as: Callable[[str], Any]) -> Iterator[ProcessDefinition]:
    """Version 2, published by the owner role as a release does, and taken away again."""
    content = deepcopy(yaml.safe_load((FOLDER / "generic_three_stage_v1.yaml").read_text(encoding="utf-8")))
    content["process"] |= {"version": 2, "stage_map": {"discovery": "qualify"}}
    content["stages"][0]["key"] = "qualify"
    for meeting in content["meetings"]:
        meeting["stage"] = meeting["stage"].replace("discovery", "qualify")
    (tmp_path / "v2.yaml").write_text(yaml.safe_dump(content))
    connection = connections["default"]
    connection.close()
    connection.settings_dict["USER"] = OWNER
    published = publish_files(now=timezone.now(), folder=tmp_path)
    connection.close()
    connection.settings_dict["USER"] = APP
    assert published[0].status == "published", published
    yield ProcessDefinition.objects.get(key="generic.three_stage", version=2)
    with connect_as("") as superuser, superuser.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        chosen = "(SELECT id FROM process_processdefinition WHERE key = 'generic.three_stage' AND version = 2)"
        cursor.execute(
            f"DELETE FROM process_processcriterion WHERE edge_id IN (SELECT id FROM process_processedge WHERE definition_id IN {chosen})"
        )
        for table, column in [("edge", "definition_id"), ("stage", "definition_id"), ("stagemap", "target_id")]:
            cursor.execute(f"DELETE FROM process_process{table} WHERE {column} IN {chosen}")
        for table in ("opportunities_stageevent", "opportunities_opportunity"):
            cursor.execute(f"DELETE FROM {table}")
        cursor.execute(f"DELETE FROM process_processdefinition WHERE id IN {chosen}")


def test_it_is_rehearsed_then_moves_the_open_deal_only(deals: list[Deal], target: ProcessDefinition) -> None:
    kept, lost = deals
    email = kept.cast.user("kim").email

    rehearsed = StringIO()
    call_command("migrate_process", "generic.three_stage", 2, email=email, stdout=rehearsed)
    assert "discovery → qualify" in rehearsed.getvalue()
    assert "1 of 1 would move" in rehearsed.getvalue()
    assert kept.row.stage == "discovery"

    call_command("migrate_process", "generic.three_stage", 2, email=email, apply=True, stdout=StringIO())
    row = kept.row
    assert (row.stage, row.definition_id, row.problem) == ("qualify", target.pk, kept.row.problem)
    assert row.stage_events.get(seq=2).move == "migrated"
    assert lost.row.stage == "closed_lost"
    kept.open_discovery_gate()
    kept.advance()
    assert kept.row.stage == "negotiation"


def test_a_seller_migrates_nothing(deals: list[Deal], target: ProcessDefinition) -> None:
    rows = migrate_process(actor=deals[0].actor, now=timezone.now(), target_id=target.pk, dry_run=False)
    assert [row.problem for row in rows] != [""]
    assert deals[0].row.stage == "discovery"
