"""A machine that cannot: no Python, an old one, a disk without room. One sentence each, and nothing in the way after."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.servers import ROOT
from tests.stack.started import Started, get

# A Python that says it is 3.9 whatever it is: what `python3` is on many machines.
OLD = """#!/bin/sh
exec {real} -S -c 'import runpy, sys
sys.version_info = (3, 9, 18, "final", 0)
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")' "$@"
"""


def path_with(folder: Path, **pythons: str) -> str:
    """Make a folder of programs that has what `make` itself needs, and the Pythons named."""
    folder.mkdir()
    for name in ("make", "bash", "sh"):
        (folder / name).symlink_to(str(shutil.which(name)))
    for name, content in pythons.items():
        (folder / name).write_text(content)
        (folder / name).chmod(0o755)
    return str(folder)


def clone(folder: Path) -> Path:
    """Copy what a start needs before there is a .venv: the Makefile and the bootstrap, with nothing to install."""
    (folder / "bin").mkdir(parents=True)
    shutil.copy(ROOT / "Makefile", folder)
    shutil.copy(ROOT / "bin" / "bootstrap", folder / "bin")
    (folder / "requirements-run.lock").write_text("")
    return folder


def make_up(folder: Path, path: str) -> subprocess.CompletedProcess[str]:
    """Say `make up` in a bare clone with only this PATH."""
    make = str(shutil.which("make"))
    environ = {"PATH": path, "HOME": str(folder)}
    return subprocess.run([make, "up"], cwd=folder, env=environ, capture_output=True, text=True, check=False)


def sentences(done: subprocess.CompletedProcess[str]) -> list[str]:
    """Return what was said, without make's own last word."""
    return [line for line in (done.stdout + done.stderr).splitlines() if not line.startswith("make: ***")]


class TestPython:
    def test_that_is_too_old_with_no_other_on_the_path(self, tmp_path: Path) -> None:
        path = path_with(tmp_path / "path", python3=OLD.format(real=sys.executable))
        done = make_up(clone(tmp_path / "clone"), path)
        assert sentences(done) == ["Python 3.11 or newer is needed, this is 3.9; install one and run the same again."]
        assert done.returncode != 0
        assert "Error 1" in done.stderr
        assert not (tmp_path / "clone" / ".venv").exists()

    def test_that_is_too_old_beside_broken_newer_ones(self, tmp_path: Path) -> None:
        old = OLD.format(real=sys.executable)
        path = path_with(tmp_path / "path", python3=old, **{"python3.12": "#!/bin/sh\nexit 127\n"})
        done = make_up(clone(tmp_path / "clone"), path)
        assert sentences(done) == ["Python 3.11 or newer is needed, this is 3.9; install one and run the same again."]

    def test_that_is_nowhere(self, tmp_path: Path) -> None:
        done = make_up(clone(tmp_path / "clone"), path_with(tmp_path / "path"))
        assert done.returncode != 0
        assert "There is no Python on the PATH; install Python 3.11 or newer and run the same again" in done.stderr
        assert len((done.stdout + done.stderr).splitlines()) == 1

    def test_that_is_new_enough_is_found_under_another_name(self, tmp_path: Path) -> None:
        new = f'#!/bin/sh\nexec {sys.executable} "$@"\n'
        path = path_with(tmp_path / "path", python3=OLD.format(real=sys.executable), **{"python3.11": new})
        done = make_up(clone(tmp_path / "clone"), path)
        # The clone has no manage.py: the bootstrap is through, and the start begins.
        assert (tmp_path / "clone" / ".venv" / ".installed-run").exists(), done.stderr


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder the account of the servers can reach too."""
    folder = Path(tempfile.mkdtemp(prefix="salesops-up-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def mount(folder: Path, size: str, *more: str) -> bool:
    """Put a disk of a size under the folder, where this machine lets us."""
    command = ["mount", "-t", "tmpfs", "-o", ",".join((f"size={size}", "mode=755", *more)), "tmpfs", str(folder)]
    return os.geteuid() == 0 and subprocess.run(command, capture_output=True, check=False).returncode == 0


def may_mount() -> bool:
    """Say whether a disk that really fills up can be made here."""
    folder = Path(tempfile.mkdtemp())
    made = mount(folder, "64k")
    if made:
        subprocess.run(["umount", str(folder)], check=True)
    folder.rmdir()
    return made


# A file that cannot grow is a full disk to whoever writes it, on every machine; a disk that fills up needs rights.
LIMITS = [("limit", "200"), ("limit", "3000000")]
DISKS = [("disk", "42m")] if may_mount() else []
if os.environ.get("SALESOPS_PROVE") == "long":
    LIMITS += [("limit", "100000")]
    DISKS += [("disk", "16k"), ("disk", "10m")] if DISKS else []


def limited(size: str) -> list[str]:
    """Return what makes a command's files end at a size; no bytecode, or what all tests import would be cut off."""
    return ["env", "PYTHONDONTWRITEBYTECODE=1", "prlimit", f"--fsize={size}"]


class TestFullDisk:
    @pytest.mark.parametrize(("kind", "size"), LIMITS + DISKS)
    def test_is_one_sentence_and_the_next_start_succeeds(self, open_folder: Path, kind: str, size: str) -> None:
        data = open_folder / "data"
        data.mkdir()
        if kind == "disk":
            assert mount(data, size)
        try:
            full = Started(data, before=limited(size) if kind == "limit" else None)
            said = full.say_last().splitlines()
            sentence = f"The disk that holds {data} is full; free about 1 GB there and run the same again."
            steps = ("Starting ", "Bringing ")
            assert [line for line in said if not line.startswith(steps)] == [sentence]
            assert full.process.returncode == 1
            assert full.processes() == {}
            if kind == "disk":
                assert mount(data, "1g", "remount")
            again = Started(data)
            assert get(f"{again.wait_ready()}/readyz") == 200
            assert again.press_ctrl_c() == 0
        finally:
            if kind == "disk":
                subprocess.run(["umount", "-l", str(data)], check=True)

    def test_while_the_packages_are_installed(self, tmp_path: Path, start_in: Callable[..., tuple[int, str]]) -> None:
        folder = clone(tmp_path / "clone")
        code, said = start_in(folder, limit=60_000)
        assert (code, said.splitlines()[-1]) == (
            1,
            "The disk is full; free about 600 MB for .venv and run the same again.",
        )
        assert "Traceback" not in said
        assert start_in(folder)[0] == 0
        assert (folder / ".venv" / ".installed-run").exists()


@pytest.fixture
def start_in() -> Callable[..., tuple[int, str]]:
    """Run the bootstrap of a clone, with files that cannot grow beyond a limit in bytes."""

    def run(folder: Path, limit: int | None = None) -> tuple[int, str]:
        before = limited(str(limit)) if limit else []
        command = [*before, sys.executable, str(folder / "bin" / "bootstrap"), "run"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    return run
