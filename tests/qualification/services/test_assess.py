"""Assessing, co-signing, forced re-confirmation: who may, who may not, what is kept."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from opportunities.services.amend import amend
from qualification.domain.standing import MeddpiccFacts
from qualification.models import Assessment, Cosignature, Reconfirmation
from qualification.services.assess import NewAssessment, assess
from qualification.services.cosign import cosign
from qualification.services.write_details import write_details
from salesops.accounts.services.mark_left import mark_left
from salesops.core.errors import Conflict, Invalid, NotVisible, Refused
from salesops.process.domain.registry import load_facts
from tests.cast import Cast
from tests.story import NOTE, Deal

pytestmark = pytest.mark.django_db


def _new(component: str = "metrics", level: int = 1, **more: Any) -> NewAssessment:
    return NewAssessment(component, level, more.pop("note", NOTE), **more)


def _standing(deal: Deal, component: str) -> Any:
    return load_facts("opportunity", [deal.id], deal.now)[deal.id].part(MeddpiccFacts).standings[component]


class TestAssess:
    """Domain §3.2."""

    def test_the_owner_adds_rows_and_earlier_ones_stay(self, cast: Cast) -> None:
        deal = Deal(cast)
        assess(**deal.known(), new=_new())
        deal.assess("metrics", 2)
        rows = Assessment.objects.filter(opportunity=deal.id).order_by("id").values_list("level", "previous_level")
        assert list(rows) == [(1, 0), (2, 1)]

    @pytest.mark.parametrize(
        ("name", "component", "code"),
        [
            ("arjun", "metrics", "R14"), ("ana", "metrics", "refused"), ("naomi", "metrics", "refused"),
            ("ingrid", "metrics", "refused"), ("beatriz", "metrics", "refused"), ("vera", "metrics", "refused"),
        ],
    )  # fmt: skip
    def test_others_are_refused(self, cast: Cast, name: str, component: str, code: str) -> None:
        deal = Deal(cast)
        with pytest.raises(Refused) as refused:
            assess(**deal.known(cast.actor(name)), new=_new(component))
        assert refused.value.code == code
        assert not Assessment.objects.exists()

    def test_a_validator_sets_decision_criteria_only(self, cast: Cast) -> None:
        deal = Deal(cast)
        assess(**deal.known(cast.ana), new=_new("decision_criteria"))
        assert _standing(deal, "decision_criteria").effective == 1

    def test_who_may_see_nothing_is_told_nothing(self, cast: Cast) -> None:
        deal = Deal(cast)
        with pytest.raises(NotVisible):
            assess(**deal.known(cast.victor), new=_new())

    @pytest.mark.parametrize(
        ("new", "field"),
        [
            (_new("weather"), "component"), (_new(level=4), "level"), (_new(level=-1), "level"), (_new(note="short"), "note"),
            (_new(source_class="rumour"), "source_class"), (_new(level=2), "source_class"),
            (_new(level=2, source_class="customer_said"), "evidence"), (_new(contact_id=99), "contact"),
            (_new(activity_id=99), "activity"), (_new(document_id=99), "document"),
        ],
    )  # fmt: skip
    def test_it_names_what_is_wrong(self, cast: Cast, new: NewAssessment, field: str) -> None:
        deal = Deal(cast)
        with pytest.raises((Invalid, Refused)) as wrong:
            assess(**deal.known(), new=new)
        assert isinstance(wrong.value, Refused) or field in wrong.value.fields
        assert not Assessment.objects.exists()


class TestCosign:
    """Domain §1.4.6."""

    def test_a_second_person_completes_level_three(self, cast: Cast) -> None:
        deal = Deal(cast)
        deal.assess("champion", 3)
        assert _standing(deal, "champion").effective == 2
        cosign(**deal.known(cast.tomas), component="champion")
        assert _standing(deal, "champion").effective == 3

    def test_the_owner_never_does(self, cast: Cast) -> None:
        deal = Deal(cast)
        deal.assess("champion", 3)
        with pytest.raises(Refused) as refused:
            cosign(**deal.known(), component="champion")
        assert refused.value.code == "R15"
        assert not Cosignature.objects.exists()

    def test_whoever_set_it_does_not(self, cast: Cast) -> None:
        deal = Deal(cast)
        given = NewAssessment("champion", 3, NOTE, "customer_said", contact_id=deal.contact.pk)
        assess(**deal.known(cast.tomas), new=given)
        with pytest.raises(Refused, match="your own"):
            cosign(**deal.known(cast.tomas), component="champion")

    @pytest.mark.parametrize(("component", "level"), [("champion", 2), ("metrics", 3)])
    def test_only_a_waiting_level_three_is_cosigned(self, cast: Cast, component: str, level: int) -> None:
        deal = Deal(cast)
        deal.assess(component, level)
        with pytest.raises(Conflict, match="awaits a co-signer"):
            cosign(**deal.known(cast.tomas), component=component)


class TestForced:
    """Domain §3.3, last column."""

    @pytest.mark.parametrize(("value", "is_forced"), [(50_000, True), (49_999, False), (30_000, True), (30_001, False)])
    def test_an_amount_moved_by_a_quarter_forces_metrics(self, cast: Cast, value: int, is_forced: bool) -> None:
        deal = Deal(cast)
        deal.assess("metrics", 2)
        deal.now += timedelta(minutes=1)
        amend(**deal.known(), changes={"one_time": Decimal(value)})
        assert _standing(deal, "metrics").is_forced is is_forced

    @pytest.mark.parametrize(("days", "is_forced"), [(31, True), (30, False), (-31, True)])
    def test_a_close_date_moved_by_over_a_month_forces_the_process(
        self, cast: Cast, days: int, is_forced: bool
    ) -> None:
        deal = Deal(cast)
        amend(**deal.known(), changes={"close_date": deal.row.close_date + timedelta(days=days)})
        assert Reconfirmation.objects.filter(component="decision_process").exists() is is_forced

    def test_a_champion_who_left_must_be_found_again(self, cast: Cast) -> None:
        deal = Deal(cast)
        deal.name_buyer()
        deal.assess("economic_buyer", 2)
        mark_left(
            actor=cast.elena,
            now=deal.now + timedelta(hours=1),
            contact_id=deal.contact.pk,
            version=deal.contact.version,
        )
        assert Reconfirmation.objects.get().component == "economic_buyer"


def test_details_replace_the_rows_of_one_component(cast: Cast) -> None:
    deal = Deal(cast)
    step = {"text": "Board", "owner_name": "Kari", "approver": "Board", "due_on": deal.now.date()}
    write_details(**deal.known(), component="decision_process", rows=[step])
    write_details(**deal.known(), component="decision_process", rows=[step, step])
    assert deal.row.component_details.count() == 2
    with pytest.raises(Invalid, match="weight does not belong"):
        write_details(**deal.known(), component="decision_process", rows=[{"text": "x", "weight": 3}])
