"""Settings › Guardrails without a script: the editor keeps what was typed, and every step works by plain forms."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from approvals.domain.guardrails import Guardrails
from approvals.forms.guardrails import GuardrailsForm
from approvals.models import GuardrailSet
from approvals.queries.economics import economics
from approvals.queries.rule_sets import rule_set_page
from salesops.core.errors import Refused
from tests.approvals.asking import Asking
from tests.approvals.drafts import LOOSER, REASON, back_tested, drafted
from tests.approvals.offers import RULES
from tests.cast import NOW, Cast, hire


def typed(rules: Guardrails, **more: Any) -> dict[str, Any]:
    """Return what a browser sends for a rule set that nobody changed."""
    fields = GuardrailsForm(rules=rules).initial
    return {name: value for name, value in fields.items() if value is not False} | {"version": 1, "reason": ""} | more


def read(data: dict[str, Any]) -> Guardrails:
    """Return the rules a form reads."""
    form = GuardrailsForm(data, rules=RULES)
    assert form.is_valid(), form.errors
    return form.read_rules()


class TestEditor:
    def test_reads_back_what_it_shows(self) -> None:
        assert read(typed(RULES)) == RULES

    @pytest.mark.parametrize(
        ("field", "value", "wanted"),
        [
            ("discount_0", "12", LOOSER),
            ("longest_term", "72", replace(RULES, longest_term=72)),
            (
                "margin_services",
                "30.5",
                replace(RULES, margin_floors={"software": Decimal(60), "services": Decimal("30.5")}),
            ),
            ("split_roles", ["leader", "regional_vp"], replace(RULES, split_roles=("regional_vp", "leader"))),
            ("payment_2", "75", replace(RULES, payment=replace(RULES.payment, edges=(30, 45, 75)))),
        ],
    )
    def test_reads_what_is_typed(self, field: str, value: Any, wanted: Guardrails) -> None:
        assert read(typed(RULES, **{field: value})) == wanted

    def test_reads_the_cells(self) -> None:
        rules = read(typed(RULES, cell_0_0=["legal"], tell_0_1="on", cell_3_2=[]))
        assert rules.matrix.roles[0][0] == ("legal",)
        assert rules.matrix.notices[0][1] == ("legal",)
        assert rules.matrix.roles[3][2] == ()

    @pytest.mark.parametrize(
        ("field", "value"), [("discount_0", "101"), ("payment_0", "0"), ("cell_0_0", ["sdr"]), ("acv_0", "")]
    )
    def test_refuses_what_cannot_be(self, field: str, value: Any) -> None:
        assert field in GuardrailsForm(typed(RULES, **{field: value}), rules=RULES).errors


@pytest.mark.django_db
class TestPages:
    @pytest.fixture
    def kim(self) -> Client:
        """Kim's browser."""
        client = Client()
        client.force_login(hire("kim"), backend="salesops.users.services.sign_in.ThrottledBackend")
        return client

    def test_a_draft_is_written_by_plain_forms(self, kim: Client) -> None:
        answer = kim.post(reverse("approvals:draft_guardrails"))
        edit = answer.headers["Location"]
        assert kim.get(edit).status_code == 200
        answer = kim.post(edit, typed(RULES, discount_0="12", reason=REASON))
        assert answer.headers["Location"] == reverse("approvals:guardrails_version", args=[2])
        page = kim.get(answer.headers["Location"]).content.decode()
        assert "Above 12 % to 20 %" in page
        assert "10 % · 20 % · 30 %" in page
        assert "It says what v1 says" not in page

    def test_what_cannot_be_published_comes_back_with_its_reason(self, kim: Client) -> None:
        edit = kim.post(reverse("approvals:draft_guardrails")).headers["Location"]
        answer = kim.post(edit, typed(RULES, cell_2_0=[], longest_term="58", reason="Kept."))
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "A larger discount never needs fewer approvers." in page
        assert 'value="58"' in page
        assert "Kept." in page
        assert GuardrailSet.objects.get(number=2).rules == RULES.as_json()

    def test_a_band_is_added_and_taken_away_by_plain_buttons(self, kim: Client) -> None:
        edit = kim.post(reverse("approvals:draft_guardrails")).headers["Location"]
        assert 'value="split discount 1"' in kim.get(edit).content.decode()
        answer = kim.post(edit, typed(RULES, band="split discount 1", longest_term="72"))
        assert answer.headers["Location"] == edit
        page = kim.get(edit).content.decode()
        assert "Above 10 % to 15 %" in page
        assert "Above 15 % to 20 %" in page
        assert 'value="72"' in page
        wider = Guardrails.read(GuardrailSet.objects.get(number=2).rules)
        kim.post(edit, typed(wider, version=2, band="join discount 1"))
        joined = Guardrails.read(GuardrailSet.objects.get(number=2).rules)
        assert joined == replace(RULES, longest_term=72)

    def test_a_band_without_room_says_so_and_keeps_what_was_typed(self, kim: Client) -> None:
        edit = kim.post(reverse("approvals:draft_guardrails")).headers["Location"]
        answer = kim.post(edit, typed(RULES, payment_1="31", band="split payment 1", reason="Kept."))
        assert answer.status_code == 422
        assert "Between 30 and 31 there is no room for another edge." in answer.content.decode()
        assert "Kept." in answer.content.decode()

    def test_a_stale_editor_changes_nothing(self, kim: Client) -> None:
        edit = kim.post(reverse("approvals:draft_guardrails")).headers["Location"]
        kim.post(edit, typed(RULES, discount_0="12"))
        answer = kim.post(edit, typed(RULES, discount_0="14"))
        assert answer.status_code == 412
        assert "was changed since you read it" in answer.content.decode()

    def test_the_fragment_of_a_test_is_for_htmx_alone(self, kim: Client, cast: Cast) -> None:
        cast.people["kim"] = hire("kim")
        draft = drafted(cast)
        back_tested(cast, draft)
        where = reverse("approvals:test_guardrails", args=[draft.number])
        assert kim.get(where).status_code == 302
        part = kim.get(where, headers={"HX-Request": "true"})
        assert part.headers["HX-Refresh"] == "true"
        assert part.content.decode().lstrip().startswith('<section class="panel" id="test"')

    def test_what_became_of_deals_is_for_those_who_may_see_them(self, cast: Cast) -> None:
        draft = drafted(cast)
        back_tested(cast, draft)
        assert rule_set_page(cast.kim, draft.number, now=NOW.replace(year=2030)).report is not None
        assert rule_set_page(cast.vera, draft.number, now=NOW.replace(year=2030)).report is None


