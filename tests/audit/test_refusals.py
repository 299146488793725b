"""A refusal is written to the ledger, after the rollback, and changes nothing else (P20)."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from salesops.audit.middleware import RefusalMiddleware
from salesops.audit.models import AuditEntry
from salesops.audit.queries import entries, visible_to
from salesops.core.actor import RecordRef
from salesops.core.errors import Conflict, Invalid, NotVisible, Refused, SalesOpsError
from tests.cast import act_as, hire, key_for

pytestmark = pytest.mark.django_db


def answer(error: SalesOpsError, first_name: str = "elena") -> AuditEntry | None:
    """Let the middleware see a response that carries the error; return what it wrote."""
    request = RequestFactory().post("/somewhere/")
    request.actor = act_as(first_name)
    response = HttpResponse(status=error.status)
    response.refusal = error
    RefusalMiddleware(lambda _: response)(request)
    return AuditEntry.objects.filter(outcome="refused").first()


class TestRefusalMiddleware:
    def test_writes_a_refusal_with_its_action_code_and_record(self) -> None:
        error = Refused("R09", "Not yours.", action="owner.change", subject=RecordRef("opportunity", 7))
        entry = answer(error)
        assert (entry.action, entry.code, entry.subject_kind, entry.subject_id) == (
            "owner.change",
            "R09",
            "opportunity",
            7,
        )
        assert entry.data["message"] == "Not yours."

    def test_writes_the_unmet_criteria_of_a_closed_gate(self) -> None:
        error = Conflict("R14", "Two are missing.", criteria=[{"id": "1-E1"}, {"id": "1-E4"}])
        assert answer(error).data["criteria"] == ["1-E1", "1-E4"]

    def test_writes_a_refusal_without_a_record_to_the_person_s_own_chain(self) -> None:
        entry = answer(Refused("scope", "No."))
        assert (entry.subject_kind, entry.subject_id, entry.action) == ("user", hire("elena").pk, "POST /somewhere/")

    def test_writes_no_mistyped_form(self) -> None:
        assert answer(Invalid({"name": ["Missing."]})) is None
        assert answer(NotVisible("x", "Not there.")) is None

    def test_writes_incomplete_input_where_the_service_named_the_act(self) -> None:
        entry = answer(Invalid({"reason": ["Missing."]}, action="opp.mark_lost", subject=RecordRef("opportunity", 7)))
        assert (entry.action, entry.code) == ("opp.mark_lost", "invalid")


class TestOverHttp:
    def test_a_refused_key_leaves_one_entry_and_nothing_else(self) -> None:
        client = Client(headers={"Authorization": f"Bearer {key_for('elena', 'account:read')}"})
        before = AuditEntry.objects.count()
        response = client.post("/api/v1/accounts/", {"name": "Acme"}, content_type="application/json")
        assert response.status_code == 403
        assert AuditEntry.objects.count() == before + 1
        assert AuditEntry.objects.order_by("-id")[0].code == "scope"


class TestQueries:
    def test_show_the_whole_ledger_to_sales_operations_and_leaders_only(self) -> None:
        answer(Refused("R01", "No."), "arjun")
        for first_name, whole in (
            ("kim", True),
            ("ingrid", True),
            ("elena", False),
            ("vera", False),
            ("victor", False),
        ):
            assert visible_to(act_as(first_name)).filter(code="R01").exists() is whole

    def test_show_everyone_their_own_acts(self) -> None:
        answer(Refused("R01", "No."), "arjun")
        assert entries(act_as("arjun"), outcome="refused").count() == 1
