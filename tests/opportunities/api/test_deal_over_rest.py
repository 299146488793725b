"""A program works a deal over REST: the same gates, rights and words as on the screen (interface §3)."""

from __future__ import annotations

import json
from base64 import b64encode
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from opportunities.models import Opportunity, StageEvent
from salesops.audit.models import AuditEntry
from salesops.outbox.models import Event
from salesops.users.domain.scopes import SCOPES
from tests.cast import Cast, hire, key_for
from tests.story import LINK, NOTE, PROBLEM, Deal, new_account

pytestmark = pytest.mark.django_db
DEALS = "/api/v1/opportunities/"


class Program:
    """A program that signs with one person's key and keeps the version of one deal."""

    def __init__(self, first_name: str, *scopes: str) -> None:
        self.client = Client(headers={"Authorization": f"Bearer {key_for(first_name, *(scopes or SCOPES))}"})

    def send(self, method: str, url: str, body: Any = None, **headers: str) -> Any:
        """Send JSON and return the response."""
        data = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        return getattr(self.client, method)(url, headers=headers, **data)

    def etag(self, deal: int) -> str:
        """Return the ETag of a deal now."""
        return self.client.get(f"{DEALS}{deal}/")["ETag"]

    def change(self, method: str, deal: int, path: str, body: Any = None) -> Any:
        """Send a change with the deal's newest ETag."""
        return self.send(method, f"{DEALS}{deal}/{path}", body, **{"If-Match": self.etag(deal)})


@pytest.fixture
def seller() -> Program:
    """Elena's program, with every scope."""
    return Program("elena")


@pytest.fixture
def deal() -> Deal:
    """One deal of Elena's, at the first stage of the three-stage process."""
    return Deal(Cast({"elena": hire("elena")}))


class TestTheMainJob:
    def test_a_deal_is_opened_refused_fixed_and_advanced(self, seller) -> None:
        account = seller.send("post", "/api/v1/accounts/", {"name": "Fjordline Telecom"}).json()["id"]
        contact = seller.send("post", "/api/v1/contacts/", {"account_id": account, "name": "Kari Aasen"}).json()["id"]
        opened = seller.send(
            "post", DEALS,
            {"process": "generic.three_stage", "account_id": account, "use_case": "Analytics", "one_time": "40000.00",
             "close_date": (timezone.now() + timedelta(days=90)).date().isoformat()},
        )  # fmt: skip
        assert opened.status_code == 201
        deal = opened.json()["id"]
        assert opened["Location"] == f"{DEALS}{deal}/"

        gate = seller.send("get", f"{DEALS}{deal}/gate/").json()
        refused = seller.change("post", deal, "transitions/", {"type": "forward"})
        assert (refused.status_code, refused.json()["code"]) == (409, "R17")
        assert refused["Content-Type"] == "application/problem+json"
        assert refused.json()["criteria"] == gate["criteria"]
        assert {item["state"] for item in gate["criteria"]} >= {"unmet"}
        assert all(item["explanation"] for item in gate["criteria"])

        evidence = {"note": NOTE, "source_class": "customer_said", "contact_id": contact}
        steps = [
            ("post", "activities/", {"kind": "call", "subject": "First call", "note": NOTE, "contact_ids": [contact]}),
            ("patch", "", {"problem": PROBLEM}),
            ("post", "stakeholders/", {"contact_id": contact, "role": "economic_buyer"}),
            (
                "put",
                "pursuit-plan/",
                {"objective": "Replace it", "why_now": "Fines are due", "why_us": "Fastest of all"},
            ),
            ("put", "meddpicc/economic_buyer/", {"level": 1, **evidence}),
            ("put", "meddpicc/identify_pain/", {"level": 1, **evidence}),
        ]
        for method, path, body in steps:
            assert seller.change(method, deal, path, body).status_code in (200, 201), path

        gate = seller.send("get", f"{DEALS}{deal}/gate/").json()
        assert (gate["allowed"], gate["met"]) == (True, gate["total"])
        moved = seller.change("post", deal, "transitions/", {"type": "forward"})
        assert moved.status_code == 201
        assert moved["ETag"] == seller.etag(deal)
        assert moved.json()["from_stage"] == gate["stage"]
        history = seller.send("get", f"{DEALS}{deal}/history/").json()["results"]
        assert [event["move"] for event in history] == ["forward", "created"]
        assert {item["state"] for item in history[0]["criteria"]} == {"met"}


