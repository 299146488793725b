"""The sub-type: proposed by rule with its sentence, confirmed with one click, changed only for a reason."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from opportunities import events
from opportunities.models import Opportunity
from opportunities.queries.subtypes import subtype_of
from opportunities.services.amend import amend
from opportunities.services.confirm_won import confirm_won
from opportunities.services.create import NewOpportunity, create
from opportunities.services.set_subtype import set_subtype
from salesops.audit.models import AuditEntry
from salesops.core.errors import Invalid, Refused
from tests.cast import Cast
from tests.story import Deal

pytestmark = pytest.mark.django_db

WHY = "They buy a second product beside the first."


@pytest.fixture
def deal(cast: Cast) -> Deal:
    """A deal of Elena's with a new customer."""
    return Deal(cast)


@pytest.fixture
def won(cast: Cast) -> Deal:
    """A deal that was won, so that its customer has a running agreement."""
    deal = Deal(cast)
    deal.open_discovery_gate()
    deal.advance()
    deal.open_negotiation_gate()
    confirm_won(**deal.known(cast.naomi))
    return deal


def another(won: Deal, subtype: str = "") -> Deal:
    """Return a deal about something else with the customer of a won one."""
    deal = Deal(won.cast, account=won.account)
    new = NewOpportunity(won.process, account_id=won.account.pk, use_case="Risk reporting", subtype=subtype)
    deal.id = create(actor=deal.actor, now=deal.now, new=new).pk
    return deal


def last_entry(deal: Deal, action: str) -> dict[str, Any]:
    """Return what the ledger last kept of an act on the deal."""
    entry = AuditEntry.objects.filter(subject_kind="opportunity", subject_id=deal.id, action=action).latest("id")
    data: dict[str, Any] = entry.data
    return data


class TestRule:
    def test_proposes_when_the_deal_is_opened(self, won: Deal, cast: Cast) -> None:
        assert won.row.subtype == "new_business"
        second = another(won)
        assert second.row.subtype == "upsell"
        assert second.row.name.split(" – ")[2] == "upsell"
        assert second.row.subtype_confirmed_at is None

    def test_takes_what_was_chosen_as_confirmed(self, won: Deal, cast: Cast) -> None:
        chosen = another(won, "new_business")
        assert chosen.row.subtype == "new_business"
        assert chosen.row.subtype_confirmed_at is not None

    def test_takes_the_same_use_case_for_a_renewal(self, won: Deal, cast: Cast) -> None:
        assert Deal(cast, account=won.account).row.subtype == "renewal"

    def test_forgets_an_agreement_whose_term_is_over(self, won: Deal, cast: Cast) -> None:
        later = another(won)
        in_two_years = timezone.now() + timedelta(days=800)
        assert subtype_of(cast.elena, later.id, now=in_two_years).proposal.subtype == "new_business"


class TestConfirming:
    def test_is_kept_with_the_rule(self, deal: Deal) -> None:
        set_subtype(**deal.known(), subtype="new_business")
        assert deal.row.subtype_confirmed_at is not None
        assert last_entry(deal, events.SUBTYPE_CONFIRMED) == {
            "subtype": "new_business",
            "proposed": "new_business",
            "rule": "Fjordline Telecom has no running agreement with us.",
        }

    def test_twice_changes_nothing(self, deal: Deal) -> None:
        set_subtype(**deal.known(), subtype="new_business")
        version = deal.row.version
        set_subtype(**deal.known(), subtype="new_business")
        assert deal.row.version == version

    def test_is_refused_to_a_colleague(self, deal: Deal, cast: Cast) -> None:
        with pytest.raises(Refused):
            set_subtype(**deal.known(cast.arjun), subtype="new_business")
        assert deal.row.subtype_confirmed_at is None


