"""Work that hangs is interrupted, work that ends in time is not."""

from __future__ import annotations

import signal
import time
from datetime import timedelta
from threading import Thread

import pytest

from salesops.core.deadline import deadline

SOON, LATE = timedelta(seconds=0.05), timedelta(seconds=600)


def hang() -> None:
    while True:
        time.sleep(1)


class TestDeadline:
    def test_interrupts_what_hangs(self) -> None:
        with pytest.raises(TimeoutError, match=r"It took longer than 0\.05 s\."), deadline(SOON):
            hang()

    def test_leaves_no_alarm_behind(self) -> None:
        before = signal.getsignal(signal.SIGALRM)
        with deadline(LATE):
            assert signal.getitimer(signal.ITIMER_REAL)[0] > 0
        assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
        assert signal.getsignal(signal.SIGALRM) is before

    def test_the_earlier_of_two_counts(self) -> None:
        with pytest.raises(TimeoutError, match=r"0\.05 s"), deadline(SOON), deadline(LATE):
            hang()
        with deadline(LATE):
            with pytest.raises(TimeoutError, match=r"0\.05 s"), deadline(SOON):
                hang()
            assert signal.getitimer(signal.ITIMER_REAL)[0] > 500

    def test_has_no_say_in_other_threads(self) -> None:
        done: list[bool] = []

        def work() -> None:
            with deadline(timedelta(microseconds=1)):
                time.sleep(0.01)
            done.append(True)

        thread = Thread(target=work)
        thread.start()
        thread.join()
        assert done == [True]
