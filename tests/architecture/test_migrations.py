"""Migrations say what the models say, in one line a room, and go both ways where they can."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from tests.architecture.sources import CODE
from tests.servers import ROOT

OWN = sorted(c.label for c in apps.get_app_configs() if c.name.split(".")[0] in CODE)


@pytest.fixture(scope="module")
def loader() -> MigrationLoader:
    """The migrations on disk; no database is asked."""
    return MigrationLoader(None, ignore_no_migrations=True)


def test_no_migration_is_missing(loader: MigrationLoader) -> None:
    detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
    changes = detector.changes(graph=loader.graph)
    assert {label: [str(o) for m in found for o in m.operations] for label, found in changes.items()} == {}


@pytest.mark.parametrize("label", OWN)
def test_they_form_one_line(loader: MigrationLoader, label: str) -> None:
    own = sorted(key for key in loader.disk_migrations if key[0] == label)
    if not own:
        assert not list(apps.get_app_config(label).get_models())
        return
    assert len(loader.graph.leaf_nodes(label)) == 1
    newest = (ROOT / (apps.get_app_config(label).module.__path__[0]) / "migrations" / "max_migration.txt").read_text()
    assert newest.strip() == own[-1][1]
