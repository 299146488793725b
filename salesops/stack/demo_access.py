"""The file with a sign-in and an API key for each role, so that the demo can be tried at once."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from salesops.stack.secret_values import write_private

FILE = "demo-access.json"


@dataclass(frozen=True, slots=True)
class DemoSignIn:
    """One person of the demo company. The password and the key exist nowhere else in the clear."""

    role: str
    name: str
    email: str
    password: str
    api_key: str


def write_demo_access(data_dir: Path, address: str, sign_ins: list[DemoSignIn]) -> Path:
    """This function will write the file (mode 600) and return its path."""
    data_dir.mkdir(parents=True, exist_ok=True)
    path = data_dir / FILE
    content = {"address": address, "sign_ins": [asdict(each) for each in sign_ins]}
    write_private(path, json.dumps(content, indent=2) + "\n")
    return path


def read_demo_access(data_dir: Path) -> dict[str, Any] | None:
    """This function will return the file's content, None where the demo company is not loaded."""
    path = data_dir / FILE
    if not path.exists():
        return None
    content: dict[str, Any] = json.loads(path.read_text())
    return content


def readdress_demo_access(data_dir: Path, address: str) -> None:
    """This function will put the address of this start into the file: the port may be another than last time."""
    content = read_demo_access(data_dir)
    if content is not None and content["address"] != address:
        write_private(data_dir / FILE, json.dumps({**content, "address": address}, indent=2) + "\n")
