"""Who gets which answer where: every address × method × identity × (own, other, missing), as a reviewed table.

`url_matrix.txt` holds one line for each address and method:

    opportunity GET  200/200/404: elena arjun …  |  403/403/404: vera  |  404/404/404: victor

The three answers are for the caller's own record, somebody else's, and one that does not exist; an address without
a record has one. Bodies are empty, so a caller who may act gets 422 or the form again; a refused one gets 403 or 404.
After a change that is meant: SALESOPS_ACCEPT=matrix make test, and read the difference.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

TABLE = Path(__file__).with_name("url_matrix.txt")
IDENTITIES = ("stranger elena arjun beatriz tomas naomi lucia ingrid ana rachel kim vera paula victor").split()
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# Addresses of libraries, each with tests of their own in its project; strangers are tried on them in architecture.
FOREIGN = re.compile(r"^(admin/|auth/|api/v1/schema/|api/v1/docs/|api/v1/\[)")


@dataclass(frozen=True, slots=True)
class Place:
    """One address: its name and its pattern, with `<kind:argument>` where a value stands."""

    name: str
    pattern: str

    @property
    def has_record(self) -> bool:
        """Whether a record's number, or its receipt, stands in the address."""
        has_number = "<int:" in self.pattern and "<int:version>" not in self.pattern
        return has_number or "<str:receipt>" in self.pattern

    def address(self, values: Mapping[str, object]) -> str:
        """Return the address with the values in their places."""
        return "/" + re.sub(r"<\w+:(\w+)>", lambda found: str(values[found[1]]), self.pattern)


def places() -> list[Place]:
    """Return every address of the project's own, by name."""
    found = [place for place in _walk(get_resolver().url_patterns) if not FOREIGN.match(place.pattern)]
    return sorted(found, key=lambda place: place.name)


def _walk(patterns: list[URLPattern | URLResolver], prefix: str = "", space: str = "") -> Iterator[Place]:
    for each in patterns:
        text = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _walk(each.url_patterns, text, f"{space}{each.namespace}:" if each.namespace else space)
        else:
            api = "api:" if text.startswith("api/") else ""
            yield Place(f"{api}{space}{each.name}", text)


@dataclass
class Table:
    """The answers by (address, method) and identity."""

    answers: dict[tuple[str, str], dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    @classmethod
    def read(cls) -> Table:
        """Read the reviewed table."""
        table = cls()
        for line in TABLE.read_text(encoding="utf-8").splitlines():
            if not line or line.startswith("#"):
                continue
            name, method, rest = line.split(maxsplit=2)
            for group in rest.split("|"):
                codes, _, people = group.partition(":")
                for person in people.split():
                    table.answers[name, method][person] = codes.strip()
        return table

    def codes(self, place: Place, method: str, person: str, asked: int) -> list[int]:
        """Return the reviewed answers to one person, as many as were asked for."""
        return [int(code) for code in self.answers[place.name, method][person].split("/")][:asked]


def line_of(name: str, method: str, answers: Mapping[str, list[int]]) -> str:
    """Return one line of the table: identities with the same answers together."""
    groups: dict[str, list[str]] = defaultdict(list)
    for person in IDENTITIES:
        groups["/".join(map(str, answers[person]))].append(person)
    shown = "  |  ".join(f"{codes}: {' '.join(people)}" for codes, people in groups.items())
    return f"{name} {method}  {shown}"
