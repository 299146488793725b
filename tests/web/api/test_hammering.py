"""A real server under many clients at once: retries make one row each, editors lose no update (P13, P14)."""

from __future__ import annotations

import json
import os
import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from typing import Any

import pytest

from salesops.accounts.models import Account
from salesops.accounts.services.create_account import create_account
from salesops.outbox.models import Event
from salesops.web.models import IdempotentAnswer
from tests.cast import NOW, act_as, key_for

LONG = os.environ.get("SALESOPS_PROVE") == "long"
KEYS, RETRIES, CLIENTS = 100, 64, 32
EDITORS, ROUNDS = 64, 50 if LONG else 12


class Caller:
    """One client with one connection it keeps, and opens again where it was cut."""

    def __init__(self, port: int, text: str) -> None:
        self.port = port
        self.headers = {"Authorization": f"Bearer {text}", "Content-Type": "application/json"}
        self.connection = HTTPConnection("127.0.0.1", port, timeout=30)

    def call(self, method: str, url: str, body: Any = None, **headers: str) -> tuple[int, bytes, dict[str, str]]:
        """Send one request; return status, body and headers."""
        given = self.headers | {name.replace("_", "-"): value for name, value in headers.items()}
        data = None if body is None else json.dumps(body)
        for _ in range(5):
            try:
                self.connection.request(method, url, data, given)
                answer = self.connection.getresponse()
                return answer.status, answer.read(), dict(answer.getheaders())
            except (HTTPException, OSError):
                self.cut()
        raise ConnectionError(url)

    def cut(self) -> None:
        """Drop the connection, as a client that dies does."""
        self.connection.close()
        self.connection = HTTPConnection("127.0.0.1", self.port, timeout=30)

    def send_and_die(self, url: str, body: Any, **headers: str) -> None:
        """Send a request and never read its answer; a connection cut before it was sent is a death too."""
        given = self.headers | {name.replace("_", "-"): value for name, value in headers.items()}
        with suppress(OSError):
            self.connection.request("POST", url, json.dumps(body), given)
        self.cut()


@pytest.mark.django_db(transaction=True)
class TestRetries:
    def test_of_a_hundred_keys_make_a_hundred_rows(self, live_api: int) -> None:
        """Every fifth request dies before its answer; whoever gets one gets the same."""
        text = key_for("elena", "account:read", "account:write")
        work = [number for number in range(KEYS) for _ in range(RETRIES)]
        random.Random(11).shuffle(work)
        local = threading.local()

        def one(number: int) -> tuple[int, int, bytes]:
            caller = local.__dict__.setdefault("caller", Caller(live_api, text))
            key, body = f"key-{number}", {"name": f"Account {number}"}
            if random.random() < 0.2:
                caller.send_and_die("/api/v1/accounts/", body, Idempotency_Key=key)
                return number, 0, b""
            while True:
                status, answer, _ = caller.call("POST", "/api/v1/accounts/", body, Idempotency_Key=key)
                if status not in (409, 503):
                    return number, status, answer

        with ThreadPoolExecutor(CLIENTS) as pool:
            results = list(pool.map(one, work))
        answers = {(number, status, answer) for number, status, answer in results if status}
        assert Counter(status for _, status, _ in answers) == {201: KEYS}
        assert Account.objects.count() == IdempotentAnswer.objects.count() == KEYS
        assert Event.objects.filter(type="account.created.v1").count() == KEYS


@pytest.mark.django_db(transaction=True)
class TestEditors:
    def test_lose_no_update(self, live_api: int) -> None:
        """Each acknowledged change adds one line; at the end all lines are there, and one version for each."""
        text = key_for("elena", "account:read", "account:write")
        account = create_account(actor=act_as("elena"), now=NOW, name="Shared", employees=0)
        url = f"/api/v1/accounts/{account.pk}/"
        first = Account.objects.get().version

        def edit(number: int) -> list[int]:
            caller, statuses = Caller(live_api, text), []
            for _ in range(ROUNDS):
                _, body, headers = caller.call("GET", url)
                change = {"employees": json.loads(body)["employees"] + 1}
                status, _, _ = caller.call("PATCH", url, change, If_Match=headers["ETag"])
                statuses.append(status)
            caller.cut()
            return statuses

        with ThreadPoolExecutor(EDITORS) as pool:
            statuses = Counter(status for result in pool.map(edit, range(EDITORS)) for status in result)
        account.refresh_from_db()
        assert set(statuses) <= {200, 412, 503}
        assert statuses[412] > 0
        assert account.employees == statuses[200] == account.version - first
        assert Event.objects.filter(type="account.amended.v1").count() == statuses[200]
