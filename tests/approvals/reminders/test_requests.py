"""A request that came back is taken up again, and an approval is used before it runs out."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from approvals.services.send_back import return_request
from approvals.services.submit import resubmit
from approvals.services.withdraw import withdraw
from opportunities.services.present_offer import present_offer
from salesops.core.business_time import Calendar
from salesops.reminders.domain.offsets import Offset, due_at
from tests.approvals.asking import Asking
from tests.cast import Cast
from tests.reminders.watching import Watch

pytestmark = pytest.mark.django_db(transaction=True)


def send_back(asking: Asking) -> Watch:
    asking.submit()
    return_request(**asking.known("tomas"), comment="Ask for a reference call in return")
    return Watch("approval_returned", asking.deal.id, asking.deal.now)


class TestReturned:
    def test_is_the_requesters_then_the_managers(self, asking: Asking) -> None:
        watch = send_back(asking)
        assert watch.pass_days(20) == ["requester Elena Wed 5 Mar 09:00", "manager Tomas Mon 10 Mar 09:00"]
        assert watch.reminder.title == "Change it and ask again: 24 % for Fjordline Telecom"
        assert watch.reminder.path == f"/approvals/{asking.request_id}/again/"

    def test_climbs_while_it_is_put_off(self, asking: Asking) -> None:
        watch = send_back(asking)
        watch.pass_days(3)
        watch.snooze(days=5)
        assert watch.pass_days(9)[-1] == "manager Tomas Mon 10 Mar 09:00"

    def test_stops_when_it_is_handed_in_again_and_begins_anew(self, asking: Asking) -> None:
        watch = send_back(asking)
        watch.pass_days(3)
        assert watch.is_open
        asking.deal.now = watch.now
        asking_again = {"actor": asking.deal.actor, "now": watch.now, "request_id": asking.request_id}
        resubmit(**asking_again, justification=asking.why())
        assert not watch.is_open
        return_request(**asking.known("tomas"), comment="The reference call is still missing")
        assert watch.pass_days(4)[1:] == ["requester Elena Mon 10 Mar 09:00"]

    def test_stops_when_it_is_taken_back(self, asking: Asking) -> None:
        watch = send_back(asking)
        watch.pass_days(3)
        withdraw(actor=asking.deal.actor, now=watch.now, request_id=asking.request_id)
        assert not watch.is_open


class TestExpiring:
    """The database counts the days of an approval from its own; the test begins twelve days before they end."""

    @pytest.fixture
    def asking(self, cast: Cast) -> Asking:
        """Ask today, and let everybody approve."""
        found = Asking(cast)
        found.submit()
        found.approve_all()
        return found

    @pytest.fixture
    def watch(self, asking: Asking) -> Watch:
        assert asking.row.expires_on
        begins = datetime.combine(asking.row.expires_on - timedelta(days=12), time(9), UTC)
        return Watch("approval_expiring", asking.deal.id, begins)

    def told(self, asking: Asking, *offsets: str) -> list[str]:
        """The owner is told at these offsets from the last day."""
        assert asking.row.expires_on
        days = [due_at(asking.row.expires_on, Offset.read(text), Calendar()) for text in offsets]
        return [f"owner Elena {day:%a %-d %b %H:%M}" for day in days]

    def test_is_told_five_days_before_and_on_the_last_business_day(self, asking: Asking, watch: Watch) -> None:
        assert watch.pass_days(12) == self.told(asking, "-5 d", "-1 bd")
        assert watch.reminder.title == "Use or renew the approval: 24 % for Fjordline Telecom"
        assert watch.reminder.path == f"/opportunities/{asking.deal.id}/approvals/request/?kind=offer"

    def test_says_nothing_before_and_waits_while_it_is_put_off(self, asking: Asking, watch: Watch) -> None:
        assert watch.pass_days(4) == []
        watch.pass_days(5)
        watch.snooze(days=20)
        assert watch.pass_days(3) == self.told(asking, "-5 d")

    def test_goes_on_for_what_was_only_shown(self, asking: Asking, watch: Watch) -> None:
        watch.pass_days(12)
        present_offer(**asking.pricing.known())
        assert watch.is_open

    def test_stops_when_the_terms_leave_it_behind(self, asking: Asking, watch: Watch) -> None:
        watch.pass_days(12)
        assert watch.is_open
        asking.write(40)
        assert asking.row.state == "superseded"
        assert not watch.is_open