class TestTransitions:
    def test_a_preview_says_what_would_happen_and_changes_nothing(self, seller, deal) -> None:
        before = (deal.row.version, Event.objects.count(), AuditEntry.objects.count())
        closed = seller.change("post", deal.id, "transitions/?dry_run=1", {"type": "forward"})
        assert (closed.status_code, closed.json()["allowed"], closed.json()["code"]) == (200, False, "R17")
        assert closed.json()["criteria"]
        assert (deal.row.version, Event.objects.count(), AuditEntry.objects.count()) == before
        deal.open_discovery_gate()
        before = (deal.row.stage, deal.row.version, StageEvent.objects.count(), Event.objects.count())
        opened = seller.change("post", deal.id, "transitions/?dry_run=1", {"type": "forward"})
        assert (opened.status_code, opened.json()["allowed"], opened.json()["dry_run"]) == (200, True, True)
        assert (deal.row.stage, deal.row.version, StageEvent.objects.count(), Event.objects.count()) == before

    def test_a_mistyped_dry_run_carries_nothing_out(self, seller, deal) -> None:
        deal.open_discovery_gate()
        for query in ("?dry_run=yes", "?dryrun=1", "?dry_run=true"):
            assert seller.change("post", deal.id, f"transitions/{query}", {"type": "forward"}).status_code == 400
        assert deal.row.stage_seq == 1

    def test_without_if_match_is_428_and_of_an_old_version_412(self, seller, deal) -> None:
        deal.open_discovery_gate()
        url = f"{DEALS}{deal.id}/transitions/"
        assert seller.send("post", url, {"type": "forward"}).status_code == 428
        stale = seller.send("post", url, {"type": "forward"}, **{"If-Match": '"1"'})
        assert (stale.status_code, stale.json()["version"]) == (412, deal.row.version)
        assert deal.row.stage_seq == 1

    def test_a_refusal_is_written_to_the_ledger_with_its_criteria(self, seller, deal) -> None:
        seller.change("post", deal.id, "transitions/", {"type": "forward"})
        entry = AuditEntry.objects.filter(outcome="refused").get()
        assert (entry.action, entry.code, entry.subject_id, entry.via) == ("stage.forward", "R17", deal.id, "api")
        assert entry.data["criteria"]

    @pytest.mark.parametrize(
        "body",
        [{}, {"type": "teleport"}, {"to": "nowhere"}, {"type": "forward", "stage": "won"}, {"type": "lost"},
         {"type": "lost", "loss": {"outcome_class": "lost"}}, {"type": "lost", "loss": "no"}, {"type": "back"}],
    )  # fmt: skip
    def test_a_wish_that_cannot_be_is_refused_in_words(self, seller, deal, body) -> None:
        response = seller.change("post", deal.id, "transitions/", body)
        assert response.status_code in (403, 409, 422)
        assert response.json()["detail"]
        assert deal.row.stage_seq == 1

    def test_a_loss_is_recorded_with_its_reason(self, seller, deal) -> None:
        loss = {
            "outcome_class": "lost",
            "reason": "no_decision",
            "detail": "They will decide again after the merger next year.",
        }
        response = seller.change(
            "post", deal.id, "transitions/", {"type": "lost", "loss": loss | {"is_reengage_never": True}}
        )
        assert response.status_code == 201, response.json()
        assert (deal.row.stage_kind, deal.row.loss_reason) == ("lost", "no_decision")

    def test_another_s_deal_is_refused_with_the_charter_s_code(self, deal) -> None:
        response = Program("arjun").change("post", deal.id, "transitions/", {"type": "forward"})
        assert (response.status_code, response.json()["code"]) == (403, "R14")

    def test_the_gate_of_a_move_that_is_not_there_is_400(self, seller, deal) -> None:
        assert seller.send("get", f"{DEALS}{deal.id}/gate/?to=nowhere").json()["code"] == "no_such_move"


