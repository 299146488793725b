"""The import contracts hold, and each of them breaks when it is broken on purpose."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import CODE
from tests.servers import ROOT

LINT = "from importlinter.cli import lint_imports_command; lint_imports_command(['--no-cache'])"
# contract → the file that sins, and its sin
SINS = {
    "1 The stack of floors": ("salesops/core/errors.py", "import opportunities"),
    "1b Every room of the house has a floor": ("salesops/attic.py", "X = 1"),
    "2 Inside an app": ("opportunities/models/activity.py", "import opportunities.services"),
    "3 Words and rules are plain Python": ("opportunities/domain/__init__.py", "import django"),
    "4 Only services record and emit": ("opportunities/queries/board.py", "import salesops.audit.services.record"),
    "5 No cycles between siblings": ("salesops/audit/models.py", "import salesops.outbox\nimport salesops.users"),
    "6 Entry points reach data through queries and services": (
        "opportunities/views/board.py",
        "import opportunities.models",
    ),
    "7 Only URL confs and app configs import entry points": (
        "opportunities/services/create.py",
        "import opportunities.views",
    ),
}


def lint(folder: Path) -> str:
    """Return what the linter says about a tree."""
    done = subprocess.run([sys.executable, "-c", LINT], cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def test_all_contracts_are_kept() -> None:
    said = lint(ROOT)
    assert "0 broken" in said, said
    assert all(f"{contract} KEPT" in said for contract in SINS)


@pytest.mark.parametrize("contract", SINS)
def test_a_contract_breaks_when_it_is_broken(contract: str, tmp_path: Path) -> None:
    for package in CODE:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / ".importlinter", tmp_path)
    file, sin = SINS[contract]
    path = tmp_path / file
    path.write_text((path.read_text() if path.exists() else "") + f"\n{sin}\n")
    assert f"{contract} BROKEN" in lint(tmp_path)
