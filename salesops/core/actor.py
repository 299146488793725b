"""Who acts, and on what: the two values every service, query and policy is handed."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class RecordRef:
    """One record of the system: its kind (the model's glossary word, lower snake) and its id."""

    kind: str
    id: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (or the system itself) at the moment of one call.

    Rights are read afresh for every request, so an Actor is never kept between two.
    `roles` are keys of `salesops.users.domain.roles.Role`; `regions` are the regions a
    regional role is bound to; `scopes` is None for a person at the browser and the key's
    scopes for a program.
    """

    user_id: int | None
    name: str
    roles: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    team_ids: frozenset[int] = frozenset()
    scopes: frozenset[str] | None = None
    via: str = "web"

    @property
    def person_id(self) -> int:
        """The id of the person who acts. Raises: LookupError for the system, which signs nothing."""
        if self.user_id is None:
            raise LookupError(f"{self.name} is nobody who can sign.")
        return self.user_id

    def has_role(self, *roles: str) -> bool:
        """Say whether the person holds any of the roles."""
        return not self.roles.isdisjoint(roles)

    def through(self, via: str) -> Actor:
        """Return the same person acting through another channel (web, api, import, command)."""
        return replace(self, via=via)


SYSTEM = Actor(user_id=None, name="System", via="system")