class TestScopes:
    def test_without_the_commercial_one_no_amount_is_shown_anywhere(self, deal) -> None:
        Opportunity.objects.filter(pk=deal.id).update(competitor="none")
        program = Program("elena", "deal:read", "event:read", "audit:read")
        deal.write_problem()
        urls = [DEALS, f"{DEALS}{deal.id}/", f"{DEALS}{deal.id}/history/", f"{DEALS}{deal.id}/timeline/",
                f"{DEALS}{deal.id}/gate/", "/api/v1/events/", "/api/v1/audit-events/"]  # fmt: skip
        for url in urls:
            response = program.client.get(url)
            assert response.status_code == 200, url
            assert "40000.00" not in response.content.decode(), url
        for url in (f"{DEALS}?order=amount", f"{DEALS}?amount_from=1", f"{DEALS}?fields=amount"):
            assert program.client.get(url).status_code == 400
        assert program.client.get(f"{DEALS}{deal.id}/changes/").status_code == 403

    def test_with_it_they_are(self, seller, deal) -> None:
        row = seller.client.get(f"{DEALS}{deal.id}/").json()
        assert (row["one_time"], row["currency"]) == ("40000.00", "USD")
        assert [item["id"] for item in seller.client.get(f"{DEALS}?order=-amount").json()["results"]] == [deal.id]

    @pytest.mark.parametrize(
        ("scope", "method", "path"),
        [
            ("deal:write", "post", "transitions/"),
            ("deal:move", "patch", ""),
            ("deal:move", "post", "activities/"),
            ("deal:move", "post", "waivers/"),
            ("deal:move", "put", "meddpicc/champion/"),
            ("deal:move", "put", "owner/"),
        ],
    )
    def test_one_opens_nothing_of_another(self, deal, scope, method, path) -> None:
        before = deal.row.version
        response = Program("elena", "deal:read", scope).change(method, deal.id, path, {})
        assert (response.status_code, response.json()["code"]) == (403, "scope")
        assert deal.row.version == before

    def test_of_a_viewer_show_the_summary_only(self, deal) -> None:
        program = Program("vera")
        row = program.client.get(DEALS).json()["results"][0]
        assert "amount" not in row
        assert "next_step" not in row
        assert program.client.get(f"{DEALS}{deal.id}/").status_code == 403

    def test_of_nobody_show_nothing(self, deal) -> None:
        program = Program("victor")
        assert program.client.get(DEALS).json()["results"] == []
        assert program.client.get(f"{DEALS}{deal.id}/").status_code == 404


