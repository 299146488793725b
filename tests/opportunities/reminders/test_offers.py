"""Offers nobody answers and quotes that run out (domain §12)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from opportunities.services.accept_offer import accept_offer
from opportunities.services.log_activity import NewActivity, log_activity
from opportunities.services.present_offer import present_offer
from opportunities.services.withdraw_offer import withdraw_offer
from tests.cast import Cast
from tests.opportunities.closing import Closable
from tests.opportunities.reminders.conftest import MONDAY
from tests.reminders.watching import Watch

pytestmark = pytest.mark.django_db(transaction=True)


def at(closable: Closable, days: float) -> None:
    """Let that many days pass from Monday for what is done on the deal."""
    closable.deal.now = MONDAY + timedelta(days=days)


class TestUnanswered:
    @pytest.fixture
    def closable(self, cast: Cast) -> Closable:
        closable = Closable(cast, channel="direct_signature", now=MONDAY)
        present_offer(**closable.pricing.known())
        return closable

    def test_tells_the_owner_once_after_a_week(self, closable: Closable) -> None:
        watch = Watch("proposal_unanswered", closable.deal.id, MONDAY)
        assert watch.pass_days(40) == ["owner Elena Mon 10 Mar 09:00"]
        assert watch.reminder.title == f"Ask for an answer to offer v1 of {closable.deal.row.name}"
        assert watch.reminder.why == "They have it since 3 March; no reply is logged."

    def test_stops_with_a_reply_and_not_with_our_own_note(self, closable: Closable) -> None:
        watch = Watch("proposal_unanswered", closable.deal.id, MONDAY)
        watch.pass_days(8)
        at(closable, 8)
        contacts = [closable.deal.contact.pk]
        log_activity(**closable.deal.known(), new=NewActivity("note", "Sent again", contact_ids=contacts))
        assert watch.is_open
        log_activity(**closable.deal.known(), new=NewActivity("email", "They like it", contact_ids=contacts))
        assert not watch.is_open

    def test_stops_with_the_choice(self, closable: Closable) -> None:
        watch = Watch("proposal_unanswered", closable.deal.id, MONDAY)
        watch.pass_days(8)
        assert watch.is_open
        at(closable, 8)
        accept_offer(**closable.pricing.known(), letter="A", document_id=closable.file("other").pk)
        assert not watch.is_open

    def test_waits_while_it_is_put_off(self, closable: Closable) -> None:
        watch = Watch("proposal_unanswered", closable.deal.id, MONDAY)
        watch.pass_days(8)
        watch.snooze(days=3)
        assert watch.pass_days(30) == ["owner Elena Mon 10 Mar 09:00"]


class TestQuoteExpiring:
    @pytest.fixture
    def closable(self, cast: Cast) -> Closable:
        closable = Closable(cast, now=MONDAY)  # its offer is valid until Sunday 23 March
        closable.choose()
        closable.name()
        return closable

    def test_tells_the_owner_twice_and_finance_at_the_end(self, closable: Closable) -> None:
        quote = closable.issue()
        watch = Watch("quote_expiring", closable.deal.id, MONDAY)
        assert watch.pass_days(40) == [
            "owner Elena Mon 17 Mar 09:00",
            "finance Naomi Mon 24 Mar 09:00",
            "owner Elena Mon 24 Mar 09:00",
        ]
        assert watch.reminder.title == f"Get quote {quote.number} accepted or have it issued again"
        assert watch.reminder.path == f"/opportunities/{closable.deal.id}/closing/"

    def test_stops_when_it_is_signed(self, closable: Closable) -> None:
        quote = closable.issue()
        watch = Watch("quote_expiring", closable.deal.id, MONDAY)
        watch.pass_days(15)
        assert watch.is_open
        at(closable, 15)
        closable.sign(quote)
        assert not watch.is_open
        assert len(watch.pass_days(20)) == 1

    def test_stops_when_it_is_void(self, closable: Closable) -> None:
        closable.issue()
        watch = Watch("quote_expiring", closable.deal.id, MONDAY)
        watch.pass_days(15)
        assert watch.is_open
        at(closable, 15)
        withdraw_offer(**closable.pricing.known(), reason="They want other terms.")
        assert not watch.is_open

    def test_climbs_while_it_is_put_off(self, closable: Closable) -> None:
        closable.issue()
        watch = Watch("quote_expiring", closable.deal.id, MONDAY)
        watch.pass_days(15)
        watch.snooze(days=10)
        assert watch.pass_days(7) == ["owner Elena Mon 17 Mar 09:00", "finance Naomi Mon 24 Mar 09:00"]
