"""Definition files: what is published, what stays a draft and says why, what every check catches."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from salesops.core.errors import Conflict
from salesops.process.domain.drawing import draw
from salesops.process.domain.publish_checks import KNOWN_EVALUATORS, faults
from salesops.process.domain.reading import DefinitionUnreadable, read_definition
from salesops.process.domain.registry import EVALUATORS
from salesops.process.models import ProcessDefinition
from salesops.process.queries import published_definition
from salesops.process.services.publish import FOLDER, publish_files, read_files

STANDARD = yaml.safe_load((FOLDER / "nb_standard_v1.yaml").read_text(encoding="utf-8"))
GENERIC = yaml.safe_load((FOLDER / "generic_three_stage_v1.yaml").read_text(encoding="utf-8"))


@pytest.mark.django_db
class TestPublished:
    """What this release brings."""

    def test_all_eight_are_published(self) -> None:
        found = {row.key: (row.status, row.faults) for row in ProcessDefinition.objects.all()}
        keys = "generic.three_stage nb.certification nb.community nb.edge nb.scale nb.standard "
        keys += "renewal.community renewal.standard"
        assert found == dict.fromkeys(keys.split(), ("published", []))

    @pytest.mark.usefixtures("standard_is_a_draft")
    def test_a_draft_starts_no_deal(self) -> None:
        with pytest.raises(Conflict) as refused:
            published_definition("nb.standard")
        assert refused.value.code == "R25"
        assert "generic.three_stage" in refused.value.next_action

    @pytest.mark.usefixtures("standard_is_a_draft")
    def test_the_runtime_role_publishes_nothing(self) -> None:
        with pytest.raises(DatabaseError), transaction.atomic():
            ProcessDefinition.objects.filter(key="nb.standard").update(status="published", published_at=timezone.now())

    def test_not_even_the_owner_changes_a_published_one(self, owner_connection: Any) -> None:
        with owner_connection.cursor() as cursor, pytest.raises(Exception, match="never changes"):
            cursor.execute("UPDATE process_processdefinition SET title = 'x' WHERE status = 'published'")
        owner_connection.rollback()

    def test_a_changed_file_needs_a_new_version(self, tmp_path: Path) -> None:
        changed = deepcopy(GENERIC)
        changed["stages"][0]["probability"] = 21
        (tmp_path / "x.yaml").write_text(yaml.safe_dump(changed))
        with pytest.raises(Conflict, match=r"generic\.three_stage v1 is published and its file has changed"):
            publish_files(now=timezone.now(), folder=tmp_path)

    def test_the_rows_the_trigger_reads_match_the_file(self) -> None:
        definition = read_definition(GENERIC)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT e.move, e.src, e.dst, count(c.id) FROM process_processedge e LEFT JOIN process_processcriterion c "
                "ON c.edge_id = e.id JOIN process_processdefinition d ON d.id = e.definition_id WHERE d.key = %s GROUP BY e.id",
                [definition.key],
            )
            stored = {(move, src, dst): count for move, src, dst, count in cursor.fetchall()}
        assert stored == {(e.move.value, e.src, e.dst): len(definition.criteria(e)) for e in definition.edges}


def test_the_standard_process_has_every_criterion_of_the_rules() -> None:
    ids = {item["id"] for stage in STANDARD["stages"] for part in ("entrance", "exit") for item in stage.get(part, [])}
    wanted = "1-E1 1-E2 1-E3 1-E4 1-E5 1-X2 1-X3 2-E1 2-E2 2-E3 2-X1 2-X2 2-X3 3-E1 3-E2 3-E3 3-X1 3-X2 3-X3 3-X4 3-X5 "
    wanted += "4-E1 4-E2 4-E3 4-E4 4-X1 4-X2 4-X3 4-X4 5-E1 5-E2 5-E3 5-X1 5-X2 5-X3 6-E1 6-E2 6-X1 6-X2"
    assert set(wanted.split()) <= ids


def test_the_certification_process_has_the_stages_of_the_rules() -> None:
    content = yaml.safe_load((FOLDER / "nb_certification_v1.yaml").read_text(encoding="utf-8"))
    definition = read_definition(content)
    assert faults(definition, registered=KNOWN_EVALUATORS | set(EVALUATORS)) == []
    stages = [(stage.key, stage.probability) for stage in definition.open_stages]
    assert stages == [
        ("sourced", 0), ("discovery", 10), ("validation", 30), ("proposal", 50), ("commercial", 75), ("contracting", 90),
    ]  # fmt: skip


def _broken(change: Any) -> list[str]:
    content = deepcopy(GENERIC)
    change(content)
    return faults(read_definition(content), registered=KNOWN_EVALUATORS)


def _set(path: list[Any], value: Any) -> Any:
    def change(content: Any) -> None:
        for step in path[:-1]:
            content = content[step]
        content[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda c: c["stages"].pop(2), "exactly one won stage; there are 0"),
        (lambda c: c["stages"].append({**c["stages"][3], "key": "gone"}), "exactly one lost stage; there are 2"),
        (_set(["stages", 0, "probability"], 90), "Probability falls"),
        (_set(["stages", 1, "key"], "discovery"), "used 2 times"),
        (_set(["stages", 0, "exit", 0, "id"], "D-2"), "Criterion id D-2 is used 2 times"),
        (_set(["stages", 0, "exit", 0, "eval"], "magic"), "unknown evaluator magic"),
        (_set(["stages", 0, "exit", 0, "eval"], ""), "derived from data but names no evaluator"),
        (_set(["meetings", 0, "goal"], ""), "needs a goal, exit signals and collaborators"),
        (_set(["meetings", 0, "collaborators"], []), "needs a goal, exit signals and collaborators"),
        (_set(["stages", 1, "meddpicc"], {"economic_buyer": 0, "identify_pain": 1}), "minimum of economic_buyer falls"),
    ],
)
def test_each_check_catches_its_fault(change: Any, said: str) -> None:
    assert said in " ".join(_broken(change))


def test_the_file_as_it_is_has_no_fault() -> None:
    assert _broken(lambda content: None) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_set(["weather"], 1), "unknown part weather"),
        (_set(["process", "colour"], "red"), "unknown field colour"),
        (_set(["stages", 0, "exit", 0, "colour"], "red"), "criterion D-1"),
        (_set(["stages", 0], {"key": "x"}), "In stage x"),
    ],
)
def test_an_unreadable_file_says_where(change: Any, said: str) -> None:
    content = deepcopy(GENERIC)
    change(content)
    with pytest.raises(DefinitionUnreadable, match=said):
        read_definition(content)


def test_the_drawn_state_machines_are_those_of_the_files() -> None:
    drawn = Path(__file__).parents[2] / "docs" / "state-machines.md"
    assert drawn.read_text(encoding="utf-8") == draw(read_files()), "run manage.py draw_processes"
