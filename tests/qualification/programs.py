"""Programs of a seller and of a validator, and what they send about a proposal."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

from tests.cast import key_for
from tests.story import Deal

API = "/api/v1/"
ITEM = {"text": "Nightly jobs on our platform", "deliverable": "platform", "is_custom": False}
TERMS = {"items": [ITEM], "assumptions": ["Same kernel"], "tools": ["Reader R2"]}
DAYS = {"kind": "services", "low": "8.0", "likely": "10.0", "high": "15.0", "cost_per_day": "900.00"}
READS, SEES_MONEY, SELLS, VALIDATES = "deal:read", "deal:read.com", "deal:write", "deal:validate"


class Program:
    """A program with one person's key."""

    def __init__(self, first_name: str, *scopes: str) -> None:
        self.client = Client(headers={"Authorization": f"Bearer {key_for(first_name, *scopes)}"})

    def get(self, where: str) -> Any:
        """Read."""
        return self.client.get(API + where)

    def post(self, where: str, body: Any = None, **headers: str) -> Any:
        """Send JSON."""
        text = json.dumps(body or {})
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post(API + where, text, content_type="application/json", headers=names)

    def step(self, where: str, body: Any = None, *, after: str) -> Any:
        """Send a change based on what stands at `after` now."""
        return self.post(where, body, If_Match=self.get(after).headers["ETag"])


def at(deal: Deal, path: str) -> str:
    """The address of something of the deal."""
    return f"opportunities/{deal.id}/{path}"


def fired(program: Program, deal: Deal, number: int) -> dict[str, dict[str, Any]]:
    """What fires for a version, by key."""
    return {each["key"]: each for each in program.get(at(deal, f"proposals/{number}/")).json()["triggers"]}
