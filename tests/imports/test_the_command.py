"""The import command places records of a migration as the import role, told of it by the environment alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from opportunities.models import Opportunity
from salesops.db.roles import APP, IMPORT
from tests.cast import Cast
from tests.servers import url_for
from tests.story import new_account

pytestmark = pytest.mark.django_db(transaction=True)

FILE = "key,owner,account,stage,amount\nold-1,Elena Petrova,Fjordline Telecom,closed_won,5000\n"
MAPPING = {
    "process": "generic.three_stage",
    "columns": {name: name for name in ("key", "owner", "account", "stage", "amount")},
    "date_format": "YYYY-MM-DD",
    "source": "old",
}


def run(folder: Path, person: str, roles: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run the command with a file that places one won deal; `roles` names the role of each address it is told."""
    (folder / "deals.csv").write_text(FILE)
    (folder / "mapping.json").write_text(json.dumps(MAPPING))
    name = str(connection.settings_dict["NAME"])
    told = {variable: url_for(role, name) for variable, role in roles.items()}
    return subprocess.run(
        [sys.executable, "manage.py", "import_opportunities", str(folder / "deals.csv"), "--as", person, "--mapping",
         str(folder / "mapping.json"), "--migration", "--apply"],
        cwd=settings.BASE_DIR, env={**os.environ, "SALESOPS_ENV": "test", **told},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_places_a_won_deal_as_the_import_role(tmp_path: Path) -> None:
    cast = Cast({})
    cast.user("elena")
    new_account("Fjordline Telecom")
    done = run(tmp_path, cast.user("kim").email, {"DATABASE_URL": APP, "DATABASE_IMPORT_URL": IMPORT})
    assert done.returncode == 0, done.stderr
    assert Opportunity.objects.get(source_key="old-1").stage == "closed_won"


def test_places_nothing_where_it_is_not_told_of_that_role(tmp_path: Path) -> None:
    cast = Cast({})
    cast.user("elena")
    new_account("Fjordline Telecom")
    done = run(tmp_path, cast.user("kim").email, {"DATABASE_URL": APP})
    assert done.returncode != 0
    assert "import role" in done.stderr
    assert not Opportunity.objects.exists()