@pytest.mark.django_db
class TestExceptionEconomics:
    def test_weighs_what_was_granted(self, cast: Cast) -> None:
        asking = Asking(cast, discount=24)
        asking.submit()
        asking.approve_all()
        page = economics(cast.ingrid, now=NOW.replace(year=2030), chosen={})
        (band,) = page.bands
        assert (band.name, band.requests, band.granted, band.won, band.open) == ("Above 20 % to 30 %", 1, 1, 0, 1)
        assert band.discount == Decimal("24.0000")
        net = Decimal("0.76") * (3 * 483_000 + 60_000)
        assert band.margin == pytest.approx(float(100 * (net - 3 * 140_000 - 37_200) / net))
        assert band.win_rate is None
        assert {line.name for line in page.approvers} == {"Tomas Keller", "Naomi Feld", "Ingrid Solheim"}

    def test_opens_the_records_of_a_number(self, cast: Cast) -> None:
        asking = Asking(cast, discount=24)
        asking.submit()
        asking.approve_all()
        known = {"now": NOW.replace(year=2030)}
        for chosen, number in (
            ({"band": "2"}, 1),
            ({"band": "2", "outcome": "won"}, 0),
            ({"approver": str(cast.naomi.user_id), "answer": "granted"}, 1),
            ({"answer": "rejected"}, 0),
            ({"band": "99", "approver": "x"}, 1),
        ):
            assert economics(cast.ingrid, **known, chosen=chosen).number == number, chosen

    def test_is_not_for_sellers(self, cast: Cast) -> None:
        with pytest.raises(Refused):
            economics(cast.elena, now=NOW, chosen={})
