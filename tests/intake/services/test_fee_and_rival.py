"""A partner's fee as a state, and a protection that ends because a rival was introduced (domain §11.4, §11.6)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from salesops.core.errors import Conflict, Invalid, NotVisible, Refused
from salesops.intake.models import Introduction, Protection
from salesops.intake.queries.findings import standing
from salesops.intake.services.end_for_rival import end_for_rival
from salesops.intake.services.follow_deal import follow_conversion, follow_deal
from salesops.intake.services.pay_fee import pay_fee
from salesops.intake.services.raise_dispute import raise_dispute
from salesops.notifications.models import Notification
from tests.cast import NOW, act_as
from tests.intake.introducing import accepted, actor_for, introduced, new_partner

pytestmark = pytest.mark.django_db
DEAL = 4711
AGREED: dict[str, Any] = {"agreement_from": date(2026, 1, 1), "fee_percent": 10}
TODAY = NOW.date()
SEEN = "Their board minutes name the rival's people."


def running(**papers: Any) -> Introduction:
    """Bring an introduction of a partner with a fee as far as a deal."""
    row = accepted(introduced(act_as("kim"), new_partner(**(AGREED | papers))))
    follow_conversion(introduction_id=row.pk, opportunity_id=DEAL, now=NOW)
    row.refresh_from_db()
    return row


def won(**papers: Any) -> Introduction:
    row = running(**papers)
    act_as("owen")
    follow_deal(opportunity_id=DEAL, outcome="won", now=NOW)
    row.refresh_from_db()
    return row


class TestTheFee:
    @pytest.mark.parametrize(
        ("papers", "state"),
        [
            ({}, "agreed"),
            ({"agreement_to": TODAY}, "agreed"),
            ({"agreement_to": TODAY - timedelta(days=1)}, ""),
            ({"agreement_from": TODAY + timedelta(days=1)}, ""),
            ({"agreement_from": None}, ""),
            ({"fee_percent": None}, ""),
            ({"fee_percent": 0}, ""),
        ],
    )
    def test_is_what_the_agreement_says_on_the_day_we_accept(self, papers: dict[str, Any], state: str) -> None:
        assert running(**papers).fee_state == state

    def test_is_none_for_an_influence(self) -> None:
        row = accepted(introduced(act_as("kim"), new_partner(**AGREED)), basis="influence")
        assert row.fee_state == ""

    def test_falls_due_with_the_win_and_finance_is_told(self) -> None:
        row = won()
        assert row.fee_state == "due"
        told = Notification.objects.get(recipient_id=act_as("owen").user_id)
        assert told.title == "Pay Vance & Cole for Lakeside Parking Inc."
        follow_deal(opportunity_id=DEAL, outcome="converted", now=NOW)
        row.refresh_from_db()
        assert (row.state, row.fee_state) == ("converted", "agreed")

    def test_without_an_agreement_nothing_falls_due(self) -> None:
        assert won(fee_percent=None).fee_state == ""
        assert not Notification.objects.filter(recipient_id=act_as("owen").user_id).exists()

    def test_is_paid_by_finance_alone(self) -> None:
        row = won()
        for stranger, error in (("kim", Refused), ("theo", Refused), ("ingrid", Refused), ("vera", NotVisible)):
            with pytest.raises(error):
                pay_fee(actor=act_as(stranger), now=NOW, receipt=row.receipt, paid_on=TODAY)
        paid = pay_fee(actor=act_as("owen"), now=NOW, receipt=row.receipt, paid_on=TODAY)
        assert (paid.fee_state, paid.fee_paid_on) == ("paid", TODAY)
        told = Notification.objects.filter(recipient_id=row.submitted_by_id).latest("id")
        assert told.title == "Your fee for Lakeside Parking Inc. was paid"
        with pytest.raises(Conflict):
            pay_fee(actor=act_as("owen"), now=NOW, receipt=row.receipt, paid_on=TODAY)
        follow_deal(opportunity_id=DEAL, outcome="converted", now=NOW)
        row.refresh_from_db()
        assert row.fee_state == "paid"

    @pytest.mark.parametrize("state", ["agreed", "due"])
    def test_no_introduction_begins_with_one(self, state: str) -> None:
        row = introduced(act_as("kim"), new_partner(**AGREED))
        row.pk, row.receipt, row.fee_state = None, "I-22222222", state
        with pytest.raises(DatabaseError, match="begins without a fee"), transaction.atomic():
            row.save(force_insert=True)

    def test_finance_sees_what_it_pays_and_nothing_else(self) -> None:
        row = running()
        with pytest.raises(NotVisible):
            pay_fee(actor=act_as("owen"), now=NOW, receipt=row.receipt, paid_on=TODAY)

    @pytest.mark.parametrize("paid_on", [TODAY - timedelta(days=1), TODAY + timedelta(days=1)])
    def test_was_paid_between_the_win_and_today(self, paid_on: date) -> None:
        row = won()
        with pytest.raises(Invalid):
            pay_fee(actor=act_as("owen"), now=NOW, receipt=row.receipt, paid_on=paid_on)

    @pytest.mark.parametrize(
        ("brought_to", "change"),
        [
            (running, "fee_state = 'due'"),
            (running, "fee_state = 'paid', fee_paid_on = '2026-03-02'"),
            (running, "fee_state = 'owed'"),
            (running, "fee_state = ''"),
            (won, "fee_state = 'paid'"),
            (won, "fee_paid_on = '2026-03-02'"),
            (won, "fee_state = 'agreed', state = 'converted', fee_paid_on = '2026-03-02'"),
        ],
    )
    def test_is_held_by_the_database(self, brought_to: Any, change: str) -> None:
        brought_to()
        with pytest.raises(DatabaseError, match="fee"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE intake_introduction SET {change}")

    @pytest.mark.parametrize("change", ["fee_paid_on = '2026-03-01'", "fee_state = 'due', fee_paid_on = NULL"])
    def test_once_paid_stays_paid(self, change: str) -> None:
        pay_fee(actor=act_as("owen"), now=NOW, receipt=won().receipt, paid_on=TODAY)
        with pytest.raises(DatabaseError, match="stays paid"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE intake_introduction SET {change}")


class TestARival:
    def end(self, row: Introduction, by: str = "grace", words: str = SEEN) -> Protection:
        return end_for_rival(actor=act_as(by), now=NOW, receipt=row.receipt, words=words)

    def test_ends_the_protection_and_not_the_introduction(self) -> None:
        row = running()
        done = self.end(row)
        assert (done.ended_at, done.end_reason, done.end_words, done.is_held) == (NOW, "rival", SEEN, False)
        assert standing(row.domain, row.buyer_email, NOW) == []
        row.refresh_from_db()
        assert row.state == "converted"
        with pytest.raises(Conflict):
            self.end(row)

    def test_tells_the_partner_the_reason_and_never_the_words(self) -> None:
        row = running()
        self.end(row)
        told = Notification.objects.filter(recipient_id=row.submitted_by_id).latest("id")
        assert told.title == "The protection of Lakeside Parking Inc. has ended"
        assert "a rival was introduced" in told.body
        assert SEEN not in told.body

    def test_may_be_disputed_though_the_introduction_runs(self) -> None:
        row = running()
        theirs = {"actor": actor_for(row.partner.people.get()), "now": NOW, "receipt": row.receipt}
        with pytest.raises(Conflict):
            raise_dispute(**theirs, words="We never spoke to anybody else.")
        self.end(row)
        assert raise_dispute(**theirs, words="We never spoke to anybody else.").settled_at is None

    def test_is_said_in_words_by_who_keeps_the_relation(self) -> None:
        row = running()
        with pytest.raises(Invalid):
            self.end(row, words="We heard so.")
        for stranger, error in (("elena", Refused), ("ida", Refused), ("vera", NotVisible), ("paula", NotVisible)):
            with pytest.raises(error):
                self.end(row, by=stranger)
        assert Protection.objects.get().ended_at is None

    @pytest.mark.parametrize("change", ["end_reason = 'lost'", "end_words = 'Nothing was shown.'"])
    def test_why_it_ended_stays(self, change: str) -> None:
        self.end(running())
        with pytest.raises(DatabaseError, match="as it was said"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE intake_protection SET {change}")

    def test_the_database_wants_the_words_too(self) -> None:
        running()
        with pytest.raises(DatabaseError, match="rival_in_words"), transaction.atomic():
            Protection.objects.update(ended_at=NOW, end_reason="rival")