class TestChanging:
    @pytest.mark.parametrize("reason", ["", "Because.", " " * 30])
    def test_wants_a_reason(self, deal: Deal, reason: str) -> None:
        with pytest.raises(Invalid) as error:
            set_subtype(**deal.known(), subtype="upsell", reason=reason)
        assert list(error.value.fields) == ["reason"]
        with pytest.raises(Invalid):
            amend(**deal.known(), changes={"subtype": "upsell"}, reason=reason)
        assert deal.row.subtype == "new_business"

    def test_keeps_the_reason_and_counts_as_confirmed(self, deal: Deal) -> None:
        set_subtype(**deal.known(), subtype="upsell", reason=WHY)
        assert (deal.row.subtype, deal.row.subtype_confirmed_at is None) == ("upsell", False)
        assert last_entry(deal, events.AMENDED)["reason"] == WHY

    def test_prices_the_deal_anew(self, cast: Cast) -> None:
        # The three-stage process counts total value; the standard one, a draft, would count the increment.
        deal = Deal(cast, more={"recurring": Decimal(12_000), "base_acv": Decimal(5_000)})
        set_subtype(**deal.known(), subtype="upsell", reason=WHY)
        assert last_entry(deal, events.AMENDED)["after"]["subtype"] == "upsell"
        assert "amount" in last_entry(deal, events.AMENDED)["after"]

    def test_stays_within_what_the_process_takes(self, deal: Deal) -> None:
        with pytest.raises(Invalid) as error:
            set_subtype(**deal.known(), subtype="odd", reason=WHY)
        assert "subtype" in error.value.fields


class TestPages:
    def test_the_deal_says_what_the_rule_says_until_it_is_confirmed(self, deal: Deal, elena: Client) -> None:
        where = f"/opportunities/{deal.id}/"
        assert "By rule: new business" in elena.get(where).content.decode()
        answer = elena.post(f"{where}subtype/", {"subtype": "new_business", "version": deal.row.version})
        assert answer["Location"] == where
        assert "By rule:" not in elena.get(where).content.decode()

    def test_a_colleague_reads_the_rule_and_confirms_nothing(self, deal: Deal, as_person: Any) -> None:
        shown = as_person("arjun").get(f"/opportunities/{deal.id}/").content.decode()
        assert "By rule: new business" in shown
        assert "Confirm</button>" not in shown

    def test_another_subtype_wants_a_reason_beside_the_field(self, deal: Deal, elena: Client) -> None:
        where = f"/opportunities/{deal.id}/subtype/"
        answer = elena.post(where, {"subtype": "upsell", "reason": ""})
        assert answer.status_code == 422
        assert answer.context["form"].errors["reason"]
        assert elena.post(where, {"subtype": "upsell", "reason": WHY}).status_code == 302
        assert deal.row.subtype == "upsell"

    def test_the_rules_change_is_offered_with_its_sentence(self, won: Deal, cast: Cast, elena: Client) -> None:
        deal = another(won, "new_business")
        Opportunity.objects.filter(pk=deal.id).update(subtype_confirmed_at=None)
        assert "Change to upsell" in elena.get(f"/opportunities/{deal.id}/").content.decode()
        form = elena.get(f"/opportunities/{deal.id}/subtype/?proposed=1").context["form"]
        assert form.initial["subtype"] == "upsell"
        assert form.initial["reason"].startswith("Fjordline Telecom has a running agreement")

    def test_amounts_and_term_ask_why_too(self, deal: Deal, elena: Client) -> None:
        form = {"recurring": "0", "one_time": "40000", "term_months": "12", "base_acv": "0", "currency": "USD",
                "product_id": "", "subtype": "upsell", "reason": ""}  # fmt: skip
        where = f"/opportunities/{deal.id}/commercial/edit/"
        assert elena.post(where, form).context["form"].errors["reason"]
        assert elena.post(where, {**form, "reason": WHY}).status_code == 302


