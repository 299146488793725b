"""The real data set stands beside the project in some places and not in others; the header says which."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connections

from salesops.db.roles import APP, IMPORT
from tests.imports.real_data import REAL_DATA

collect_ignore = [] if REAL_DATA.exists() else ["test_real_data.py"]


@pytest.fixture
def as_importer(transactional_db: None) -> Iterator[None]:
    """Speak to the database as the import role for one test."""
    connection = connections["default"]
    connection.close()
    connection.settings_dict["USER"] = IMPORT
    yield
    connection.close()
    connection.settings_dict["USER"] = APP
