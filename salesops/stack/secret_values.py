"""The secrets of one data folder: made once, kept in a file only its owner reads."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

NAMES = (
    "postgres",
    "salesops_owner",
    "salesops_app",
    "salesops_import",
    "salesops_partner",
    "secret_key",
    "anchor_key",
)


def load_secrets(data_dir: Path) -> dict[str, str]:
    """This function will return the folder's secrets, made at the first call (mode 600)."""
    path = data_dir / "secrets.json"
    known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    missing = [name for name in NAMES if name not in known]
    if missing:
        known |= {name: secrets.token_urlsafe(48) for name in missing}
        write_private(path, json.dumps(known, indent=2))
    return known


def write_private(path: Path, text: str) -> None:
    """This function will write a file that only its owner may read, whole or not at all."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
