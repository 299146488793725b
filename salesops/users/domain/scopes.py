"""The scopes an API key may carry: what a program may ask for, never more than its owner (reliability §5)."""

from __future__ import annotations

from datetime import timedelta

SCOPES: dict[str, str] = {
    "account:read": "Read accounts, contacts and partners",
    "account:write": "Create, change and merge accounts and contacts",
    "approval:request": "Ask for approvals and take requests back; never decide",
    "audit:read": "Read the audit log",
    "deal:read": "Read opportunities without their commercial fields",
    "deal:read.com": "Read the commercial fields of opportunities",
    "deal:write": "Create and change opportunities",
    "deal:move": "Move opportunities through their stages",
    "deal:validate": "Do what pre-sales validation does on proposals",
    "event:read": "Read the feed of events",
    "import:run": "Run imports",
    "inbox:read": "Read one's own notifications and reminders, which may name prices",
    "inbox:write": "Mark one's own notifications as read, put off and end one's own reminders",
    "intro:read": "Read introductions, what was found of their buyers, and their protection",
    "intro:decide": "Decide introductions and keep the relation with partners",
    "intro:write": "Introduce buyers for a partner, and nothing else",
    "lead:read": "Read leads and marketing assets",
    "lead:write": "Open, change, work and convert leads",
    "person:read": "Read people and the personal data of contacts",
    "process:read": "Read process definitions",
}

LONGEST_LIFE = timedelta(days=90)


def unknown_scopes(scopes: frozenset[str]) -> list[str]:
    """This function will list the scopes that do not exist, in order."""
    return sorted(scopes - SCOPES.keys())
