"""The clocks of an introduction and of the papers behind it remind who can stop them (domain §11, §12)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from salesops.accounts.models import Partner
from salesops.accounts.services.amend_partner import amend_partner
from salesops.intake.models import Introduction, Protection
from salesops.intake.services.ask_partner import ask_partner
from salesops.intake.services.extend_protection import extend_protection
from salesops.intake.services.say_made import say_made
from tests.cast import NOW, act_as
from tests.intake.introducing import accepted, actor_for, introduced, new_partner, person_of
from tests.reminders.watching import Watch

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner() -> Partner:
    """A partner of Theo's with Paula, who introduces."""
    filed = new_partner(manager_id=act_as("theo").user_id)
    person_of(filed)
    return filed


def watch(rule: str, row: Introduction, days: float = 0) -> Watch:
    return Watch(rule, row.pk, NOW + timedelta(days=days), scope="introduction")


class TestUnanswered:
    def test_climbs_from_the_reviewer_to_the_leader(self, partner: Partner) -> None:
        for name in ("grace", "tomas", "ingrid"):
            act_as(name)
        row = introduced(act_as("kim"), partner)
        assert watch("intro_unanswered", row).pass_days(10) == [
            "reviewer Grace Tue 3 Mar 09:00", "regional_vp Tomas Wed 4 Mar 09:00", "reviewer Grace Wed 4 Mar 09:00",
            "leader Ingrid Fri 6 Mar 09:00",
        ]  # fmt: skip

    def test_stands_still_while_the_partner_is_asked(self, partner: Partner) -> None:
        act_as("grace")
        row = introduced(act_as("kim"), partner)
        watched = watch("intro_unanswered", row)
        ask_partner(actor=act_as("grace"), now=NOW, receipt=row.receipt, text="Who signs for them?")
        assert watched.pass_days(10) == []

    def test_ends_with_the_answer(self, partner: Partner) -> None:
        act_as("grace")
        row = introduced(act_as("kim"), partner)
        watched = watch("intro_unanswered", row)
        watched.pass_days(2)
        assert watched.is_open
        accepted(row, now=watched.now)
        assert not watched.is_open


class TestNotMade:
    def test_tells_both_sides_at_three_and_five_business_days(self, partner: Partner) -> None:
        row = accepted(introduced(act_as("kim"), partner))
        assert watch("intro_not_made", row).pass_days(10) == [
            "partner Paula Thu 5 Mar 09:00", "partner_manager Theo Thu 5 Mar 09:00",
            "partner Paula Mon 9 Mar 09:00", "partner_manager Theo Mon 9 Mar 09:00",
        ]  # fmt: skip

    def test_ends_when_it_is_made(self, partner: Partner) -> None:
        row = accepted(introduced(act_as("kim"), partner))
        watched = watch("intro_not_made", row)
        watched.pass_days(4)
        assert watched.is_open
        say_made(actor=actor_for(partner.people.get()), now=watched.now, receipt=row.receipt)
        assert not watched.is_open


class TestProtection:
    def test_warns_both_sides_fourteen_days_before(self, partner: Partner) -> None:
        row = accepted(introduced(act_as("kim"), partner))
        assert watch("protection_expiring", row).pass_days(100) == [
            "partner Paula Mon 18 May 09:00", "partner_manager Theo Mon 18 May 09:00",
        ]  # fmt: skip

    def test_says_nothing_while_the_deal_is_open(self, partner: Partner) -> None:
        row = accepted(introduced(act_as("kim"), partner))
        Protection.objects.update(is_held=True)
        assert watch("protection_expiring", row).pass_days(100) == []

    def test_counts_from_the_longer_end_once_extended(self, partner: Partner) -> None:
        row = accepted(introduced(act_as("kim"), partner))
        watched = watch("protection_expiring", row)
        watched.pass_days(77)
        assert watched.is_open
        extend_protection(
            actor=act_as("theo"), now=watched.now, receipt=row.receipt, evidence="They asked for a second call in June."
        )
        assert not watched.is_open
        assert watched.pass_days(40)[2:] == [
            "partner Paula Tue 16 Jun 09:00", "partner_manager Theo Tue 16 Jun 09:00",
        ]  # fmt: skip


class TestAgreement:
    def test_warns_thirty_and_seven_days_before_and_on_the_day(self) -> None:
        filed = new_partner(manager_id=act_as("theo").user_id, nda_to=(NOW + timedelta(days=35)).date())
        person_of(filed)
        assert Watch("nda_expiring", filed.pk, NOW, scope="partner").pass_days(60) == [
            "partner Paula Mon 9 Mar 09:00", "partner_manager Theo Mon 9 Mar 09:00",
            "partner Paula Mon 30 Mar 09:00", "partner_manager Theo Mon 30 Mar 09:00",
            "partner Paula Mon 6 Apr 09:00", "partner_manager Theo Mon 6 Apr 09:00",
        ]  # fmt: skip

    def test_ends_with_a_new_one(self) -> None:
        filed = new_partner(manager_id=act_as("theo").user_id, nda_to=(NOW + timedelta(days=35)).date())
        watched = Watch("nda_expiring", filed.pk, NOW, scope="partner")
        watched.pass_days(7)
        assert watched.is_open
        values = {"nda_to": (NOW + timedelta(days=400)).date()}
        amend_partner(actor=act_as("theo"), now=watched.now, partner_id=filed.pk, version=filed.version, values=values)
        assert not watched.is_open

    def test_one_without_papers_is_not_followed(self) -> None:
        filed = new_partner(manager_id=act_as("theo").user_id, nda_from=None, nda_to=None)
        assert Watch("nda_expiring", filed.pk, NOW, scope="partner").pass_days(60) == []