class TestTheFormOfANewDeal:
    def test_says_name_and_subtype_before_anything_is_saved(self, won: Deal, elena: Client) -> None:
        query = f"process=generic.three_stage&account_id={won.account.pk}&use_case=Risk"
        shown = elena.get(f"/opportunities/new/preview/?{query}").content.decode()
        assert f"Fjordline Telecom – Risk – upsell – {timezone.now():%Y-%m}" in shown
        assert "By rule: upsell. Fjordline Telecom has a running agreement: Network analytics" in shown
        assert 'name="confirmed_subtype" value="upsell"' in shown
        assert Opportunity.objects.count() == 1

    @pytest.mark.parametrize(
        "query",
        ["", "process=odd", "process=generic.three_stage&account_id=999999", "process=generic.three_stage&recurring=x",
         "process=generic.three_stage&term_months=0&base_acv=NaN&recurring=1e99", "account_id=99999999999999999999"],
    )  # fmt: skip
    def test_survives_whatever_is_half_typed(self, cast: Cast, elena: Client, query: str) -> None:
        assert elena.get(f"/opportunities/new/preview/?{query}").status_code == 200

    @pytest.mark.parametrize(("confirmed", "is_confirmed"), [("", False), ("new_business", True)])
    def test_confirms_with_one_click(self, cast: Cast, elena: Client, confirmed: str, is_confirmed: bool) -> None:
        form = {"process": "generic.three_stage", "new_account": "Solvane Bank", "use_case": "Risk", "source": "other",
                "currency": "USD", "term_months": "12", "confirmed_subtype": confirmed}  # fmt: skip
        assert elena.post("/opportunities/new/", form).status_code == 302
        made = Opportunity.objects.get()
        assert (made.subtype_confirmed_at is not None) is is_confirmed
        assert made.name == f"Solvane Bank – Risk – new business – {timezone.now():%Y-%m}"

    def test_takes_a_name_of_ones_own(self, cast: Cast, elena: Client) -> None:
        form = {"process": "generic.three_stage", "use_case": "Risk", "source": "other", "currency": "USD",
                "term_months": "12", "name": "The big one"}  # fmt: skip
        elena.post("/opportunities/new/", form)
        assert Opportunity.objects.get().name == "The big one"


class TestRest:
    def test_shows_confirms_and_changes(self, deal: Deal, elena: Client) -> None:
        where = f"/api/v1/opportunities/{deal.id}/subtype/"
        shown = elena.get(where)
        assert shown.json() == {
            "opportunity_id": deal.id, "subtype": "new_business", "confirmed_at": None, "proposed": "new_business",
            "sentence": "Fjordline Telecom has no running agreement with us.", "allowed": ["new_business", "upsell", "renewal", "expansion"],
        }  # fmt: skip
        done = put(elena, where, {"subtype": "new_business"}, shown["ETag"])
        assert done.json()["subtype_confirmed_at"] is not None
        assert put(elena, where, {"subtype": "upsell"}, done["ETag"]).json()["errors"][0]["field"] == "reason"
        changed = put(elena, where, {"subtype": "upsell", "reason": WHY}, done["ETag"])
        assert changed.json()["subtype"] == "upsell"
        assert put(elena, where, {"subtype": "new_business", "reason": WHY}, done["ETag"]).status_code == 412

    def test_a_patch_asks_why_too(self, deal: Deal, elena: Client) -> None:
        where = f"/api/v1/opportunities/{deal.id}/"
        body = {"subtype": "upsell", "use_case": "Other"}
        sent = {"content_type": "application/json", "headers": {"If-Match": f'"{deal.row.version}"'}}
        assert elena.patch(where, body, **sent).status_code == 422
        assert elena.patch(where, {**body, "reason": WHY}, **sent).json()["subtype"] == "upsell"

    def test_many_at_once_ask_why_too(self, deal: Deal, elena: Client) -> None:
        body = {"ids": [deal.id], "fields_to_set": {"subtype": "upsell"}}
        sent = {"content_type": "application/json"}
        assert elena.post("/api/v1/opportunities/bulk/", body, **sent).json()["refused"] == 1
        body["fields_to_set"] = {"subtype": "upsell", "reason": WHY}
        assert elena.post("/api/v1/opportunities/bulk/", body, **sent).json()["changed"] == 1


def put(client: Client, where: str, body: dict[str, Any], etag: str) -> Any:
    """Send a PUT for the version last read."""
    return client.put(where, body, content_type="application/json", headers={"If-Match": etag})