class TestWork:
    def test_every_act_is_done_and_listed(self, seller, deal) -> None:
        acts: list[tuple[str, str, dict[str, Any], str]] = [
            ("post", "activities/", {"kind": "call", "subject": "Call", "happened_at": "2026-01-05T10:00:00+05:30"}, "activities/"),
            ("post", "stakeholders/", {"contact_id": deal.contact.pk, "role": "champion"}, "stakeholders/"),
            ("post", "documents/", {"kind": "proposal", "title": "Offer", "link": LINK, "state": "issued"}, "documents/"),
            ("put", "meddpicc/champion/", {"level": 1, "note": NOTE, "source_class": "our_observation"}, "meddpicc/champion/"),
        ]  # fmt: skip
        for method, path, body, listed in acts:
            done = seller.change(method, deal.id, path, body)
            assert done.status_code in (200, 201), (path, done.json())
            assert [row["id"] for row in seller.send("get", f"{DEALS}{deal.id}/{listed}").json()["results"]] == [
                done.json()["id"]
            ]
        activity = seller.send("get", f"{DEALS}{deal.id}/activities/").json()["results"][0]
        assert activity["happened_at"] == "2026-01-05T04:30:00Z"

    def test_the_next_step_is_set_and_finished(self, seller, deal) -> None:
        step = {"text": "Send the offer", "due": "2027-01-05"}
        assert seller.change("post", deal.id, "next-step/", step).json()["next_step"] == "Send the offer"
        assert seller.change("post", deal.id, "next-step/done/", {}).json()["next_step"] == ""

    def test_plan_discovery_and_layers_are_written(self, seller, deal) -> None:
        action = {"text": "Board paper", "due_on": "2027-01-05", "is_theirs": True}
        plan = seller.change("put", deal.id, "pursuit-plan/", {"why_now": "Fines are due", "actions": [action]})
        assert (plan.json()["texts"]["why_now"], plan.json()["actions"]) == ("Fines are due", [action])
        assert seller.send("get", f"{DEALS}{deal.id}/pursuit-plan/").json() == plan.json()
        assert seller.change("put", deal.id, "pursuit-plan/", {"why_not": "x"}).status_code == 422
        assert seller.change("put", deal.id, "discovery/", {"answers": {"no_such": "x"}}).status_code == 422
        ana = hire("ana").pk
        done = seller.change("post", deal.id, "layers/", {"layer": 3, "person_id": ana})
        assert (done.status_code, done.json()["person_id"]) == (201, ana)

    def test_a_stakeholder_is_taken_off(self, seller, deal) -> None:
        deal.name_buyer()
        row = deal.row.stakeholders.get()
        assert seller.change("delete", deal.id, f"stakeholders/{row.pk}/").status_code == 204
        assert not deal.row.stakeholders.exists()

    def test_a_document_is_signed(self, seller, deal) -> None:
        deal.file("agreement")
        row = deal.row.documents.get()
        body = {"state": "signed", "signed_by": "Kari Aasen", "signed_on": "2026-01-05"}
        assert seller.change("patch", deal.id, f"documents/{row.pk}/", body).json()["state"] == "signed"

    def test_a_file_is_filed_and_fetched_as_it_was(self, seller, deal) -> None:
        content = b"%PDF-1.7 offer"
        body = {"kind": "proposal", "title": "Offer", "file_name": "o.pdf", "content": b64encode(content).decode()}
        filed = seller.change("post", deal.id, "documents/", body).json()
        assert (filed["content_type"], filed["size"]) == ("application/pdf", len(content))
        assert filed["sha256"] == sha256(content).hexdigest()
        fetched = seller.send("get", f"{DEALS}{deal.id}/documents/{filed['id']}/content/")
        assert b"".join(fetched.streaming_content) == content
        assert fetched["Content-Disposition"] == 'attachment; filename="Offer.pdf"'
        assert fetched["X-Content-Type-Options"] == "nosniff"
        stranger = Program("victor").send("get", f"{DEALS}{deal.id}/documents/{filed['id']}/content/")
        assert stranger.status_code == 404

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"file_name": "o.pdf", "content": "not base64!"}, "content"),
            ({"file_name": "o.pdf", "content": "Zürich"}, "content"),
            ({"file_name": "o.pdf", "content": b64encode(b"<svg onload=alert(1)>").decode()}, "file"),
            ({"file_name": "o.html", "content": b64encode(b"%PDF-1.7").decode()}, "file"),
            ({}, "file"),
            ({"link": LINK, "file_name": "o.pdf", "content": b64encode(b"%PDF-1.7").decode()}, "file"),
        ],
    )
    def test_another_file_is_refused_with_its_field(self, seller, deal, given, field) -> None:
        refused = seller.change("post", deal.id, "documents/", {"kind": "proposal", "title": "Offer", **given})
        assert refused.status_code == 422
        assert [fault["field"] for fault in refused.json()["errors"]] == [field]
        assert not deal.row.documents.exists()

    def test_a_link_has_no_content_to_fetch(self, seller, deal) -> None:
        deal.file("agreement")
        row = deal.row.documents.get()
        assert seller.send("get", f"{DEALS}{deal.id}/documents/{row.pk}/content/").status_code == 404

    def test_meddpicc_shows_eight_components_with_their_needs(self, seller, deal) -> None:
        body = seller.send("get", f"{DEALS}{deal.id}/meddpicc/").json()
        assert (len(body["components"]), body["score"]) == (8, 0)

    def test_the_owner_is_changed_by_who_may(self, deal) -> None:
        arjun = hire("arjun").pk
        refused = Program("elena").change(
            "put", deal.id, "owner/", {"owner_id": arjun, "reason": "He knows the account."}
        )
        assert refused.status_code == 403
        done = Program("kim").change("put", deal.id, "owner/", {"owner_id": arjun, "reason": "He knows the account."})
        assert (done.status_code, deal.row.owner_id) == (200, arjun)

    def test_a_co_signature_is_never_a_key_s(self, deal) -> None:
        response = Program("tomas").change("post", deal.id, "meddpicc/champion/cosignature/", {})
        assert (response.status_code, response.json()["code"]) == (403, "scope")

    @pytest.mark.parametrize("path", ["attestations/", "waivers/"])
    def test_a_criterion_that_is_not_there_is_422(self, deal, path) -> None:
        body = {"criterion_id": "X-9", "reason": NOTE}
        if path == "attestations/":
            body = {"criterion_id": "X-9", "note": NOTE, "source_class": "customer_said", "link": LINK}
        response = Program("tomas").change("post", deal.id, path, body)
        assert (response.status_code, response.json()["errors"][0]["field"]) == (422, "criterion")


