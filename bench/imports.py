"""F7: the guarded import and the migration import, as operations run them, on a generated file."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg2

from bench.rows import WORDS
from salesops.env import BASE_DIR

ROWS = 8_800
COLUMNS = {
    "key": "opportunity_id", "owner": "sales_agent", "account": "account", "stage": "deal_stage",
    "created_on": "engage_date", "closed_on": "close_date", "amount": "close_value",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Imported:
    """One import: how many rows in how many seconds, and what it said."""

    name: str
    rows: int
    seconds: float
    memory_mb: float
    said: str


def measure_imports(environ: dict[str, str], superuser: str, folder: Path) -> list[Imported]:
    """This function will import the same number of rows both ways and return what each took, start-up included."""
    found = []
    for name, more in (("guarded", []), ("migration", ["--migration"])):
        path = write_file(folder, name)
        before = count(superuser)
        started = time.monotonic()
        done = subprocess.run(
            ["/usr/bin/env", sys.executable, "-c", WRAP, "import_opportunities", str(path), "--as",
             "seller1@bench.example", "--mapping", str(mapping(folder, name)), "--apply", "--skip-bad", *more],
            cwd=BASE_DIR, env={**environ, "STATEMENT_TIMEOUT_MS": "0"}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        seconds = time.monotonic() - started
        words = (done.stdout + done.stderr).strip().splitlines() or [""]
        memory = next((float(w.split("=")[1]) for w in reversed(words) if w.startswith("peak_mb=")), 0.0)
        said = " ".join(w for w in words[-6:] if not w.startswith("peak_mb="))[:400]
        found.append(Imported(name, count(superuser) - before, seconds, memory, said))
    return found


# Runs a command of manage.py and says how much memory it and its children took at most.
WRAP = """
import resource, runpy, sys
sys.argv = ["manage.py", *sys.argv[1:]]
try:
    runpy.run_path("manage.py", run_name="__main__")
finally:
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    most = max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    print(f"peak_mb={most / 1024:.0f}", file=sys.stderr)
"""


def write_file(folder: Path, name: str) -> Path:
    """Write a file of the shape people bring."""
    path = folder / f"{name}.csv"
    with path.open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(
            [
                "opportunity_id",
                "sales_agent",
                "product",
                "account",
                "deal_stage",
                "engage_date",
                "close_date",
                "close_value",
            ]
        )
        for i in range(1, ROWS + 1):
            stage = ("Prospecting", "Engaging", "Won", "Lost")[i % 4] if name == "migration" else "Prospecting"
            closed = stage in {"Won", "Lost"}
            account = f"{WORDS[i % 10]} {i:05} Works"
            out.writerow(
                [f"{name}-{i:06}", f"Seller {i % 200 + 1:03}", "", account, stage, "2025-10-20",
                 "2025-12-01" if closed else "", 1000 + i if closed else ""]
            )  # fmt: skip
    return path


def mapping(folder: Path, name: str) -> Path:
    """Write the mapping that goes with the file."""
    stages = {"Prospecting": "discovery", "Engaging": "negotiation", "Won": "closed_won", "Lost": "closed_lost"}
    path = folder / f"{name}.json"
    content = {
        "process": "generic.three_stage", "columns": COLUMNS, "values": {"stage": stages},
        "date_format": "YYYY-MM-DD", "source": f"bench-{name}",
    }  # fmt: skip
    path.write_text(json.dumps(content))
    return path


def count(url: str) -> int:
    """Return how many opportunities there are."""
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM opportunities_opportunity")
        return int(cursor.fetchone()[0])
