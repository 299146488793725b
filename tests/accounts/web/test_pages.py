"""Pages about customers: lists, records, forms, merges and their undoing."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from salesops.accounts.models import Account, Contact, MergeRecord
from tests.cast import Cast
from tests.story import Deal, new_account, new_contact

pytestmark = pytest.mark.django_db


class TestLists:
    def test_find_by_words_and_show_the_open_deals(self, cast: Cast, elena: Client) -> None:
        Deal(cast)
        new_account("Solvane Bank")
        answer = elena.get("/accounts/?q=fjord")
        assert [row.name for row, _ in answer.context["rows"]] == ["Fjordline Telecom"]
        assert "1 · $40k" in answer.content.decode()

    @pytest.mark.parametrize("address", ["/accounts/", "/contacts/"])
    @pytest.mark.parametrize("query", ["?page=0", "?page=x", "?page=99999999", "?q=%00", "?q=" + "x" * 500])
    def test_survive_odd_addresses(self, cast: Cast, elena: Client, address: str, query: str) -> None:
        assert elena.get(address + query).status_code == 200

    def test_show_a_person_without_a_role_nothing(self, cast: Cast, as_person: Any) -> None:
        account = new_account()
        nobody = as_person("victor")
        assert nobody.get("/accounts/").context["rows"] == []
        assert nobody.get(f"/accounts/{account.pk}/").status_code == 404


class TestAccount:
    def test_is_added_and_edited(self, cast: Cast, elena: Client) -> None:
        elena.post("/accounts/new/", {"name": "Solvane Bank", "country": "DE", "employees": "5200"})
        account = Account.objects.get()
        form = {"version": account.version, "name": "Solvane Bank AG", "country": "DE", "employees": "5300"}
        assert elena.post(f"/accounts/{account.pk}/edit/", form).status_code == 302
        account.refresh_from_db()
        assert (account.name, account.employees) == ("Solvane Bank AG", 5300)

    def test_is_not_overwritten_by_an_older_form(self, cast: Cast, elena: Client) -> None:
        elena.post("/accounts/new/", {"name": "Solvane Bank"})
        account = Account.objects.get()
        form = {"version": account.version, "name": "First"}
        elena.post(f"/accounts/{account.pk}/edit/", form)
        answer = elena.post(f"/accounts/{account.pk}/edit/", form | {"name": "Second"})
        assert answer.status_code == 412
        assert 'value="Second"' in answer.content.decode()
        account.refresh_from_db()
        assert account.name == "First"

    def test_takes_a_duplicate_in_and_gives_it_back(self, cast: Cast, as_person: Any) -> None:
        kim = as_person("kim")
        kept, twin = new_account("Solvane Bank"), new_account("Solvane Bank Ltd")
        contact = new_contact(twin)
        kim.post(f"/accounts/{kept.pk}/merge/", {"absorbed_id": twin.pk, "reason": "The same company."})
        contact.refresh_from_db()
        assert contact.account_id == kept.pk
        merge = MergeRecord.objects.get()
        kim.post(f"/accounts/{kept.pk}/merges/{merge.pk}/undo/")
        contact.refresh_from_db()
        assert contact.account_id == twin.pk

    def test_offers_merging_to_operations_only(self, cast: Cast, elena: Client) -> None:
        kept, twin = new_account("Solvane Bank"), new_account("Solvane Bank Ltd")
        assert "Merge a duplicate" not in elena.get(f"/accounts/{kept.pk}/").content.decode()
        answer = elena.post(f"/accounts/{kept.pk}/merge/", {"absorbed_id": twin.pk, "reason": "The same company."})
        assert answer.status_code == 403
        assert not MergeRecord.objects.exists()


class TestContact:
    def test_is_added_edited_and_recorded_as_gone(self, cast: Cast, elena: Client) -> None:
        account = new_account()
        elena.post(f"/accounts/{account.pk}/contacts/new/", {"name": "Kari Aasen", "title": "CFO"})
        contact = Contact.objects.get()
        elena.post(f"/contacts/{contact.pk}/edit/", {"version": contact.version, "name": "Kari Aasen", "title": "CEO"})
        elena.post(f"/contacts/{contact.pk}/leave/")
        contact.refresh_from_db()
        assert contact.title == "CEO"
        assert contact.left_at is not None
        page = elena.get(f"/contacts/{contact.pk}/").content.decode()
        assert "Left" in page
        assert page.index("CEO") < page.index("CFO")

    def test_says_beside_the_field_what_is_wrong(self, cast: Cast, elena: Client) -> None:
        answer = elena.post(f"/accounts/{new_account().pk}/contacts/new/", {"name": "Kari", "email": "kari"})
        assert answer.status_code == 422
        assert answer.context["form"].errors["email"]
