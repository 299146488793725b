"""More time for a proof: two people give it, the second time it is a risk, there is no third (domain §4.2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from qualification.models import Extension
from qualification.services.extend_poc import ask_extension, give_extension, refuse_extension
from salesops.core.errors import Conflict, Invalid, Refused
from salesops.outbox.models import Event
from salesops.users.models import WorkspaceSetting
from tests.cast import Cast, key_for
from tests.qualification.proof import Proof
from tests.story import NOTE, Deal

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]


def ask(proof: Proof, who: str = "elena", days: int = 14, reason: str = NOTE) -> Extension:
    """Ask for more time."""
    return ask_extension(**proof.known(proof.deal.cast.actor(who)), days=days, reason=reason)


def give(proof: Proof, who: str) -> Extension:
    """Give one's part."""
    return give_extension(**proof.known(proof.deal.cast.actor(who)))


def extend(proof: Proof, days: int = 14) -> None:
    """Ask for and give more time."""
    ask(proof, days=days)
    give(proof, "ana")
    give(proof, "tomas")


class TestTwoPeople:
    @pytest.mark.parametrize("order", [("ana", "tomas"), ("tomas", "ana"), ("piotr", "rosa")])
    def test_give_it_in_any_order(self, proof: Proof, order: tuple[str, str]) -> None:
        ask(proof)
        first, second = order
        assert not give(proof, first).is_given
        assert proof.row.extended_days == 0
        assert give(proof, second).is_given
        assert proof.row.extended_days == 14
        told = Event.objects.filter(type="poc.extended.v1").latest("id")
        assert told.data["is_given"] is True

    def test_a_validator_who_asks_gives_the_first_part(self, proof: Proof) -> None:
        assert ask(proof, "ana").validator_id == proof.ana.user_id
        assert give(proof, "tomas").is_given

    @pytest.mark.parametrize("who", ["elena", "ana", "ingrid", "naomi", "arjun"])
    def test_nobody_else_gives_the_second(self, proof: Proof, who: str) -> None:
        ask(proof, "ana")
        with pytest.raises((Conflict, Refused)):
            give(proof, who)
        assert proof.row.extended_days == 0

    def test_one_who_holds_both_roles_gives_one_part(self, proof: Proof) -> None:
        proof.deal.cast.user("ana").role_grants.create(role="regional_vp", granted_at=proof.deal.now)
        ask(proof)
        give(proof, "ana")
        with pytest.raises(Conflict) as refused:
            give(proof, "ana")
        assert refused.value.code == "extension_second_person"
        assert give(proof, "tomas").is_given

    def test_an_owner_who_holds_both_roles_gives_none(self, proof: Proof) -> None:
        for role in ("regional_vp", "solutions_engineer"):
            proof.deal.cast.user("elena").role_grants.create(role=role, granted_at=proof.deal.now)
        assert ask(proof).validator_id is None
        with pytest.raises(Conflict):
            give(proof, "elena")

    def test_who_works_alone_gives_both(self, proof: Proof) -> None:
        WorkspaceSetting.objects.update(team_mode="solo")
        for role in ("regional_vp", "solutions_engineer"):
            proof.deal.cast.user("elena").role_grants.create(role=role, granted_at=proof.deal.now)
        ask(proof)
        assert give(proof, "elena").is_given

    def test_a_seller_elsewhere_does_not_ask(self, proof: Proof) -> None:
        with pytest.raises(Refused):
            ask(proof, "arjun")


