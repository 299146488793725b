"""Each evaluator used by a published process exists in Python and in SQL, and no guard can be switched off."""

from __future__ import annotations

import pytest
from django.db import connection

from salesops.process.domain.definition import name_of
from salesops.process.domain.registry import EVALUATORS
from salesops.process.models import ProcessCriterion

pytestmark = pytest.mark.django_db

GUARDED_TABLES = {
    "opportunities_opportunity": "opportunity_guard",
    "opportunities_stageevent": "stage_event_guard",
    "opportunities_attestation": "attestation_guard",
    "opportunities_waiver": "waiver_guard",
    "opportunities_closing": "closing_guard",
    "opportunities_marketplaceoffer": "marketplace_offer_guard",
    "opportunities_term": "term_guard",
    "opportunities_legalitem": "term_guard",
    "qualification_cosignature": "cosignature_guard",
    "qualification_judgement": "judgement_guard",
    "qualification_question": "question_guard",
    "process_processdefinition": "published_definition_guard",
}


def _rows(sql: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def test_every_registered_evaluator_has_a_function_in_the_database() -> None:
    functions = {name for (name,) in _rows("SELECT proname FROM pg_proc WHERE proname LIKE 'gate_%'")}
    assert {f"gate_{name.replace(' ', '_')}" for name in EVALUATORS} <= functions


def test_published_criteria_use_only_those() -> None:
    rows = ProcessCriterion.objects.exclude(evaluator="").values_list("evaluator", "args")
    used = {name_of(evaluator, args.get("of", "")) for evaluator, args in rows}
    assert used <= set(EVALUATORS)
    assert used


@pytest.mark.parametrize(("table", "function"), GUARDED_TABLES.items())
def test_the_guard_is_in_place_and_always_fires(table: str, function: str) -> None:
    found = _rows(
        f"SELECT p.proname, t.tgenabled FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
        f"WHERE t.tgrelid = '{table}'::regclass AND t.tgname = 'b_guard'"
    )
    assert found == [(function, "O")]
