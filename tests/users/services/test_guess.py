"""Guesses: 64 at once at a limit of 10 are looked at exactly 10 times, with Valkey on and off (P23)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection
from django.test import Client, RequestFactory

from salesops.core.errors import TooMany
from salesops.users.domain.sign_in import MOST_PER_ACCOUNT_AND_ADDRESS, code_buckets, sign_in_buckets
from salesops.users.models import ApiKey, User
from salesops.users.services import use_api_key as keys
from salesops.users.services.guess import count_guess, guess_was_right
from salesops.users.services.sign_in import ThrottledBackend
from salesops.web.models import AttemptCounter
from salesops.web.services.count_attempt import Limit, count_attempt, count_freely
from tests.cast import PASSWORD, key_for, with_password

AT_ONCE = 64


def all_at_once(work: Callable[[], Any]) -> list[Any]:
    """Run the work in 64 threads that start together; an error is a result."""
    barrier = Barrier(AT_ONCE)

    def one(_: int) -> Any:
        barrier.wait()
        try:
            return work()
        except TooMany as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


@pytest.fixture(params=["Valkey on", "Valkey off"])
def valkey(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Once with the server, once with an address where nobody answers."""
    if request.param == "Valkey off":
        gone = replace(settings.ENVIRONMENT, redis_url="unix:///nowhere/valkey.sock")
        monkeypatch.setattr(settings, "ENVIRONMENT", gone)
    yield request.param


@pytest.mark.django_db(transaction=True)
class TestSignIn:
    def test_looks_at_ten_passwords_of_sixty_four_at_once(self, valkey, monkeypatch) -> None:
        user, looked_at = with_password("elena"), []
        monkeypatch.setattr(AbstractBaseUser, "check_password", lambda self, raw: bool(looked_at.append(raw)) or False)
        address = f"198.51.100.{uuid4().int % 250}-{uuid4().hex[:6]}"

        def guess() -> Any:
            request = RequestFactory().post("/auth/login/", REMOTE_ADDR=address)
            return ThrottledBackend().authenticate(request, email=user.email, password="a wrong one")

        results = all_at_once(guess)
        assert len(looked_at) == MOST_PER_ACCOUNT_AND_ADDRESS
        assert sum(isinstance(result, TooMany) for result in results) == AT_ONCE - MOST_PER_ACCOUNT_AND_ADDRESS
        assert AttemptCounter.objects.exists() == (valkey == "Valkey off")

    def test_answers_429_with_the_time_to_wait_once_the_limit_is_reached(self, valkey) -> None:
        user = with_password("arjun")
        address = f"203.0.113.{uuid4().hex[:6]}"
        client = Client(REMOTE_ADDR=address)
        form = {"login": user.email, "password": "a wrong one"}
        statuses = [client.post("/auth/login/", form).status_code for _ in range(MOST_PER_ACCOUNT_AND_ADDRESS)]
        refused = client.post("/auth/login/", {**form, "password": PASSWORD})
        assert set(statuses) == {200}
        assert (refused.status_code, int(refused["Retry-After"]) > 0) == (429, True)

    def test_starts_anew_after_the_right_password(self, valkey) -> None:
        user = with_password("grace")
        request = RequestFactory().post("/auth/login/", REMOTE_ADDR=f"192.0.2.{uuid4().hex[:6]}")
        for _ in range(3):
            for _ in range(MOST_PER_ACCOUNT_AND_ADDRESS - 1):
                assert ThrottledBackend().authenticate(request, email=user.email, password="wrong") is None
            assert ThrottledBackend().authenticate(request, email=user.email, password=PASSWORD) == user

    def test_of_another_address_is_not_locked_out(self, valkey) -> None:
        user = with_password("walt")
        mine, theirs = (RequestFactory().post("/", REMOTE_ADDR=uuid4().hex) for _ in range(2))
        for _ in range(MOST_PER_ACCOUNT_AND_ADDRESS):
            ThrottledBackend().authenticate(theirs, email=user.email, password="wrong")
        assert ThrottledBackend().authenticate(mine, email=user.email, password=PASSWORD) == user

    def test_counts_an_unknown_account_too(self, valkey) -> None:
        request = RequestFactory().post("/", REMOTE_ADDR=uuid4().hex)
        for _ in range(MOST_PER_ACCOUNT_AND_ADDRESS):
            assert ThrottledBackend().authenticate(request, email="who@halden.test", password="x") is None
        with pytest.raises(TooMany):
            ThrottledBackend().authenticate(request, email="who@halden.test", password="x")


