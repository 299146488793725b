"""The driver: a bounded number of requests from a bounded number of clients, over connections that stay open."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Shot:
    """One request."""

    path: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None


@dataclass(slots=True)
class Round:
    """What one round measured: requests a second, every answer's time in ms, the size of the last answer."""

    rate: float
    times_ms: list[float]
    size: int
    failures: list[str]


def drive(port: int, shots: Sequence[Shot], clients: int) -> Round:
    """This function will send the shots to a port of this machine from that many clients at once."""
    times: list[float] = []
    failures: list[str] = []
    sizes: list[int] = []
    lock = threading.Lock()
    started = time.perf_counter()
    threads = [
        threading.Thread(target=_client, args=(port, shots[number::clients], times, failures, sizes, lock))
        for number in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Round(len(shots) / (time.perf_counter() - started), sorted(times), sizes[-1] if sizes else 0, failures)


def _client(
    port: int, shots: Sequence[Shot], times: list[float], failures: list[str], sizes: list[int], lock: threading.Lock
) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for shot in shots:
        begin = time.perf_counter()
        connection.request(shot.method, shot.path, body=shot.body, headers=shot.headers)
        answer = connection.getresponse()
        content = answer.read()
        took = (time.perf_counter() - begin) * 1000
        with lock:
            times.append(took)
            sizes.append(len(content))
            if answer.status not in {200, 201}:
                failures.append(f"{answer.status} {shot.path} {content[:200]!r}")
    connection.close()


def rounds(port: int, make: Callable[[int], Sequence[Shot]], clients: int, count: int = 5) -> list[Round]:
    """This function will warm up once and then measure that many rounds; `make` hands out the shots of each."""
    return [drive(port, make(number), clients) for number in range(count + 1)][1:]
