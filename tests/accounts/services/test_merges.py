"""Merges of accounts and contacts: everything moves, and their undoing brings everything back."""

from __future__ import annotations

from typing import Any

import pytest

from salesops.accounts.models import Account, Contact, ContactPosition
from salesops.accounts.queries import account_by_id, contacts
from salesops.accounts.services.amend_account import amend_account
from salesops.accounts.services.create_contact import create_contact
from salesops.accounts.services.merge_accounts import merge_accounts
from salesops.accounts.services.merge_contacts import merge_contacts
from salesops.accounts.services.unmerge_accounts import unmerge_accounts
from salesops.accounts.services.unmerge_contacts import unmerge_contacts
from salesops.core.errors import Conflict, Invalid, NotVisible, Refused
from tests.accounts.services.filing import new, person
from tests.cast import CAST, NOW, Cast, act_as, hire
from tests.story import Deal

pytestmark = pytest.mark.django_db
REASON = "They are the same company."


def everything() -> list[Any]:
    """Return what merging may touch, without versions and times."""
    kept = ("version", "updated_at", "merged_into_id")
    rows: list[Any] = []
    for model in (Account, Contact, ContactPosition):
        for row in model.objects.order_by("id").values():
            rows.append({name: value for name, value in row.items() if name not in kept})
    return rows


class TestMergeAccounts:
    def test_moves_everything_and_its_undoing_brings_everything_back(self) -> None:
        top = new("Top")
        kept = new("Acme", parent_id=top.pk)
        absorbed = new("Acme Inc", city="Oslo", employees=300, industry="software")
        child = new("Child", parent_id=absorbed.pk)
        people = [person(kept), person(absorbed, "Ola Nord", email="ola@acme.example")]
        before, kim = everything(), act_as("kim")
        merge = merge_accounts(actor=kim, now=NOW, kept_id=kept.pk, absorbed_id=absorbed.pk, reason=REASON)
        kept.refresh_from_db()
        child.refresh_from_db()
        assert (kept.city, kept.employees, child.parent_id) == ("Oslo", 300, kept.pk)
        assert kept.icp_fit == absorbed.icp_fit
        assert {contact.pk for contact in contacts(kim, account_id=kept.pk)} == {row.pk for row in people}
        with pytest.raises(NotVisible):
            account_by_id(kim, absorbed.pk)
        unmerge_accounts(actor=kim, now=NOW, merge_id=merge.pk)
        assert everything() == before
        assert account_by_id(kim, absorbed.pk) == absorbed

    def test_moves_opportunities_and_their_undoing_brings_them_back(self) -> None:
        cast = Cast({"elena": hire("elena")})
        kept, absorbed = new("Acme"), new("Acme Inc")
        deal = Deal(cast, account=absorbed)
        deal.name_buyer()
        kim = act_as("kim")
        merge = merge_accounts(actor=kim, now=NOW, kept_id=kept.pk, absorbed_id=absorbed.pk, reason=REASON)
        assert deal.row.account_id == kept.pk
        later = Deal(cast, account=kept)
        unmerge_accounts(actor=kim, now=NOW, merge_id=merge.pk)
        assert (deal.row.account_id, later.row.account_id) == (absorbed.pk, kept.pk)

    def test_keeps_what_was_changed_after_the_merge(self) -> None:
        kept, absorbed, kim = new("Acme"), new("Acme Inc", city="Oslo"), act_as("kim")
        merge = merge_accounts(actor=kim, now=NOW, kept_id=kept.pk, absorbed_id=absorbed.pk, reason=REASON)
        version = Account.objects.get(pk=kept.pk).version
        amend_account(actor=kim, now=NOW, account_id=kept.pk, version=version, values={"city": "Bergen"})
        unmerge_accounts(actor=kim, now=NOW, merge_id=merge.pk)
        assert Account.objects.get(pk=kept.pk).city == "Bergen"

    def test_is_for_sales_operations_only(self) -> None:
        kept, absorbed = new("Acme"), new("Acme Inc")
        before = everything()
        for first_name in sorted(set(CAST) - {"kim", "solo", "paula", "victor"}):
            with pytest.raises(Refused):
                merge_accounts(
                    actor=act_as(first_name), now=NOW, kept_id=kept.pk, absorbed_id=absorbed.pk, reason=REASON
                )
        assert everything() == before

    def test_refuses_what_cannot_be(self) -> None:
        kept, kim = new("Acme"), act_as("kim")
        below = new("Below", parent_id=kept.pk)
        with pytest.raises(Invalid):
            merge_accounts(actor=kim, now=NOW, kept_id=kept.pk, absorbed_id=kept.pk, reason=REASON)
        with pytest.raises(Invalid):
            merge_accounts(actor=kim, now=NOW, kept_id=kept.pk, absorbed_id=below.pk, reason="same")
        with pytest.raises(NotVisible):
            merge_accounts(actor=kim, now=NOW, kept_id=kept.pk, absorbed_id=999_999, reason=REASON)
        with pytest.raises(Conflict):
            merge_accounts(actor=kim, now=NOW, kept_id=below.pk, absorbed_id=kept.pk, reason=REASON)

    def test_names_contacts_that_must_be_merged_first(self) -> None:
        kept, absorbed = new("Acme"), new("Acme Inc")
        person(kept, email="kari@acme.example")
        person(absorbed, "K. Aasen", email="Kari@acme.example")
        with pytest.raises(Conflict) as refused:
            merge_accounts(actor=act_as("kim"), now=NOW, kept_id=kept.pk, absorbed_id=absorbed.pk, reason=REASON)
        assert refused.value.code == "same_contact"

    def test_is_undone_in_the_reverse_order_only_and_once(self) -> None:
        first, second, third, kim = new("A"), new("B"), new("C"), act_as("kim")
        before = everything()
        one = merge_accounts(actor=kim, now=NOW, kept_id=second.pk, absorbed_id=third.pk, reason=REASON)
        two = merge_accounts(actor=kim, now=NOW, kept_id=first.pk, absorbed_id=second.pk, reason=REASON)
        with pytest.raises(Conflict):
            unmerge_accounts(actor=kim, now=NOW, merge_id=one.pk)
        unmerge_accounts(actor=kim, now=NOW, merge_id=two.pk)
        with pytest.raises(Conflict):
            unmerge_accounts(actor=kim, now=NOW, merge_id=two.pk)
        unmerge_accounts(actor=kim, now=NOW, merge_id=one.pk)
        assert everything() == before


