"""The rows of the benchmark: who there is, what they sell, and what they wrote down; the same at every run.

Every opportunity has the event that placed it. Open deals in `prospecting` carry everything that their gate asks for.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

BASE = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
PEOPLE, ACCOUNTS = 200, 20_000
COMPONENTS = (
    "metrics", "economic_buyer", "decision_criteria", "decision_process", "paper_process", "identify_pain", "champion",
    "competition",
)  # fmt: skip
# stage, kind, probability, share of a hundred
STAGES = [
    ("identification", "open", 0, 14), ("qualifying", "open", 10, 10), ("prospecting", "open", 25, 9),
    ("partnering", "open", 50, 4), ("invoicing", "open", 90, 3), ("closed_won", "won", 100, 35),
    ("closed_lost", "lost", 0, 25),
]  # fmt: skip
BY_NUMBER = [stage for *stage, share in STAGES for _ in range(share)]
WORDS = (
    "Lakehouse",
    "Reporting",
    "Grant",
    "Warehouse",
    "Community",
    "Notebook",
    "Pipeline",
    "Forecast",
    "Archive",
    "Portal",
)


def tables(n: int, definition: int) -> Iterator[tuple[str, list[str], Iterable[tuple[Any, ...]]]]:
    """Return every table with the columns that matter and its rows, in order of dependence."""
    yield "users_user", ["id", "email", "name", "password", "is_active", "time_zone", "version"], people()
    yield "users_rolegrant", ["id", "user_id", "role"], ((i, i, "ae") for i in range(1, PEOPLE + 1))
    yield (
        "accounts_account",
        ["id", "name", "normal_name", "country", "city", "version", "icp_fit", "owner_id"],
        accounts(),
    )
    yield "accounts_contact", ["id", "name", "account_id", "persona", "version"], contacts()
    yield "opportunities_opportunity", list(OPPORTUNITY), deals(n, definition)
    yield "opportunities_stageevent", list(EVENT), events(n, definition)
    yield (
        "opportunities_activity",
        ["id", "opportunity_id", "by_id", "kind", "subject", "note", "happened_at", "customer_count"],
        activities(n),
    )
    yield "opportunities_stakeholder", ["id", "opportunity_id", "contact_id", "role"], stakeholders(n)
    yield (
        "opportunities_attestation",
        ["id", "opportunity_id", "by_id", "criterion_id", "note", "source_class", "at", "link"],
        attestations(n),
    )
    yield "opportunities_document", ["id", "opportunity_id", "by_id", "kind", "title", "state"], documents(n)
    yield (
        "qualification_assessment",
        ["id", "opportunity_id", "set_by_id", "component", "level", "note", "source_class", "set_at", "contact_id"],
        assessments(n),
    )


def people() -> Iterator[tuple[Any, ...]]:
    """Two hundred sellers who cannot sign in."""
    for i in range(1, PEOPLE + 1):
        yield i, f"seller{i}@bench.example", f"Seller {i:03}", "!", "t", "UTC", 1


def accounts() -> Iterator[tuple[Any, ...]]:
    """Twenty thousand customers."""
    for i in range(1, ACCOUNTS + 1):
        name = f"{WORDS[i % 10]} {i:05} Works"
        yield i, name, name.lower(), ("DE", "US", "FR", "NO")[i % 4], "Bremen", 1, i % 101, i % PEOPLE + 1


def contacts() -> Iterator[tuple[Any, ...]]:
    """Two people at each customer."""
    for i in range(1, 2 * ACCOUNTS + 1):
        yield i, f"Contact {i:05}", (i - 1) // 2 + 1, ("economic_buyer", "technical_buyer")[i % 2], 1


def stage_of(i: int) -> list[Any]:
    """Return stage, kind and probability of an opportunity."""
    return BY_NUMBER[(i * 37) % 100]


def owner_of(i: int) -> int:
    """Return who owns an opportunity: the first seller has all whose gate is open, to be the one who moves them."""
    return 1 if stage_of(i)[0] == "prospecting" else i % PEOPLE + 1


OPPORTUNITY = (
    "id", "version", "name", "account_id", "owner_id", "originator_id", "definition_id", "subtype", "source", "stage",
    "stage_kind", "stage_seq", "probability", "stage_entered_at", "closed_at", "created_at", "updated_at", "region",
    "currency", "recurring", "term_months", "tcv", "acv", "amount", "rate", "amount_reporting", "close_date",
    "forecast_category", "outcome_class", "loss_reason", "problem", "budget", "authority", "timeline", "position",
    "next_step", "next_step_date", "next_step_owner_id",
)  # fmt: skip


def deals(n: int, definition: int) -> Iterator[tuple[Any, ...]]:
    """The opportunities."""
    for i in range(1, n + 1):
        stage, kind, probability = stage_of(i)
        entered = BASE - timedelta(days=i % 90, minutes=i % 1440)
        amount = 1_000 + (i * 7919) % 400_000
        owner = owner_of(i)
        close = (BASE + timedelta(days=i % 240 - (0 if kind == "open" else 400))).date()
        lost = kind == "lost"
        yield (
            i, 1, f"{WORDS[i % 10]} {WORDS[(i // 10) % 10]} {i:06}", i % ACCOUNTS + 1, owner, owner, definition,
            "new_business", "community", stage, kind, 1, probability, entered, "\\N" if kind == "open" else entered,
            entered - timedelta(days=30), entered, "emea", "USD", amount, 12, amount, amount, amount, 1, amount, close,
            "pipeline", "lost" if lost else "", "price_budget" if lost else "",
            "Nightly reports finish after the market opens, so traders work blind.", "viable", "unclear", "viable",
            "level", "Call the sponsor", (BASE + timedelta(days=i % 60)).date(), owner,
        )  # fmt: skip


EVENT = (
    "id", "opportunity_id", "seq", "move", "from_stage", "to_stage", "at", "via", "amount", "currency",
    "amount_reporting", "probability", "criteria", "xid", "actor_id", "definition_id", "owner_id",
)  # fmt: skip


def events(n: int, definition: int) -> Iterator[tuple[Any, ...]]:
    """The event that placed each opportunity."""
    origin = json.dumps([])
    for i in range(1, n + 1):
        stage, _, probability = stage_of(i)
        owner, amount = owner_of(i), 1_000 + (i * 7919) % 400_000
        at = BASE - timedelta(days=i % 90, minutes=i % 1440)
        yield (
            i,
            i,
            1,
            "imported",
            "",
            stage,
            at,
            "import",
            amount,
            "USD",
            amount,
            probability,
            origin,
            1,
            owner,
            definition,
            owner,
        )


def activities(n: int) -> Iterator[tuple[Any, ...]]:
    """Two conversations with each customer."""
    for i in range(1, 2 * n + 1):
        deal = (i + 1) // 2
        at = BASE - timedelta(days=i % 45)
        yield (
            i,
            deal,
            deal % PEOPLE + 1,
            ("meeting", "call")[i % 2],
            "Status",
            "They told us about the nightly jobs, the fines and the board date.",
            at,
            1,
        )


def in_hand(n: int) -> Iterator[int]:
    """Go through the open deals."""
    return (i for i in range(1, n + 1) if stage_of(i)[1] == "open")


def ready(n: int) -> Iterator[int]:
    """Go through the deals whose gate is open: those in prospecting."""
    return (i for i in range(1, n + 1) if stage_of(i)[0] == "prospecting")


def stakeholders(n: int) -> Iterator[tuple[Any, ...]]:
    """Who decides, and who is for us."""
    numbers = itertools.count(1)
    for i in in_hand(n):
        first = 2 * (i % ACCOUNTS) + 1
        yield next(numbers), i, first, "economic_buyer"
        yield next(numbers), i, first + 1, "champion"


def attestations(n: int) -> Iterator[tuple[Any, ...]]:
    """What the owner vouches for."""
    for number, i in enumerate(ready(n), 1):
        yield (
            number,
            i,
            owner_of(i),
            "2b-X1",
            "They confirmed it in the call.",
            "customer_said",
            datetime.now(UTC),
            "https://x.example",
        )


def documents(n: int) -> Iterator[tuple[Any, ...]]:
    """The note that the gate asks for."""
    for number, i in enumerate(ready(n), 1):
        yield number, i, owner_of(i), "discovery_note", "What we learned", "issued"


def assessments(n: int) -> Iterator[tuple[Any, ...]]:
    """All eight components of every open deal, set today so that none is stale."""
    today = datetime.now(UTC)
    numbers = itertools.count(1)
    for i in in_hand(n):
        contact = 2 * (i % ACCOUNTS) + 1
        for component in COMPONENTS:
            yield (
                next(numbers),
                i,
                owner_of(i),
                component,
                2,
                "Heard in the last call.",
                "customer_said",
                today,
                contact,
            )
