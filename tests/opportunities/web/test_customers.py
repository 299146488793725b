"""The customer type on the account and on the deal, set by a person, over REST."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from opportunities.models import CustomerOverride
from opportunities.queries.customers import customer_of
from opportunities.services.confirm_won import confirm_won
from salesops.audit.models import AuditEntry
from tests.cast import Cast
from tests.story import NOTE, Deal

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(cast: Cast) -> Deal:
    """An open deal with an account that bought nothing yet."""
    return Deal(cast)


def given(**other: Any) -> dict[str, Any]:
    """A good word."""
    until = timezone.now().date() + timedelta(days=90)
    return {"kind": "former", "until": until.isoformat(), "reason": NOTE, **other}


def text(client: Client, address: str) -> str:
    """Return a page's text."""
    return client.get(address).content.decode()


def test_account_and_deal_say_what_the_customer_is(deal: Deal, elena: Client) -> None:
    for address in (f"/accounts/{deal.account.pk}/", f"/opportunities/{deal.id}/"):
        html = text(elena, address)
        assert "Prospect</span>" in html and "It has never had an agreement with us." in html
        assert "Proving the use case" in html


def test_a_word_counts_instead_of_the_rule_and_is_in_the_ledger(deal: Deal, elena: Client) -> None:
    answer = elena.post(f"/accounts/{deal.account.pk}/customer/", given())
    assert answer.status_code == 302
    html = text(elena, f"/opportunities/{deal.id}/")
    assert "Former customer</span>" in html and "Set by Elena Petrova until" in html
    entry = AuditEntry.objects.get(action="account.customer_type_set.v1")
    assert (entry.subject_kind, entry.subject_id) == ("account", deal.account.pk)


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"reason": "short"}, "reason"),
        ({"until": "2020-01-01"}, "until"),
        ({"until": "2199-01-01"}, "until"),
        ({"kind": "plg"}, "kind"),
    ],
)
def test_a_word_needs_kind_day_and_reason(deal: Deal, elena: Client, other: dict[str, str], field: str) -> None:
    answer = elena.post(
        f"/api/v1/accounts/{deal.account.pk}/customer/", given(**other), content_type="application/json"
    )
    assert answer.status_code in (400, 422)
    assert [each["field"] for each in answer.json()["errors"]] == [field]
    assert elena.post(f"/accounts/{deal.account.pk}/customer/", given(**other)).status_code == 422
    assert not CustomerOverride.objects.exists()


def test_only_those_who_edit_the_account_say_it(deal: Deal, as_person: Any) -> None:
    rachel = as_person("rachel")
    answer = rachel.post(f"/api/v1/accounts/{deal.account.pk}/customer/", given(), content_type="application/json")
    assert answer.status_code == 403
    assert "Set the type" not in text(rachel, f"/accounts/{deal.account.pk}/")
    assert not CustomerOverride.objects.exists()


def test_rest_tells_kind_context_and_past(deal: Deal, elena: Client) -> None:
    address = f"/api/v1/accounts/{deal.account.pk}/customer/"
    before = elena.get(address).json()
    assert (before["kind"], before["is_override"], before["until"], before["history"]) == ("prospect", False, None, [])
    after = elena.post(address, given(), content_type="application/json")
    assert after.status_code == 201
    assert (after.json()["kind"], after.json()["until"]) == ("former", given()["until"])
    assert [each["kind"] for each in elena.get(address).json()["history"]] == ["former"]


def test_a_won_deal_makes_a_customer_until_its_term_is_over(cast: Cast, deal: Deal) -> None:
    deal.open_discovery_gate()
    deal.advance()
    deal.open_negotiation_gate()
    confirm_won(**deal.known(cast.naomi))
    now, months = timezone.now(), deal.row.term_months
    for later, kind in ((0, "commit"), (31 * months + 2, "former")):
        assert customer_of(cast.elena, deal.account.pk, now=now + timedelta(days=later)).customer.kind == kind


def test_a_word_is_never_edited(deal: Deal, elena: Client) -> None:
    elena.post(f"/accounts/{deal.account.pk}/customer/", given())
    for statement in (
        "UPDATE opportunities_customeroverride SET kind = 'commit'",
        "DELETE FROM opportunities_customeroverride",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
