"""Every state column is guarded by the database, not by the library that names its moves."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection
from django_fsm import FSMFieldMixin

MACHINES = [
    (model, field)
    for model in apps.get_models()
    for field in model._meta.get_fields()
    if isinstance(field, FSMFieldMixin)
]
NAMES = [f"{model.__name__}.{field.name}" for model, field in MACHINES]


def test_there_is_a_machine() -> None:
    assert "Opportunity.stage" in NAMES


@pytest.mark.parametrize(("model", "field"), MACHINES, ids=NAMES)
class TestMachine:
    def test_is_no_form_field_and_not_protected(self, model: type, field: FSMFieldMixin) -> None:
        assert field.editable is False
        assert field.protected is False

    @pytest.mark.django_db
    def test_has_a_trigger_before_the_row_is_written(self, model: type, field: FSMFieldMixin) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
                " WHERE t.tgrelid = %s::regclass AND NOT t.tgisinternal AND t.tgenabled = 'O'"
                " AND t.tgtype & 2 = 2 AND t.tgtype & 20 > 0 AND p.prosecdef AND p.prosrc LIKE %s",
                [model._meta.db_table, f"%{field.column}%"],
            )
            assert cursor.fetchone()[0] >= 1

    @pytest.mark.django_db
    def test_has_a_check(self, model: type, field: FSMFieldMixin) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('c', 'f')"
                " AND pg_get_constraintdef(oid) LIKE %s",
                [model._meta.db_table, f"%{field.column}%"],
            )
            assert cursor.fetchone()[0] >= 1


@pytest.mark.django_db
def test_every_guard_that_runs_as_its_owner_has_a_fixed_search_path() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef"
            " AND NOT EXISTS (SELECT FROM unnest(proconfig) c WHERE c LIKE 'search_path=%%pg_temp')"
        )
        assert cursor.fetchall() == []
