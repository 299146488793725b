"""The REST interface is the one the committed snapshot promises; `make openapi` accepts a change."""

from __future__ import annotations

import json

import pytest
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator

from tests.servers import ROOT

SNAPSHOT = ROOT / "docs" / "openapi.json"


def test_the_interface_is_the_snapshot() -> None:
    now = json.loads(json.dumps(SchemaGenerator().get_schema(request=None, public=True), default=str))
    promised = json.loads(SNAPSHOT.read_text())
    assert sorted(now["paths"]) == sorted(promised["paths"]), "paths differ; `make openapi` accepts the change"
    assert now == promised, "details differ; `make openapi` accepts the change"


def test_no_two_records_share_a_name(capsys: pytest.CaptureFixture[str]) -> None:
    GENERATOR_STATS.reset()
    SchemaGenerator().get_schema(request=None, public=True)
    assert "identical names" not in capsys.readouterr().err


def test_the_snapshot_is_openapi_3_1() -> None:
    assert json.loads(SNAPSHOT.read_text())["openapi"].startswith("3.1")
