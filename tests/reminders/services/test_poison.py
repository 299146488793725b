"""What raises, hangs or kills its process is given up, and everything else is told meanwhile (P12)."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

import pytest

from salesops.reminders.models import Obligation
from tests.reminders import toys
from tests.reminders.services.test_killed_while_firing import nursery, shop, told

__all__ = ["shop"]

IS_LONG = os.environ.get("SALESOPS_PROVE") == "long"
GOOD, BAD = (950, 50) if IS_LONG else (57, 3)
PATIENCE_S = 300


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def settle(start: Callable[[], int]) -> float:
    """Keep two processes firing until nothing is pending; return after how many seconds the good ones were told."""
    began, all_told = time.monotonic(), 0.0
    processes = [start(), start()]
    while Obligation.objects.filter(status="pending").exists():
        assert time.monotonic() - began < PATIENCE_S
        processes = [each if is_alive(each) else start() for each in processes]
        good = Obligation.objects.filter(status="pending", subject_id__lt=toys.POISON)
        all_told = all_told or (0.0 if good.exists() else time.monotonic() - began)
        time.sleep(0.02)
    for each in processes:
        os.kill(each, 9)
    return all_told or time.monotonic() - began


@pytest.mark.django_db(transaction=True)
def test_poison_is_given_up_and_takes_no_other_along(shop: Callable[..., None]) -> None:
    with nursery("impatient") as start:
        os.kill(start(), 9)  # from here on nobody waits for Django
        shop(GOOD)
        alone = settle(start)
        shop(GOOD, first=GOOD + 1)
        shop(BAD, first=toys.POISON)
        beside = settle(start)
    assert told() == list(range(1, 2 * GOOD + 1))
    bad = Obligation.objects.filter(subject_id__gte=toys.POISON).order_by("id")
    assert {(row.status, row.note) for row in bad} == {
        ("dead", "ZeroDivisionError: a poison"),
        ("dead", "TimeoutError: It took longer than 0.2 s."),
        ("dead", "TimeoutError: Its process ended each time it worked on this."),
    }
    print(f"{GOOD} good told in {alone:.1f} s alone, in {beside:.1f} s beside {BAD} that raise, hang or kill")