class TestMergeContacts:
    def test_moves_everything_and_its_undoing_brings_everything_back(self) -> None:
        account, kim = new(), act_as("kim")
        kept, absorbed = person(account), person(account, "K. Aasen", email="kari@acme.example", title="CTO")
        before = [row for row in everything() if "until_at" not in row]
        merge = merge_contacts(actor=kim, now=NOW, kept_id=kept.pk, absorbed_id=absorbed.pk, reason=REASON)
        kept.refresh_from_db()
        assert (kept.email, kept.positions.count()) == ("kari@acme.example", 2)
        assert list(contacts(kim)) == [kept]
        unmerge_contacts(actor=kim, now=NOW, merge_id=merge.pk)
        assert [row for row in everything() if "until_at" not in row] == before
        assert (kept.positions.count(), absorbed.positions.count()) == (1, 1)

    def test_moves_roles_on_deals_and_its_undoing_brings_them_back(self) -> None:
        deal, kim = Deal(Cast({"elena": hire("elena")})), act_as("kim")
        double = create_contact(actor=kim, now=NOW, account_id=deal.account.pk, name="K. Aasen")
        deal.name_buyer()
        deal.log_call()
        merge = merge_contacts(actor=kim, now=NOW, kept_id=double.pk, absorbed_id=deal.contact.pk, reason=REASON)
        assert deal.row.stakeholders.get().contact_id == double.pk
        assert [row.pk for row in deal.row.activities.get().contacts.all()] == [double.pk]
        unmerge_contacts(actor=kim, now=NOW, merge_id=merge.pk)
        assert deal.row.stakeholders.get().contact_id == deal.contact.pk
        assert [row.pk for row in deal.row.activities.get().contacts.all()] == [deal.contact.pk]