class TestBadInput:
    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"currency": "EURO"}, "currency"),
            ({"currency": "XTS"}, "currency"),
            ({"currency": 7}, "currency"),
            ({"close_date": "0001-01-01"}, "close_date"),
            ({"close_date": "9999-12-31"}, "close_date"),
            ({"close_date": "2026-02-30"}, "close_date"),
            ({"close_date": 20260101}, "close_date"),
            ({"one_time": "-1"}, "one_time"),
            ({"one_time": "NaN"}, "one_time"),
            ({"one_time": "1e20"}, "one_time"),
            ({"recurring": "999999999999.99", "one_time": "999999999999.99"}, "recurring"),
            ({"term_months": 0}, "term_months"),
            ({"term_months": 10**12}, "term_months"),
            ({"product_id": 4_000_000}, "product_id"),
            ({"subtype": "gift"}, "subtype"),
            ({"name": 5}, "name"),
            ({"problem": {"a": 1}}, "problem"),
            ({"stage": "won"}, "stage"),
            ({"stage_kind": "won"}, "stage_kind"),
            ({"probability": 100}, "probability"),
            ({"owner_id": 1}, "owner_id"),
            ({"amount": "1"}, "amount"),
            ({"version": 1}, "version"),
            ({"definition_id": 1}, "definition_id"),
        ],
    )
    def test_changes_nothing_and_names_the_field(self, seller, deal, values, field) -> None:
        before = Opportunity.objects.values().get(pk=deal.id)
        response = seller.change("patch", deal.id, "", values)
        assert response.status_code == 422, response.json()
        assert field in {item["field"] for item in response.json()["errors"]}
        assert Opportunity.objects.values().get(pk=deal.id) == before

    @pytest.mark.parametrize(
        ("values", "status"),
        [
            ({"process": "no.such"}, 409),
            ({"process": "nb.standard"}, 409),
            ({"account_id": 9_999_999}, 404),
            ({"owner_id": 9_999_999}, 404),
            ({"owner_id": "elena"}, 422),
            ({"product_id": 9_999_999}, 422),
            ({"currency": "XTS"}, 422),
            ({"process": None}, 422),
            ({"source": "dream"}, 422),
            ({"close_date": "9999-12-31"}, 422),
        ],
    )
    @pytest.mark.usefixtures("standard_is_a_draft")
    def test_opens_no_deal(self, seller, values, status) -> None:
        body = {"process": "generic.three_stage", "account_id": new_account().pk, "name": "New"} | values
        assert seller.send("post", DEALS, body).status_code == status
        assert not Opportunity.objects.exists()

    def test_of_another_deal_s_records_is_refused(self, seller, deal) -> None:
        other = Deal(deal.cast, account=new_account("Other"))
        other.name_buyer()
        other.file("agreement")
        foreign = [
            ("post", "activities/", {"kind": "call", "subject": "x", "contact_ids": [other.contact.pk]}, 422),
            ("post", "stakeholders/", {"contact_id": other.contact.pk, "role": "champion"}, 422),
            ("delete", f"stakeholders/{other.row.stakeholders.get().pk}/", None, 404),
            ("patch", f"documents/{other.row.documents.get().pk}/", {"state": "issued"}, 404),
        ]
        for method, path, body, status in foreign:
            assert seller.change(method, deal.id, path, body).status_code == status, path
        assert other.row.stakeholders.count() == 1


class TestBulk:
    def test_changes_each_on_its_own_and_reports_each(self, seller, deal) -> None:
        other = Deal(Cast({"arjun": hire("arjun")}), owner="arjun", account=new_account("Other"))
        body = {"ids": [deal.id, other.id, 9_999_999], "fields_to_set": {"close_date": "2027-03-01"}}
        preview = seller.send("post", f"{DEALS}bulk/?dry_run=1", body).json()
        assert (preview["changed"], preview["refused"], preview["dry_run"]) == (1, 2, True)
        assert str(deal.row.close_date) != "2027-03-01"
        done = seller.send("post", f"{DEALS}bulk/", body).json()
        assert [row["ok"] for row in done["results"]] == [True, False, False]
        assert [row["code"] for row in done["results"][1:]] == ["R14", "not_found"]
        assert (str(deal.row.close_date), other.row.version) == ("2027-03-01", 1)

    def test_moves_nothing_with_a_key_that_may_not_move(self, deal) -> None:
        deal.open_discovery_gate()
        body = {"ids": [deal.id], "advance": True}
        done = Program("elena", "deal:read", "deal:write").send("post", f"{DEALS}bulk/", body).json()
        assert [row["code"] for row in done["results"]] == ["scope"]
        assert deal.row.stage_seq == 1

    @pytest.mark.parametrize(
        "body",
        [{"ids": []}, {"ids": list(range(1, 1002)), "advance": True}, {"ids": [1]}, {"ids": ["a"], "advance": True},
         {"ids": [1], "advance": True, "owner": {"owner_id": 1, "reason": "because it is so"}},
         {"ids": [1], "fields_to_set": {"stage": "won"}}, {"ids": [1], "fields_to_set": {}}],
    )  # fmt: skip
    def test_of_a_wrong_body_is_422(self, seller, body) -> None:
        assert seller.send("post", f"{DEALS}bulk/", body).status_code == 422


