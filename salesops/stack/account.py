"""Which operating-system account the embedded servers run as, and which folders that account can reach.

PostgreSQL refuses to run as root. As root its processes therefore run as `nobody`, who cannot pass a closed
folder such as /root: program and data then live under /var/lib/salesops, with a link where one expects them.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
from dataclasses import dataclass
from pathlib import Path

ROOT_HOME = Path("/var/lib/salesops")
LONGEST_SOCKET_FOLDER = 90


class StackError(Exception):
    """A server of the stack cannot run; the message is one sentence with what to do."""


@dataclass(frozen=True, slots=True)
class Account:
    """The account of the servers: None where they run as whoever started them."""

    uid: int | None
    gid: int | None

    def own(self, folder: Path) -> None:
        """This function will make the folder and give it to the account, closed to everybody else."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if self.uid is not None and self.gid is not None:
            os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)

    def process_arguments(self) -> dict[str, object]:
        """Return what subprocess needs to start a program as this account."""
        if self.uid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def server_account() -> Account:
    """This function will return the account for the embedded servers: `nobody` for root, else the caller's own."""
    if os.geteuid() != 0:
        return Account(None, None)
    entry = pwd.getpwnam("nobody")
    return Account(entry.pw_uid, entry.pw_gid)


def reachable(path: Path, account: Account) -> bool:
    """This function will say whether the account may pass every folder above the path."""
    if account.uid is None:
        return True
    parents = [p for p in path.absolute().parents if p.exists()]
    return all(p.stat().st_mode & 0o001 or p.stat().st_uid == account.uid for p in parents)


def server_home(data_dir: Path, account: Account) -> Path:
    """This function will return the folder the servers keep their data in: the data folder where it can be reached."""
    if reachable(data_dir / "x", account) or account.uid is None:
        return data_dir
    home = ROOT_HOME / short_name(data_dir)
    home.mkdir(parents=True, exist_ok=True)
    ROOT_HOME.chmod(0o755)
    link = data_dir / "servers"
    if not link.is_symlink():
        link.symlink_to(home)
    return home


def socket_folder(home: Path, account: Account) -> Path:
    """This function will return a folder for sockets whose path is short enough (107 bytes is the system's limit)."""
    folder = home / "run"
    if len(os.fsencode(folder)) > LONGEST_SOCKET_FOLDER:
        folder = Path("/tmp") / f"salesops-{os.getuid()}-{short_name(home)}"  # noqa: S108 - owner checked below
        if folder.exists() and folder.stat().st_uid not in {os.getuid(), account.uid}:
            raise StackError(f"{folder} belongs to somebody else; remove it or choose a shorter DATA_DIR.")
    account.own(folder)
    return folder


def reachable_package(package: Path, version: str, account: Account) -> Path:
    """This function will return the package folder, or a copy (42 MB, made once) where the account cannot reach it."""
    if reachable(package / "x", account):
        return package
    copy = ROOT_HOME / f"packages-{version}" / package.name
    if not copy.exists():
        ROOT_HOME.mkdir(parents=True, exist_ok=True)
        ROOT_HOME.chmod(0o755)
        fresh = copy.parent.with_name(f"{copy.parent.name}.{os.getpid()}")
        shutil.copytree(package, fresh / package.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
        try:
            fresh.rename(copy.parent)
        except OSError:  # another start was quicker
            shutil.rmtree(fresh)
    return copy


def short_name(path: Path) -> str:
    """Return ten characters that stand for one folder."""
    return hashlib.sha256(os.fsencode(path.absolute())).hexdigest()[:10]
