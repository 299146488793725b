"""A changed must-criterion un-signs the plan and stops the sessions from the third on (R27): page, REST, raw SQL."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from qualification.domain.poc import BY_KEY, SESSIONS, SIGNED_FROM
from qualification.models import PocSession
from qualification.queries.poc import current_plan
from qualification.services.poc_locking import is_signed
from salesops.audit.models import AuditEntry
from salesops.charter.refusals import refusal
from tests.qualification.proof import Proof
from tests.story import NOTE

pytestmark = pytest.mark.django_db

R27 = refusal("R27")
LATE = [each.key for each in SESSIONS if each.number >= SIGNED_FROM]
Browser = Callable[[str], Client]


@pytest.fixture
def signed(proof: Proof) -> Proof:
    """A proof three days old: signed, everything held before the session that is booked."""
    proof.deal.now = timezone.now() - timedelta(days=3)
    proof.sign()
    return proof


def book(proof: Proof, kind: str) -> PocSession:
    """Hold what comes before the session, and book it for a time that has passed by now."""
    for each in SESSIONS:
        if each.key == kind:
            return proof.schedule(kind)
        proof.hold(each.key)
    raise LookupError(kind)


def change_on_the_page(proof: Proof, browser_of: Browser, **more: str) -> None:
    """Open the form of the plan, change a field, save."""
    elena, where = browser_of("elena"), f"/opportunities/{proof.deal.id}/poc/plan/edit/"
    form = elena.get(where).context["form"]
    sent = {each.html_name: each.value() for each in form if each.value() not in (None, "", False)}
    assert elena.post(where, sent | more).status_code == 302


def change_over_rest(proof: Proof, client: Client, **more: Any) -> None:
    """Read the plan, change a must, write it back."""
    where = f"/api/v1/pocs/{proof.id}/"
    read = client.get(where)
    terms = read.json()["plan"]["terms"]
    for each in terms["participants"]:
        del each["name"]
    terms["criteria"][0] |= more
    version = {"If-Match": read.headers["ETag"]}
    written = client.put(f"{where}plan/", terms, content_type="application/json", headers=version)
    assert (written.status_code, written.json()["plan"]["is_signed"]) == (200, False)
    assert written.json()["plan"]["needs_signature"] == ["A must-criterion changed."]


class TestOnThePage:
    def test_it_unsigns_and_blocks_session_3(self, signed: Proof, browser_of: Browser) -> None:
        session = book(signed, "hands_on")
        change_on_the_page(signed, browser_of, target_0="90")
        assert not is_signed(current_plan(signed.row))
        page, ana = f"/opportunities/{signed.deal.id}/poc/", browser_of("ana")
        assert "has not signed version 2" in ana.get(page).content.decode()
        body = {"outputs": list(BY_KEY["hands_on"].outputs), "contacts": [signed.deal.contact.pk], "note": NOTE}
        blocked = ana.post(f"{page}sessions/{session.pk}/hold/", body)
        assert blocked.status_code == 409
        for words in (R27.code, R27.sentence, R27.next_action):
            assert words in blocked.content.decode()
        assert AuditEntry.objects.filter(outcome="refused", code="R27", subject_id=signed.deal.id).count() == 1
        session.refresh_from_db()
        assert session.state == "scheduled"
        signed.sign()
        assert ana.post(f"{page}sessions/{session.pk}/hold/", body).status_code == 302

    def test_a_should_leaves_it_signed(self, signed: Proof, browser_of: Browser) -> None:
        change_on_the_page(signed, browser_of, target_1="9")
        plan = current_plan(signed.row)
        assert plan is not None
        assert (plan.number, is_signed(plan)) == (2, True)


class TestOverRest:
    @pytest.mark.parametrize("kind", LATE)
    def test_it_unsigns_and_blocks_every_session_from_the_third(
        self, signed: Proof, as_person: Browser, kind: str
    ) -> None:
        session = book(signed, kind)
        change_over_rest(signed, as_person("elena"), target="90")
        ana, where = as_person("ana"), f"/api/v1/pocs/{signed.id}/"
        body = {"outputs": list(BY_KEY[kind].outputs), "note": NOTE, "contact_ids": [signed.deal.contact.pk]}

        def hold() -> Any:
            version = {"If-Match": ana.get(where).headers["ETag"]}
            held = f"{where}sessions/{session.pk}/hold/"
            return ana.post(held, body, content_type="application/json", headers=version)

        told = hold().json()
        assert (told["status"], told["code"]) == (409, R27.code)
        assert (told["detail"], told["next_action"]) == (R27.sentence, R27.next_action)
        session.refresh_from_db()
        assert session.state == "scheduled"
        signed.sign()
        assert hold().status_code == 200


class TestInRawSql:
    CHANGED = """
        INSERT INTO qualification_successplan (poc_id, number, terms, fingerprint, agrees_with_id, by_id, at)
        SELECT poc_id, number + 1, jsonb_set(terms, '{criteria,0,target}', '"90"'), 'raw', %s, by_id, now()
        FROM qualification_successplan WHERE poc_id = %s ORDER BY number DESC LIMIT 1
    """
    HELD = "UPDATE qualification_pocsession SET state = 'held' WHERE id = %s"

    @pytest.mark.parametrize("kind", LATE)
    def test_it_unsigns_and_blocks_every_session_from_the_third(self, signed: Proof, kind: str) -> None:
        session = book(signed, kind)
        signature = signed.row.plans.get(number=1)
        with pytest.raises(IntegrityError, match="R27"):
            run(self.CHANGED, signature.pk, signed.id)
        run(self.CHANGED, None, signed.id)
        with pytest.raises(IntegrityError, match="R27"):
            run(self.HELD, session.pk)
        session.refresh_from_db()
        assert session.state == "scheduled"
        signed.write(next_step="Contract")
        signed.sign()
        run(self.HELD, session.pk)


def run(statement: str, *values: Any) -> None:
    """Run a statement as the runtime role does, in a transaction of its own."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
