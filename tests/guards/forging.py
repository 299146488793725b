"""What an attacker says to the database about who acts: the session setting is theirs to forge."""

from __future__ import annotations


def as_if(who: str) -> str:
    """Return the statement with which a session pretends to act for a person."""
    return f"SELECT set_config('salesops.actor', '{who}', true); "
