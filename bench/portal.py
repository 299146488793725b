"""`python -m bench.portal`: whether time tells a partner that somebody else's receipt exists (reliability P17).

For each pair of partners one asks for a receipt of the other, for one nobody has, and for a second one nobody has, in
an order drawn anew each time. The difference of the first two is the answer; that of the last two is the noise.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from bench.server import servers, web
from salesops.env import BASE_DIR

PARTNERS = 200
PAIRS = 2_500
WARM = 100
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
KINDS = ("foreign", "missing", "missing again")
ASKED = (("GET", ""), ("POST", "withdraw/"))
Times = dict[str, list[float]]


def main() -> None:
    """Print the medians of both for a page and for an act; takes some minutes."""
    folder = Path(os.environ.get("BENCH_DIR", str(BASE_DIR / ".cache" / "bench-portal")))
    shutil.rmtree(folder, ignore_errors=True)
    with servers(folder) as (urls, _, environ):
        environ |= {"DATABASE_PARTNER_URL": urls.partner}
        command = [sys.executable, "-m", "bench.portal_people", str(PARTNERS)]
        made = subprocess.run(command, cwd=BASE_DIR, env=environ, check=True, capture_output=True, text=True)
        partners = json.loads(made.stdout.splitlines()[-1])
        with web("salesops.wsgi:application", environ, "/readyz") as port:
            for method, act in ASKED:
                report(method, act, measure(port, partners, method, act))


def measure(port: int, partners: list[dict[str, Any]], method: str, act: str) -> Times:
    """Ask for all three kinds for each pair, one after the other, and return the milliseconds of each."""
    drawn = random.Random(17)
    times: Times = {kind: [] for kind in KINDS}
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        for asker, other in pairs(drawn, partners):
            paths = [drawn.choice(other["receipts"]), *("I-" + "".join(drawn.choices(LETTERS, k=8)) for _ in range(2))]
            for kind, receipt in drawn.sample(list(zip(KINDS, paths, strict=True)), 3):
                path = f"/partners/introductions/{receipt}/{act}"
                times[kind].append(ask(connection, method, path, asker["secret"]))
    return {kind: each[WARM:] for kind, each in times.items()}


def pairs(drawn: random.Random, partners: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Draw pairs of two different partners."""
    return (drawn.sample(partners, 2) for _ in range(PAIRS + WARM))


def ask(connection: http.client.HTTPConnection, method: str, path: str, secret: str) -> float:
    """Send one request, insist that it is refused as missing, and return how many milliseconds it took."""
    token = "t" * 32
    headers: Mapping[str, str] = {"Cookie": f"partner={secret}; csrf={token}", "X-CSRFToken": token}
    begin = time.perf_counter()
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    answer.read()
    took = (time.perf_counter() - begin) * 1000
    if answer.status != 404:
        raise RuntimeError(f"{method} {path} answered {answer.status}")
    return took


def report(method: str, act: str, times: Times) -> None:
    """Print the medians, their ratios, and the median of the differences within one pair."""
    foreign, missing, again = (statistics.median(times[kind]) for kind in KINDS)
    apart = statistics.median(a - b for a, b in zip(times["foreign"], times["missing"], strict=True))
    print(
        f"{method} {act or 'page'}: {len(times['foreign']):,} pairs; median foreign {foreign:.3f} ms,"
        f" missing {missing:.3f} ms; ratio {foreign / missing:.4f} (missing against missing {again / missing:.4f});"
        f" 50 % of the pairs differ by less than {apart:+.3f} ms; load average {os.getloadavg()[0]:.1f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
