"""Papers to be signed, private offers to be accepted, documents that are missing (domain §12)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from opportunities.models import MarketplaceOffer
from opportunities.services.end_marketplace_offer import accept_marketplace_offer, withdraw_marketplace_offer
from opportunities.services.file_document import change_document
from salesops.reminders.services.reconcile import reconcile
from tests.cast import Cast
from tests.flows.standard import STAGES, Standard
from tests.opportunities.closing import Closable
from tests.opportunities.reminders.conftest import MONDAY
from tests.reminders.watching import Watch

pytestmark = pytest.mark.django_db(transaction=True)


def at(closable: Closable, days: float) -> None:
    """Let that many days pass from Monday for what is done on the deal."""
    closable.deal.now = MONDAY + timedelta(days=days)


class TestUnsigned:
    @pytest.fixture
    def closable(self, cast: Cast) -> Closable:
        return Closable(cast, channel="direct_signature", now=MONDAY)

    def test_tells_the_owner_every_three_days_and_the_manager_after_two_weeks(self, closable: Closable) -> None:
        paper = closable.file("agreement")
        watch = Watch("envelope_unsigned", closable.deal.id, MONDAY)
        assert watch.pass_days(15) == [
            "owner Elena Thu 6 Mar 09:00",
            "owner Elena Tue 11 Mar 09:00",
            "owner Elena Fri 14 Mar 09:00",
            "manager Tomas Mon 17 Mar 09:00",
        ]
        assert watch.reminder.title == f"Get “agreement v1” signed for {closable.deal.row.name}"
        assert watch.reminder.why.startswith("Sent on 3 March, unsigned. You could write: “")
        assert watch.reminder.path == f"/opportunities/{closable.deal.id}/documents/{paper.pk}/change/"

    @pytest.mark.parametrize(("state", "more"), [("signed", {"signed_by": "Kari Aasen"}), ("void", {})])
    def test_stops_when_it_is_signed_or_void(self, closable: Closable, state: str, more: dict[str, str]) -> None:
        paper = closable.file("agreement")
        watch = Watch("envelope_unsigned", closable.deal.id, MONDAY)
        watch.pass_days(4)
        assert watch.is_open
        at(closable, 4)
        signed_on = closable.deal.now.date() if more else None
        change_document(**closable.deal.known(), document_id=paper.pk, state=state, signed_on=signed_on, **more)
        assert not watch.is_open
        assert len(watch.pass_days(20)) == 1

    def test_waits_while_it_is_put_off_and_climbs_all_the_same(self, closable: Closable) -> None:
        closable.file("agreement")
        watch = Watch("envelope_unsigned", closable.deal.id, MONDAY)
        watch.pass_days(4)
        watch.snooze(days=12)
        assert watch.pass_days(11) == ["owner Elena Thu 6 Mar 09:00", "manager Tomas Mon 17 Mar 09:00"]

    def test_says_nothing_of_drafts_and_the_customers_papers(self, closable: Closable) -> None:
        closable.file("agreement", origin="customer")
        closable.file("agreement", state="draft")
        closable.file("proposal")
        assert not Watch("envelope_unsigned", closable.deal.id, MONDAY).pass_days(20)

    @pytest.mark.parametrize(("channel", "told"), [("direct_signature", 1), ("purchase_order", 0)])
    def test_a_quote_is_signed_where_the_channel_says_so(self, cast: Cast, channel: str, told: int) -> None:
        closable = Closable(cast, channel=channel, now=MONDAY)
        closable.choose()
        closable.name(admin_id=None, buyer_account="", buyer_account_again="", is_permission_confirmed=False)
        closable.issue()
        assert len(Watch("envelope_unsigned", closable.deal.id, MONDAY).pass_days(4)) == told


class TestPrivateOffer:
    @pytest.fixture
    def closable(self, cast: Cast) -> Closable:
        closable = Closable(cast, now=MONDAY)
        closable.choose()
        closable.name()
        closable.quote()
        closable.private_offer()  # expires 30 days later, on Wednesday 2 April
        return closable

    def test_tells_owner_and_finance_then_the_manager(self, closable: Closable) -> None:
        watch = Watch("marketplace_offer_unaccepted", closable.deal.id, MONDAY)
        assert watch.pass_days(30) == [
            "finance Naomi Thu 6 Mar 09:00",
            "owner Elena Thu 6 Mar 09:00",
            "manager Tomas Tue 11 Mar 09:00",
        ]
        assert watch.reminder.title == f"Have private offer offer-4711 accepted for {closable.deal.row.name}"
        assert watch.reminder.why == "It is in AWS Marketplace since 3 March, not accepted."

    def test_tells_them_again_before_it_expires(self, closable: Closable) -> None:
        watch = Watch("marketplace_offer_expiring", closable.deal.id, MONDAY)
        assert watch.pass_days(40) == [
            "finance Naomi Wed 26 Mar 09:00",
            "owner Elena Wed 26 Mar 09:00",
            "manager Tomas Mon 31 Mar 09:00",
        ]
        assert watch.reminder.why == f"It expires on 2 April, and {closable.deal.row.name} closes by it."

    @pytest.mark.parametrize("rule", ["marketplace_offer_unaccepted", "marketplace_offer_expiring"])
    def test_stops_when_it_is_accepted(self, closable: Closable, rule: str) -> None:
        watch = Watch(rule, closable.deal.id, MONDAY)
        watch.pass_days(24)
        assert watch.is_open
        at(closable, 24)
        accept_marketplace_offer(**closable.deal.known(), document_id=closable.file("acceptance_email").pk)
        assert not watch.is_open

    @pytest.mark.parametrize("rule", ["marketplace_offer_unaccepted", "marketplace_offer_expiring"])
    def test_stops_when_it_is_withdrawn(self, closable: Closable, rule: str) -> None:
        watch = Watch(rule, closable.deal.id, MONDAY)
        watch.pass_days(24)
        at(closable, 24)
        withdraw_marketplace_offer(**closable.deal.known(closable.cast.naomi), reason="A wrong price")
        assert not watch.is_open

    def test_stops_at_the_next_look_after_it_expired(self, closable: Closable) -> None:
        watch = Watch("marketplace_offer_expiring", closable.deal.id, MONDAY)
        watch.pass_days(30)
        last = MONDAY.date() + timedelta(days=30)
        assert (watch.is_open, MarketplaceOffer.objects.get().expires_on) == (True, last)
        reconcile(now=watch.now)
        assert watch.is_open
        reconcile(now=watch.now + timedelta(days=1))
        assert not watch.is_open

    def test_climbs_while_it_is_put_off(self, closable: Closable) -> None:
        watch = Watch("marketplace_offer_unaccepted", closable.deal.id, MONDAY)
        watch.pass_days(4)
        watch.snooze(days=12)
        assert watch.pass_days(20)[2:] == ["manager Tomas Tue 11 Mar 09:00"]


class TestMissing:
    """On a deal of the standard process: no other process of the cast's has a stage of its own for the papers."""

    @pytest.fixture
    def standard(self, cast: Cast) -> Standard:
        standard = Standard(cast)
        for stage in STAGES[:-1]:
            for act in getattr(standard, stage)():
                act()
            standard.deal.advance()
        return standard

    def test_tells_the_owner_again_and_again_and_finance_once(self, standard: Standard) -> None:
        watch = Watch("closing_docs_missing", standard.deal.id, standard.deal.now)
        assert not watch.pass_days(4)
        told = [line.split()[:2] for line in watch.pass_days(20)]
        assert (told[0], told.count(["finance", "Naomi"])) == (["owner", "Elena"], 1)
        assert told.count(["owner", "Elena"]) > 3
        assert watch.reminder.title == f"File what is missing to close {standard.deal.row.name}"
        assert watch.reminder.why.endswith("Missing: quote or agreement, signed with name, title, company and date.")
        assert (watch.reminder.why.startswith("In Signature since "), watch.reminder.is_urgent) == (True, True)

    def test_stops_with_the_last_document(self, standard: Standard) -> None:
        watch = Watch("closing_docs_missing", standard.deal.id, standard.deal.now)
        watch.pass_days(8)
        assert watch.is_open
        standard.sign_quote()
        assert not watch.is_open
        assert len(watch.pass_days(20)) == 1

    def test_says_nothing_before_the_papers_are_on_their_way(self, cast: Cast) -> None:
        closable = Closable(cast, now=MONDAY)
        closable.choose()
        assert not Watch("closing_docs_missing", closable.deal.id, MONDAY).pass_days(20)
