"""The demo company's collaboration requests: waiting in a queue, in somebody's hands, late, done and declined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from opportunities.services.answer_request import accept_request, decline_request
from opportunities.services.ask_for_help import NewRequest, ask_for_help
from opportunities.services.end_request import finish_request
from salesops.core.actor import Actor
from salesops.users.models import User
from salesops.users.queries import actor_for


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: asked so many days ago, of whom, taken by whom, and how it ended."""

    kind: str
    words: str
    days_ago: int
    of: str = ""
    taken_by: str = ""
    result: str = ""
    declined: str = ""


REQUESTS: Mapping[str, tuple[Asked, ...]] = {
    "D03": (
        Asked("demo", "Show their live-ops team a season launch on their own event names; five people join.", 1),
        Asked(
            "technical_discovery",
            "Find out which of their twelve feeds arrive late, and why.",
            9,
            taken_by="Ana Ferreira",
            result="Three feeds arrive late because of one shared export; they can split it in a day.",
        ),
    ),
    "D07": (
        Asked("enablement", "Their planners need half a day before the pilot starts; what would we teach them?", 3),
    ),
    "D08": (
        Asked(
            "scoping",
            "Two migration waves, 40 reports, their team does the tests: what does delivery cost us?",
            6,
            taken_by="Noor Haddad",
        ),
        Asked(
            "technical_discovery",
            "Their security team asks how keys are rotated; two questions are open.",
            1,
            of="Sam Okafor",
        ),
    ),
    "D23": (
        Asked("co_sell", "The terminal maker introduced them and wants a call together before the offer.", 2),
        Asked(
            "demo",
            "A walk through the test lab for their hardware lead.",
            12,
            taken_by="Sam Okafor",
            declined="The lab is booked for the whole month; a recorded walk-through is on the shared drive.",
        ),
    ),
    "D26": (
        Asked(
            "poc_delivery", "Two lines in Graz, four weeks, on their own historian data.", 2, taken_by="Ana Ferreira"
        ),
    ),
    "D16": (
        Asked("adoption_risk", "Only a third of their drivers use the first product; is more the right answer?", 4),
    ),
}


def ask_around(*, owner: Actor, people: Mapping[str, User], deal_id: int, key: str, now: datetime) -> None:
    """Ask for what one deal needs, and answer as its functions did."""
    for asked in REQUESTS.get(key, ()):
        moment = now - timedelta(days=asked.days_ago)
        new = NewRequest(asked.kind, asked.words, responsible_id=people[asked.of].pk if asked.of else None)
        request = ask_for_help(actor=owner, now=moment, opportunity_id=deal_id, new=new)
        if asked.taken_by:
            known: dict[str, Any] = {"actor": actor_for(people[asked.taken_by]), "request_id": request.pk}
            if asked.declined:
                decline_request(**known, now=moment + timedelta(days=1), reason=asked.declined)
                continue
            accept_request(**known, now=moment + timedelta(hours=3))
            if asked.result:
                finish_request(**known, now=moment + timedelta(days=2), result=asked.result)