@pytest.mark.django_db(transaction=True)
class TestApiKeyGuess:
    def test_looks_at_as_many_keys_as_the_limit_allows(self, valkey, monkeypatch) -> None:
        looked_at: list[str] = []
        monkeypatch.setattr(keys, "_find", lambda text: looked_at.append(text))
        monkeypatch.setattr("salesops.users.domain.sign_in.MOST_KEY_GUESSES_PER_ADDRESS", 10)
        address = uuid4().hex
        from_here = lambda: keys.use_api_key(text="aaaaaaaa.bbbb", address=address, now=None)  # noqa: E731
        results = all_at_once(from_here)
        assert (len(looked_at), sum(isinstance(result, TooMany) for result in results)) == (10, AT_ONCE - 10)

    def test_of_the_right_key_is_given_back(self, valkey, monkeypatch) -> None:
        monkeypatch.setattr("salesops.users.domain.sign_in.MOST_KEY_GUESSES_PER_ADDRESS", 2)
        client = Client(REMOTE_ADDR=uuid4().hex)
        for first_name in ("elena", "arjun", "grace", "walt"):
            headers = {"Authorization": f"Bearer {key_for(first_name, 'deal:read')}"}
            assert client.get("/api/v1/me/", headers=headers).status_code == 200
        assert ApiKey.objects.count() == 4


@pytest.mark.django_db(transaction=True)
class TestCounter:
    def test_counts_no_attempt_away_when_the_request_rolls_back(self, monkeypatch) -> None:
        gone = replace(settings.ENVIRONMENT, redis_url="unix:///nowhere/valkey.sock")
        monkeypatch.setattr(settings, "ENVIRONMENT", gone)
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            count_attempt("rolled-back", Limit(5, 60))
            cursor.execute("ROLLBACK")
        assert AttemptCounter.objects.get(pk="rolled-back").count == 1

    def test_starts_a_new_window_when_the_old_one_ended(self, monkeypatch) -> None:
        gone = replace(settings.ENVIRONMENT, redis_url="unix:///nowhere/valkey.sock")
        monkeypatch.setattr(settings, "ENVIRONMENT", gone)
        assert not count_attempt("window", Limit(0, 0)).is_allowed
        assert count_attempt("window", Limit(1, 60)).is_allowed

    def test_for_load_lets_all_through_where_valkey_is_off(self, monkeypatch) -> None:
        gone = replace(settings.ENVIRONMENT, redis_url="unix:///nowhere/valkey.sock")
        monkeypatch.setattr(settings, "ENVIRONMENT", gone)
        assert all(count_freely("load", Limit(1, 60)).is_allowed for _ in range(5))


@pytest.mark.django_db
class TestCode:
    def test_of_a_second_factor_is_counted_per_person(self) -> None:
        buckets = code_buckets(uuid4().int % 10**9)
        for _ in range(MOST_PER_ACCOUNT_AND_ADDRESS):
            count_guess(buckets)
        with pytest.raises(TooMany):
            count_guess(buckets)
        guess_was_right(buckets)
        count_guess(buckets)

    def test_buckets_hold_no_address_in_clear(self) -> None:
        assert "elena" not in "".join(bucket.key for bucket in sign_in_buckets("elena@halden.test", "192.0.2.1"))
        assert User.objects.count() == 0