class TestHowOften:
    def test_the_plan_may_end_later_then(self, proof: Proof) -> None:
        today = proof.deal.now.date()
        with pytest.raises(Invalid, match="at most 30 days"):
            proof.write(ends_on=today + timedelta(days=40))
        extend(proof)
        assert proof.write(ends_on=today + timedelta(days=40)).number == 2

    @pytest.mark.parametrize("who", ["elena", "ana"])
    def test_a_third_is_refused_to_everyone(self, proof: Proof, who: str) -> None:
        extend(proof)
        extend(proof, 7)
        assert proof.row.extended_days == 21
        with pytest.raises(Conflict) as refused:
            ask(proof, who)
        assert refused.value.code == "poc_extended_twice"
        assert "nobody gives it a third time" in refused.value.message

    @pytest.mark.parametrize(
        ("days", "reason", "field"), [(15, NOTE, "days"), (0, NOTE, "days"), (14, "More", "reason")]
    )
    def test_it_has_a_most_and_a_reason(self, proof: Proof, days: int, reason: str, field: str) -> None:
        with pytest.raises(Invalid) as refused:
            ask(proof, days=days, reason=reason)
        assert set(refused.value.fields) == {field}

    def test_one_is_asked_at_a_time(self, proof: Proof) -> None:
        ask(proof)
        with pytest.raises(Invalid, match="asked for already"):
            ask(proof, "ana")

    @pytest.mark.parametrize("who", ["elena", "ana", "tomas"])
    def test_a_refused_one_is_asked_again(self, proof: Proof, who: str) -> None:
        ask(proof)
        refuse_extension(**proof.known(proof.deal.cast.actor(who)), reason="The board waits for the numbers")
        assert ask(proof).number == 1
        with pytest.raises(Conflict):
            refuse_extension(**proof.known(proof.deal.cast.actor("ingrid")), reason="The board waits for the numbers")

    def test_nothing_is_given_that_nobody_asked_for(self, proof: Proof) -> None:
        with pytest.raises(Conflict) as refused:
            give(proof, "tomas")
        assert refused.value.code == "extension_not_asked"

    def test_a_measured_proof_takes_none(self, cast: Cast) -> None:
        proof = Proof(Deal(cast))
        proof.run_to_validation()
        proof.close()
        with pytest.raises(Conflict, match="measured"):
            ask(proof)


class TestThePage:
    def test_walks_from_the_question_to_the_days(self, proof: Proof, browser_of: Browser) -> None:
        page = f"/opportunities/{proof.deal.id}/poc/"
        elena, ana, tomas = (browser_of(who) for who in ("elena", "ana", "tomas"))
        assert "Ask for 14 days more" in elena.get(page).content.decode()
        assert elena.post(f"{page}extension/ask/", {"days": "14", "reason": NOTE}).status_code == 302
        for client, says in ((elena, "Take it back"), (ana, "Give it"), (tomas, "Refuse")):
            assert says in client.get(page).content.decode()
        assert "Give it" not in elena.get(page).content.decode()
        assert ana.post(f"{page}extension/give/").status_code == 302
        assert "Give it" not in ana.get(page).content.decode()
        assert tomas.post(f"{page}extension/give/").status_code == 302
        shown = " ".join(elena.get(page).content.decode().split())
        assert "14 days more, given by Ana Ferreira and Tomas Keller" in shown
        assert "extended by 14 d" in shown

    def test_says_that_a_second_is_a_risk_and_a_third_is_not_there(self, proof: Proof, browser_of: Browser) -> None:
        extend(proof)
        extend(proof)
        shown = browser_of("elena").get(f"/opportunities/{proof.deal.id}/poc/").content.decode()
        assert "Extended a second time" in shown
        assert "There is no third extension." in shown
        assert "Ask for 14 days more" not in shown


class TestOverRest:
    def test_programs_ask_and_people_give(self, proof: Proof, browser_of: Browser) -> None:
        where = f"/api/v1/pocs/{proof.id}/extensions/"
        key = {"Authorization": f"Bearer {key_for('elena', 'deal:read', 'deal:write')}"}
        body: dict[str, Any] = {"days": 10, "reason": NOTE}
        made = Client().post(where, body, content_type="application/json", headers=key)
        assert (made.status_code, made.json()["is_given"]) == (201, False)
        key = {"Authorization": f"Bearer {key_for('ana', 'deal:read', 'deal:write')}"}
        version = {"If-Match": f'"{proof.row.version}"'}
        refused = Client().post(f"{where}give/", {}, content_type="application/json", headers=key | version)
        assert refused.status_code == 403
        for who in ("ana", "tomas"):
            version = {"If-Match": f'"{proof.row.version}"'}
            given = browser_of(who).post(f"{where}give/", {}, content_type="application/json", headers=version)
        assert given.json()["extended_days"] == 10
        assert browser_of("elena").get(where).json()["results"][0]["is_given"] is True
