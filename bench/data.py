"""The data: 200 people, 20,000 accounts and as many opportunities as asked for, the same at every run, by COPY.

Rows are copied by the superuser with the guards asleep, so they are made consistent here: every opportunity has the
event that placed it. Open deals in `prospecting` carry everything that their gate asks for.
"""

from __future__ import annotations

import io
import itertools
import json
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg2

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
BLANKS = {"bool": "f", "jsonb": "{}", "numeric": "0", "int2": "0", "int4": "0", "int8": "0", "bytea": ""}


@dataclass(slots=True)
class Copied:
    """What was copied and how fast."""

    rows: int = 0
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Rows a second."""
        return self.rows / self.seconds if self.seconds else 0.0


def generate(url: str, opportunities: int) -> Copied:
    """This function will fill an empty, migrated database and return how many rows it copied, and how fast."""
    copied = Copied()
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SELECT id FROM process_processdefinition WHERE key = 'nb.community' AND status = 'published'")
        definition = cursor.fetchone()[0]
        started = time.monotonic()
        for table, columns, rows in tables(opportunities, definition):
            copied.rows += copy(cursor, table, columns, rows)
        copied.seconds = time.monotonic() - started
        for table in {table for table, _, _ in tables(0, definition)}:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT coalesce(max(id), 1) FROM {table}))"
            )
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        connection.cursor().execute("VACUUM (ANALYZE)")
    return copied


def copy(cursor: Any, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> int:
    """This function will copy rows; columns they do not name get an empty value of their type."""
    cursor.execute(
        "SELECT column_name, udt_name, is_nullable FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = %s",
        [table],
    )
    kinds = {name: (kind, nullable == "YES") for name, kind, nullable in cursor.fetchall()}
    rest = [name for name in kinds if name not in columns and name != "id"]
    moment = BASE.isoformat()
    blank = {
        name: "\\N" if null else BLANKS.get(kind, moment if "time" in kind else "")
        for name, (kind, null) in kinds.items()
    }
    suffix = "".join("\t" + blank[name] for name in rest) + "\n"
    count = 0
    while chunk := list(itertools.islice(rows := iter(rows), 50_000)):
        text = "".join("\t".join(map(str, row)) + suffix for row in chunk)
        names = ", ".join(f'"{name}"' for name in (*columns, *rest))
        cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN", io.StringIO(text))
        count += len(chunk)
    return count


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
