"""Forms about a deal: each makes its one call, says what happened, and a refusal changes nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from opportunities.models import Activity, Attestation, Document, Opportunity, Stakeholder, Waiver
from salesops.audit.models import AuditEntry
from tests.cast import Cast
from tests.story import NOTE, Deal

pytestmark = pytest.mark.django_db

SHEET = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "aside#sheet"}


@pytest.fixture
def deal(cast: Cast) -> Deal:
    """A deal of Elena's."""
    return Deal(cast)


def post(client: Client, deal: Deal, path: str, **form: Any) -> Any:
    """Send one of the deal's forms from the sheet."""
    return client.post(f"/opportunities/{deal.id}/{path}/", form, **SHEET)


class TestWhereItStands:
    """A form in the sheet is swapped there; on a page of its own, as links in mails open it, it leads on when done."""

    @pytest.mark.parametrize("path", ["next-step/set", "move"])
    def test_only_the_sheet_swaps_it(self, deal: Deal, elena: Client, path: str) -> None:
        deal.open_discovery_gate()
        swaps = 'hx-target="#sheet"'
        assert swaps in elena.get(f"/opportunities/{deal.id}/{path}/", **SHEET).content.decode()
        assert swaps not in elena.get(f"/opportunities/{deal.id}/{path}/").content.decode()

    def test_the_page_of_its_own_leads_to_the_deal(self, deal: Deal, elena: Client) -> None:
        given = {"text": "Send the agenda", "due": "2031-03-10", "version": deal.row.version}
        answer = elena.post(f"/opportunities/{deal.id}/next-step/set/", given, follow=True)
        assert answer.redirect_chain == [(f"/opportunities/{deal.id}/", 302)]
        assert [str(message) for message in answer.context["messages"]] != []


class TestMove:
    def test_refuses_with_every_criterion_and_changes_nothing(self, deal: Deal, elena: Client) -> None:
        answer = post(elena, deal, "move", to="negotiation", version=deal.row.version)
        assert answer.status_code == 409
        text = answer.content.decode()
        assert "stays in Discovery" in text
        assert 'data-unmet="5"' in text
        assert "<html" not in text
        assert deal.row.stage == "discovery"

    def test_writes_the_refusal_to_the_ledger(self, deal: Deal, elena: Client) -> None:
        post(elena, deal, "move", to="negotiation")
        entry = AuditEntry.objects.filter(subject_kind="opportunity", subject_id=deal.id).latest("id")
        assert (entry.outcome, entry.code) == ("refused", "R17")

    def test_moves_and_tells_the_page_to_refresh(self, deal: Deal, elena: Client) -> None:
        deal.open_discovery_gate()
        answer = post(elena, deal, "move", to="negotiation", version=deal.row.version)
        assert answer.status_code == 204
        assert json.loads(answer["HX-Trigger"])["toast"]["message"] == "Fjordline Telecom moved to Negotiation."
        assert deal.row.stage == "negotiation"

    def test_goes_back_to_the_deal_without_script(self, deal: Deal, elena: Client) -> None:
        deal.open_discovery_gate()
        answer = elena.post(f"/opportunities/{deal.id}/move/", {"to": "negotiation"})
        assert answer["Location"] == f"/opportunities/{deal.id}/"

    def test_refuses_a_card_read_before_somebody_changed_it(self, deal: Deal, elena: Client) -> None:
        version = deal.row.version
        deal.open_discovery_gate()
        deal.write_problem()
        assert post(elena, deal, "move", to="negotiation", version=version).status_code == 412
        assert deal.row.stage == "discovery"

    def test_refuses_a_colleague_who_does_not_own_it(self, deal: Deal, as_person: Any) -> None:
        deal.open_discovery_gate()
        answer = post(as_person("arjun"), deal, "move", to="negotiation")
        assert answer.status_code == 403
        assert "R14" in answer.content.decode()

    def test_asks_for_the_words_a_move_needs(self, deal: Deal, elena: Client) -> None:
        lost = deal.row.definition.content
        answer = post(elena, deal, "move", to="closed_lost")
        assert answer.status_code == 422
        assert f"/opportunities/{deal.id}/lose/?to=closed_lost" in answer.content.decode(), lost


class TestEvidence:
    def test_is_recorded_on_the_criterion(self, deal: Deal, elena: Client) -> None:
        form = {"criterion_id": "N-3", "note": NOTE, "source_class": "customer_said", "contact_id": deal.contact.pk}
        assert post(elena, deal, "evidence/attest", **form).status_code == 204
        assert Attestation.objects.get().criterion_id == "N-3"

    def test_comes_back_with_everything_typed_when_it_is_too_thin(self, deal: Deal, elena: Client) -> None:
        answer = post(elena, deal, "evidence/attest", criterion_id="N-3", note="Yes", source_class="customer_said")
        assert answer.status_code == 422
        assert ">\nYes</textarea>" in answer.content.decode()
        assert not Attestation.objects.exists()

    def test_is_waived_by_a_leader_and_never_by_the_owner(self, deal: Deal, elena: Client, as_person: Any) -> None:
        form = {"criterion_id": "D-1", "reason": "Their board met us in person last week."}
        assert post(elena, deal, "criteria/waive", **form).status_code == 403
        assert post(as_person("tomas"), deal, "criteria/waive", **form).status_code == 204
        assert Waiver.objects.get().by.name == "Tomas Keller"


