"""A lead nobody reached out to is told at half of its time, when it is over, and a business day later (§12)."""

from __future__ import annotations

import pytest

from salesops.intake.services.log_touch import log_touch
from salesops.intake.services.open_lead import NewSignal
from salesops.intake.services.park_lead import park_lead
from tests.cast import NOW, Cast
from tests.intake.leads import a_lead
from tests.reminders.watching import Watch

pytestmark = pytest.mark.django_db
NOTE = "Left word with the office."


def watch(lead_id: int) -> Watch:
    return Watch("lead_untouched", lead_id, NOW, scope="lead")


def test_segment_a_is_told_the_same_day_and_the_manager_the_next(cast: Cast) -> None:
    cast.user("tomas")
    lead = a_lead(cast, signals=[NewSignal("demo_form"), NewSignal("pricing_page")])
    assert watch(lead.pk).pass_days(4) == [
        "owner Grace Mon 2 Mar 13:00", "owner Grace Mon 2 Mar 17:00", "manager Tomas Tue 3 Mar 17:00",
    ]  # fmt: skip


def test_segment_b_is_told_within_two_business_days(cast: Cast) -> None:
    cast.user("tomas")
    lead = a_lead(cast)
    assert watch(lead.pk).pass_days(4) == [
        "owner Grace Mon 2 Mar 17:00", "owner Grace Tue 3 Mar 17:00", "manager Tomas Wed 4 Mar 17:00",
    ]  # fmt: skip


def test_the_first_touch_ends_it(cast: Cast) -> None:
    lead = a_lead(cast)
    watched = watch(lead.pk)
    watched.pass_days(1)
    assert watched.is_open
    log_touch(actor=cast.grace, now=watched.now, lead_id=lead.pk, kind="call", note=NOTE)
    assert not watched.is_open


def test_a_lead_that_rests_asks_for_nothing(cast: Cast) -> None:
    lead = a_lead(cast)
    park_lead(actor=cast.grace, now=NOW, lead_id=lead.pk, to="nurture", reason="No project this year.")
    assert watch(lead.pk).pass_days(4) == []


def test_what_nobody_owns_is_for_operations(cast: Cast) -> None:
    cast.user("kim")
    lead = a_lead(cast, by="ida", country="")
    assert [line.split()[1] for line in watch(lead.pk).pass_days(4)][:1] == ["Kim"]
