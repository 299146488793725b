"""Writes bench/report.md: what was measured, against which goal, and what misses it."""

from __future__ import annotations

import platform
import statistics
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.back_tests import Tested
from bench.data import Copied
from bench.imports import Imported
from bench.load import Round

PATH = Path(__file__).with_name("report.md")
NOTES = Path(__file__).with_name("notes.md")
LIMITS = {
    "table": (6, 40_000), "table, filtered": (6, 40_000), "list as JSON": (6, 20_000), "board": (12, None),
    "opportunity": (20, None),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """One case: the product's rounds and the floor's, with the goal as a ratio."""

    goal: str
    name: str
    clients: int
    ours: list[Round]
    floor: list[Round]
    ratio: float | None

    @property
    def rate(self) -> float:
        """The product's median, requests a second."""
        return statistics.median(r.rate for r in self.ours)

    @property
    def floor_rate(self) -> float:
        """The floor's median."""
        return statistics.median(r.rate for r in self.floor)

    def row(self) -> str:
        """Return a row of the table."""
        rates = [r.rate for r in self.ours]
        times = sorted(t for r in self.ours for t in r.times_ms)
        failures = sum(len(r.failures) for r in self.ours)
        ratio = self.rate / self.floor_rate
        verdict = "–" if self.ratio is None else "met" if ratio >= self.ratio else "missed"
        goal = "–" if self.ratio is None else f"≥ {self.ratio} ×"
        return (
            f"| {self.goal} | {self.name} | {self.clients} |"
            f" {min(rates):.0f} / **{self.rate:.0f}** / {max(rates):.0f} |"
            f" {times[len(times) // 2]:.1f} / {times[int(len(times) * 0.95)]:.1f} | {self.floor_rate:.0f} |"
            f" {ratio:.2f} × | {goal} | {verdict} | {failures} |"
        )


def write_report(
    *,
    rows: int,
    copied: Copied,
    cases: list[Case],
    plans: dict[str, Any],
    memory: float,
    imports: list[Imported],
    tested: Tested,
) -> None:
    """This function will write the report; bench/notes.md, written by people, is part of it."""
    parts = [
        '# Benchmark\n\nWritten by `make bench`; only "What misses its goal" is written by hand (bench/notes.md).\n',
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, Python {platform.python_version()}, {rows:,} opportunities, "
        f"{copied.rows:,} rows copied at {copied.rate:,.0f} a second (goal ≥ 50,000). PostgreSQL is durable "
        "(fsync on), two gunicorn workers with eight threads, "
        "everything switched on. Floor: the smallest honest Django view on the same PostgreSQL (bench/floor), "
        "without middleware, sign-in, rights, gates or ledger.\n",
        "## Requests a second\n",
        "| goal | case | clients | min / median / max | ms, median / p95 | floor | ratio | goal | | failed |",
        "|---|---|---|---|---|---|---|---|---|---|",
        *[case.row() for case in cases],
        "\nFor F3's page the floor is one record as JSON: there is no honest page of that content in one statement.\n",
        "## Statements and sizes\n",
        "| page | statements (session and user apart) | limit | bytes | limit |\n|---|---|---|---|---|",
        *[statement_row(name, found) for name, found in plans.items()],
        "\n## Imports\n",
        "| import | rows | s, start-up included | rows/s | peak MB | goal |\n|---|---|---|---|---|---|",
        *[import_row(each) for each in imports],
        "\n## Back-test of the guardrails\n",
        "| deals | s, start-up included | deals/s | steps of progress seen | goal |\n|---|---|---|---|---|",
        back_test_row(tested),
        f"\nA web worker takes {memory:.0f} MB (PSS) after this run.\n",
        NOTES.read_text() if NOTES.exists() else "",
        "## Statements over 5 ms\n",
        *[plan(name, slow) for name, found in plans.items() for slow in found["slow"]],
    ]
    PATH.write_text("\n".join(parts) + "\n")
    for case in cases:
        for each in case.ours:
            for failure in each.failures[:1]:
                print(case.name, failure)


def statement_row(name: str, found: dict[str, Any]) -> str:
    """Return a row about one page."""
    statements, size = LIMITS.get(name, (None, None))
    most = f"{size:,}" if size else "–"
    return f"| {name} | {found['statements']} | {statements or '–'} | {found['bytes']:,} | {most} |"


def import_row(each: Imported) -> str:
    """Return a row about one import; what it said stands where it brought nothing."""
    goal = {"guarded": "≥ 1,000 rows/s", "migration": "≥ 9,000 rows/s"}[each.name]
    said = "" if each.rows else f" ({each.said})"
    speed = f"{each.seconds:.1f} | {each.rows / each.seconds:,.0f} | {each.memory_mb:.0f}"
    return f"| {each.name}{said} | {each.rows:,} | {speed} | {goal} |"


def back_test_row(each: Tested) -> str:
    """Return the row about the back-test."""
    speed = f"{each.seconds:.1f} | {each.deals / each.seconds:,.0f}"
    return f"| {each.deals:,} | {speed} | {each.steps} | ≤ 10 s for 100,000 |"


def plan(name: str, slow: dict[str, Any]) -> str:
    """Return one slow statement with its plan."""
    return f"### {name}: {slow['ms']} ms\n\n```sql\n{slow['sql']}\n```\n\n```\n{slow['plan']}\n```\n"
