"""A data folder that was used before, so that each test starts in seconds; and the end of what tests start."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.stack.started import Started


@pytest.fixture(scope="session")
def used_folder() -> Iterator[Path]:
    """The data folder after a first start and a Ctrl-C. Not under pytest's own folder, which is closed to others."""
    home = Path(tempfile.mkdtemp(prefix="salesops-up-"))
    home.chmod(0o755)
    first = Started(home / "used")
    first.wait_ready()
    assert first.press_ctrl_c() == 0
    yield home / "used"
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def copy_folder(used_folder: Path) -> Iterator[Callable[[str], Path]]:
    """Make a copy of the used folder under a name, owners kept."""
    made: list[Path] = []

    def copy(name: str) -> Path:
        target = Path(tempfile.mkdtemp(prefix="salesops-up-"))
        target.chmod(0o755)
        made.append(target)
        subprocess.run(["cp", "-a", str(used_folder), str(target / name)], check=True)
        return target / name

    yield copy
    for folder in made:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def start() -> Iterator[Callable[..., Started]]:
    """Start systems that end with the test, however it ends."""
    running: list[Started] = []

    def begin(data_dir: Path | None, **options: Any) -> Started:
        running.append(Started(data_dir, **options))
        return running[-1]

    yield begin
    for each in running:
        if each.process.poll() is None:
            each.press_ctrl_c()
