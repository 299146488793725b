"""One anchor line: how many entries and which chain heads stood at a moment, signed and linked to the line before."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Head:
    """The last link of one record's chain."""

    kind: str
    id: int
    seq: int
    hash: str

    def line(self) -> str:
        """This function will return the head as one line of a heads file."""
        return f"{self.kind}\t{self.id}\t{self.seq}\t{self.hash}\n"


@dataclass(frozen=True, slots=True)
class Anchor:
    """One signed line. `heads_file` lists the heads that changed since the line before; `at` is UTC, ISO 8601."""

    at: str
    entries: int
    chains: int
    heads_file: str
    heads_sha256: str
    previous: str
    signature: str = ""

    def signed(self, key: str) -> Anchor:
        """This function will return the line with its signature (HMAC-SHA256 over all other fields)."""
        return replace(self, signature=self._signature(key))

    def is_signed_by(self, key: str) -> bool:
        """This function will say whether the signature is the key's."""
        return hmac.compare_digest(self.signature, self._signature(key))

    def line(self) -> str:
        """This function will return the line as it stands in the file."""
        return json.dumps({**self._fields(), "signature": self.signature}, sort_keys=True) + "\n"

    def _signature(self, key: str) -> str:
        body = json.dumps(self._fields(), sort_keys=True).encode()
        return hmac.new(key.encode(), body, hashlib.sha256).hexdigest()

    def _fields(self) -> dict[str, str | int]:
        names = ("at", "entries", "chains", "heads_file", "heads_sha256", "previous")
        return {name: getattr(self, name) for name in names}


def parse_anchor(line: str) -> Anchor:
    """This function will read one line of the anchor file.

    Raises: ValueError where the line is not an anchor.
    """
    try:
        return Anchor(**json.loads(line))
    except TypeError as error:
        raise ValueError("not an anchor line") from error


def parse_heads(text: str) -> list[Head]:
    """This function will read a heads file.

    Raises: ValueError where a line is not a head.
    """
    heads = []
    for line in text.splitlines():
        kind, number, seq, digest = line.split("\t")
        heads.append(Head(kind, int(number), int(seq), digest))
    return heads


def digest(text: str) -> str:
    """This function will return the SHA-256 of a heads file, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
