"""Counts the statements of each page and explains the slow ones; run by bench/__main__.py as the runtime role."""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from salesops.users.models import User  # noqa: E402

SLOW_MS = 5.0
# What the goals count apart: the session, and the person it belongs to.
NOT_OURS = ("django_session", "usersessions_usersession", 'FROM "users_user" WHERE "users_user"."id" =', "SAVEPOINT")


class Counter:
    """Keeps every statement with its time in ms."""

    def __init__(self) -> None:
        self.seen: list[tuple[float, str, Any]] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        begin = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seen.append(((time.perf_counter() - begin) * 1000, sql, params))


def main(pages: dict[str, dict[str, Any]]) -> None:
    """Print, for each page, its statements, its size and the plans of what took longer than 5 ms."""
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(User.objects.get(email="seller1@bench.example"), backend=settings.AUTHENTICATION_BACKENDS[0])
    found = {}
    for name, page in pages.items():
        for _ in range(2):  # the first fills per-process memory such as published definitions
            counter = Counter()
            with connection.execute_wrapper(counter):
                answer = client.get(page["path"], headers=page.get("headers", {}))
        ours = [each for each in counter.seen if not any(word in each[1] for word in NOT_OURS)]
        slow = [each for each in ours if each[0] > SLOW_MS and each[1].lstrip().startswith(("SELECT", "WITH", "("))]
        found[name] = {
            "status": answer.status_code,
            "bytes": len(answer.content),
            "statements": len(ours),
            "slow": [{"ms": round(ms, 1), "sql": sql[:1500], "plan": explain(sql, params)} for ms, sql, params in slow],
        }
    print(json.dumps(found))


def explain(sql: str, params: Any) -> str:
    """Return the plan of a statement, run once more."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) {sql}", params)
        return "\n".join(row[0] for row in cursor.fetchall())


main(json.loads(sys.argv[1]))