class TestDailyWork:
    def test_logs_an_activity(self, deal: Deal, elena: Client) -> None:
        form = {
            "kind": "call",
            "subject": "First call",
            "note": NOTE,
            "contact_ids": [deal.contact.pk],
            "sentiment": "1",
        }
        assert post(elena, deal, "activities/log", **form).status_code == 204
        assert Activity.objects.get().customer_count == 1

    def test_refuses_an_activity_of_tomorrow_beside_its_field(self, deal: Deal, elena: Client) -> None:
        form = {"kind": "call", "subject": "Later", "happened_at": "2099-01-01T10:00"}
        answer = post(elena, deal, "activities/log", **form)
        assert answer.status_code == 422
        assert "cannot lie in the future" in answer.content.decode()

    def test_adds_a_person_nobody_knew_with_their_role(self, deal: Deal, elena: Client) -> None:
        form = {"name": "Stian Tveit", "title": "Procurement", "role": "procurement", "contact_id": ""}
        assert post(elena, deal, "people/add", **form).status_code == 204
        assert Stakeholder.objects.get(role="procurement").contact.account_id == deal.account.pk

    def test_keeps_no_half_person_when_the_role_is_refused(self, deal: Deal, as_person: Any) -> None:
        form = {"name": "Stian Tveit", "role": "procurement", "contact_id": ""}
        assert post(as_person("arjun"), deal, "people/add", **form).status_code == 403
        assert deal.account.contacts.filter(name="Stian Tveit").count() == 0

    def test_files_a_document_and_sends_it_as_a_download(self, deal: Deal, elena: Client) -> None:
        file = SimpleUploadedFile("plan.pdf", b"%PDF-1.7\n%%EOF", "application/pdf")
        answer = post(elena, deal, "documents/file", kind="proposal", title="Plan", state="draft", file=file)
        assert answer.status_code == 204
        sent = elena.get(f"/opportunities/{deal.id}/documents/{Document.objects.get().pk}/download/")
        assert sent["Content-Disposition"].startswith("attachment")
        assert "sandbox" in sent["Content-Security-Policy"]

    def test_shows_no_file_of_another_deal(self, deal: Deal, elena: Client, cast: Cast) -> None:
        file = SimpleUploadedFile("plan.pdf", b"%PDF-1.7\n%%EOF", "application/pdf")
        post(elena, deal, "documents/file", kind="proposal", title="Plan", state="draft", file=file)
        other = Deal(cast, account=deal.account)
        document = Document.objects.get().pk
        assert elena.get(f"/opportunities/{other.id}/documents/{document}/download/").status_code == 404


class TestNewDeal:
    FORM = {
        "process": "generic.three_stage", "use_case": "Risk reporting", "source": "other", "currency": "usd",
        "recurring": "120000", "term_months": "24", "account_id": "", "subtype": "",
    }  # fmt: skip

    def test_is_opened_together_with_a_new_account(self, cast: Cast, elena: Client) -> None:
        answer = elena.post("/opportunities/new/", {**self.FORM, "new_account": "Solvane Bank"}, **SHEET)
        made = Opportunity.objects.get()
        assert answer["HX-Redirect"] == f"/opportunities/{made.pk}/"
        assert made.account is not None
        assert made.account.name == "Solvane Bank"

    def test_leaves_no_account_behind_when_the_deal_is_refused(self, cast: Cast, as_person: Any) -> None:
        answer = as_person("vera").post("/opportunities/new/", {**self.FORM, "new_account": "Solvane Bank"})
        assert answer.status_code == 403
        assert not Opportunity.objects.exists()

    @pytest.mark.parametrize(
        ("field", "value"), [("currency", "DOGE"), ("term_months", "0"), ("recurring", "-1"), ("close_date", "soon")]
    )
    def test_says_beside_the_field_what_is_wrong(self, cast: Cast, elena: Client, field: str, value: str) -> None:
        answer = elena.post("/opportunities/new/", {**self.FORM, field: value})
        assert answer.status_code == 422
        assert answer.context["form"].errors[field]
        assert not Opportunity.objects.exists()


class TestMissing:
    @pytest.mark.parametrize("path", ["", "move/", "edit/", "lose/", "meddpicc/champion/assess/", "cell/close/"])
    def test_is_one_answer_for_missing_and_hidden_deals(self, deal: Deal, as_person: Any, path: str) -> None:
        nobody = as_person("victor")
        hidden = nobody.get(f"/opportunities/{deal.id}/{path}", **SHEET)
        missing = nobody.get(f"/opportunities/999999/{path}", **SHEET)
        assert (hidden.status_code, missing.status_code) == (404, 404)

    def test_is_a_partners_summary(self, deal: Deal, as_person: Any) -> None:
        answer = as_person("vera").get(f"/opportunities/{deal.id}/")
        assert answer.status_code == 403

    def test_is_an_unknown_component_or_cell(self, deal: Deal, elena: Client) -> None:
        assert elena.get(f"/opportunities/{deal.id}/meddpicc/charm/assess/").status_code == 404
        assert elena.get(f"/opportunities/{deal.id}/cell/stage/").status_code == 404
