"""Whatever the schema allows and forbids is sent to every operation: never a 5xx, never an answer it does not promise (P28)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from salesops.users.domain.scopes import SCOPES
from salesops.wsgi import application
from tests.cast import Cast, hire, key_for
from tests.story import Deal

EXAMPLES = 100 if os.environ.get("SALESOPS_PROVE") == "long" else 6
CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance, status_code_conformance]

schema = schemathesis.openapi.from_dict(SchemaGenerator().get_schema(request=None, public=True))
schema.app = application
schema.config.generation.update(modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE])


@pytest.fixture
def signed(db: None) -> Iterator[dict[str, str]]:
    """What a program of sales operations sends along, and a deal it may meet."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")  # making up input takes its time
    Deal(Cast({"elena": hire("elena")}))
    request_started.disconnect(close_old_connections)  # as Django's own test client does
    request_finished.disconnect(close_old_connections)
    yield {"Authorization": f"Bearer {key_for('kim', *SCOPES)}"}
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_is_answered_as_the_schema_promises(case: Any, signed: dict[str, str]) -> None:
    case.call_and_validate(headers=signed, checks=CHECKS)