class TestList:
    @pytest.mark.parametrize("count", [2, 12])
    def test_needs_the_same_statements_at_any_size(self, seller, count, django_assert_num_queries) -> None:
        cast = Cast({"elena": hire("elena")})
        for number in range(count):
            Deal(cast, account=new_account(f"Account {number}"))
        url = f"{DEALS}?expand=account,owner&order=-amount"
        seller.client.get(url)
        with django_assert_num_queries(2):
            assert len(seller.client.get(url).json()["results"]) == count

    def test_takes_only_its_filters(self, seller, deal) -> None:
        good = ["stage_kind=open", f"owner={deal.row.owner_id}", "process=generic.three_stage", "q=analytics",
                "close_date_from=2020-01-01", "updated_since=2020-01-01T00:00:00%2B05:30", f"account={deal.account.pk}"]  # fmt: skip
        for query in good:
            rows = seller.client.get(f"{DEALS}?{query}").json()["results"]
            assert [row["id"] for row in rows] == [deal.id], query
        for query in [
            "stage_kind=closed",
            "owner=me",
            "owner__is_staff=1",
            "close_date_from=tomorrow",
            "amount_from=x",
        ]:
            assert seller.client.get(f"{DEALS}?{query}").status_code == 400, query


class TestImports:
    def test_rows_are_taken_in_checked_and_started(self, seller) -> None:
        account = new_account("Acme")
        rows = [["id", "account", "owner", "stage", "value"], ["x1", account.name, "Elena Petrova", "Discovery", "100"]]
        taken = seller.send("post", "/api/v1/imports/", {"process": "generic.three_stage", "rows": rows})
        assert taken.status_code == 201, taken.json()
        job = taken.json()["id"]
        mapping = seller.send("get", f"/api/v1/imports/{job}/").json()["mapping"]
        checked = seller.send("post", f"/api/v1/imports/{job}/check/", {"mapping": mapping, "policy": "skip"})
        assert (checked.status_code, checked.json()["state"]) == (200, "checked"), checked.json()
        assert not Opportunity.objects.exists()
        started = seller.send("post", f"/api/v1/imports/{job}/start/", {})
        assert started.json()["state"] == "waiting"
        assert Event.objects.filter(subject_kind="import").exists()

    def test_another_s_import_is_not_there(self, seller) -> None:
        rows = [["id", "stage"], ["x", "Discovery"]]
        job = seller.send("post", "/api/v1/imports/", {"process": "generic.three_stage", "rows": rows}).json()["id"]
        for method, path in (("get", ""), ("post", "start/"), ("post", "check/")):
            body = {"mapping": {"process": "generic.three_stage", "columns": {}}} if path == "check/" else {}
            assert (
                Program("arjun")
                .send(method, f"/api/v1/imports/{job}/{path}", body if method == "post" else None)
                .status_code
                == 404
            )

    @pytest.mark.parametrize(
        "body",
        [{}, {"content": "%%%"}, {"content": "AAAA"}, {"rows": []}, {"rows": [["id"]], "content": "AA=="},
         {"rows": "id"}, {"rows": [[{"a": 1}]]}, {"rows": [["id"]], "mapping": {}}],
    )  # fmt: skip
    def test_what_is_no_table_is_422(self, seller, body) -> None:
        response = seller.send("post", "/api/v1/imports/", {"process": "generic.three_stage"} | body)
        assert response.status_code == 422
        assert response.json()["detail"]
