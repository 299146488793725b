"""Requirements, alignments, the security path and questions through their services (domain §4.5 to §4.7)."""

from __future__ import annotations

from typing import Any

import pytest

from opportunities.services.lose import Loss, lose
from opportunities.services.reach_milestone import reach_milestone
from qualification.models import Alignment, Judgement, SecurityStep
from qualification.services.align_group import align_group, unalign_group
from qualification.services.judge_requirement import judge_requirement
from qualification.services.write_security_path import NewStep, write_security_path
from salesops.core.errors import Conflict, Invalid, NotVisible, Refused
from salesops.outbox.models import Event
from salesops.users.models import WorkspaceSetting
from tests.cast import Cast
from tests.qualification.requirements import align, align_all, answer, judge, put_question, require, write_path
from tests.story import NOTE, Deal

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(cast: Cast) -> Deal:
    """A deal of a process with a Business Win."""
    return Deal(cast, process="nb.edge")


def told(deal: Deal) -> list[str]:
    """Return what was told of the deal, oldest first."""
    return list(Event.objects.filter(subject_id=deal.id).order_by("id").values_list("type", flat=True))


class TestRequirements:
    """Written down by whoever shapes the scope, judged by whoever may."""

    @pytest.mark.parametrize("who", ["elena", "ana"])
    def test_owner_and_validation_write_them(self, deal: Deal, who: str) -> None:
        row = require(_as(deal, who))
        assert (row.kind, row.by_id) == ("technical", deal.actor.user_id)
        assert told(deal)[-1] == "requirement.added.v1"

    @pytest.mark.parametrize("who", ["arjun", "tomas", "ingrid", "beatriz", "naomi"])
    def test_nobody_else_does(self, deal: Deal, who: str) -> None:
        with pytest.raises(Refused):
            require(_as(deal, who))

    def test_the_owner_judges_no_technical_one(self, deal: Deal) -> None:
        row = require(deal)
        with pytest.raises(Refused) as refused:
            judge(deal, row, actor=deal.actor)
        assert refused.value.code == "R15"
        assert not Judgement.objects.exists()
        judge(deal, row)
        assert row.judgements.get().by.name == "Ana Ferreira"

    @pytest.mark.parametrize("kind", ["functional", "business", "infosec"])
    def test_the_owner_judges_the_others(self, deal: Deal, kind: str) -> None:
        assert judge(deal, require(deal, kind), actor=deal.actor).state == "validated"

    def test_who_works_alone_judges_their_own(self, deal: Deal) -> None:
        WorkspaceSetting.objects.update(team_mode="solo")
        row = require(deal)
        cast = deal.cast
        cast.user("elena").role_grants.create(role="solutions_engineer", granted_at=deal.now)
        assert judge(deal, row, actor=cast.actor("elena")).state == "validated"

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"note": "Fine"}, "note"),
            ({"contact_id": None}, "evidence"),
            ({"contact_id": 999_999}, "contact"),
            ({"source_class": "rumour"}, "source_class"),
            ({"state": "perfect"}, "state"),
        ],
    )
    def test_a_word_without_evidence_is_none(self, deal: Deal, more: dict[str, Any], field: str) -> None:
        with pytest.raises(Invalid) as refused:
            judge(deal, require(deal), **more)
        assert set(refused.value.fields) == {field}

    def test_an_unknown_one_is_not_there(self, deal: Deal) -> None:
        with pytest.raises(NotVisible):
            judge_requirement(actor=deal.actor, now=deal.now, requirement_id=0, state="open", evidence=None)  # type: ignore[arg-type]

    def test_a_closed_deal_takes_none(self, deal: Deal) -> None:
        lose(**deal.known(), loss=Loss(outcome_class="lost", reason="timing", detail=NOTE, is_reengage_never=True))
        with pytest.raises(Conflict) as refused:
            require(deal)
        assert refused.value.code == "R28"


class TestAlignment:
    """Said by a person, over requirements that are all validated; whatever changes in the group ends it."""

    def test_it_needs_every_requirement_validated(self, deal: Deal) -> None:
        with pytest.raises(Invalid, match="0 of 0"):
            align(deal)
        first = require(deal)
        require(deal, text="Signs in by the company directory")
        judge(deal, first)
        with pytest.raises(Invalid, match="1 of 2"):
            align(deal)

    def test_a_withdrawn_one_does_not_count(self, deal: Deal) -> None:
        judge(deal, require(deal))
        judge(deal, require(deal, text="Runs on paper"), "withdrawn")
        align(deal, actor=deal.cast.actor("ana"))
        assert Alignment.objects.get().is_aligned
        with pytest.raises(Invalid, match="aligned already"):
            align(deal)

    @pytest.mark.parametrize("how", ["added", "rejected", "opened", "withdrawn", "said"])
    def test_a_change_ends_it_and_takes_business_win_back(self, deal: Deal, how: str) -> None:
        row = require(deal, "business")
        judge(deal, row)
        align(deal, "business")
        reach_milestone(**deal.known(), key="business_win", evidence=NOTE)
        if how == "added":
            require(deal, "business", "A second currency")
        elif how == "said":
            unalign_group(**deal.known(), kind="business", reason="The board wants another case")
        else:
            judge(deal, row, {"opened": "open"}.get(how, how))
        assert not Alignment.objects.order_by("-id")[0].is_aligned
        win = deal.row.milestones.get()
        assert win.revoked_at == deal.now
        assert win.revoked_reason.startswith("The business requirements are not aligned any more: ")
        assert told(deal)[-2:] == ["requirement_group.unaligned.v1", "opportunity.milestone_revoked.v1"]

    def test_confirming_one_again_changes_nothing(self, deal: Deal) -> None:
        row = require(deal)
        judge(deal, row)
        align(deal)
        judge(deal, row)
        assert Alignment.objects.get().is_aligned

    def test_another_group_stays_as_it_is(self, deal: Deal) -> None:
        align_all(deal)
        require(deal, "functional", "Exports to a sheet")
        assert list(Alignment.objects.filter(is_aligned=False).values_list("kind", flat=True)) == ["functional"]

    def test_it_ends_only_where_it_stands_and_for_a_reason(self, deal: Deal) -> None:
        with pytest.raises(Invalid, match="not aligned"):
            unalign_group(**deal.known(), kind="business", reason="The board wants another case")
        align_all(deal)
        with pytest.raises(Invalid, match="20 characters"):
            unalign_group(**deal.known(), kind="business", reason="No")

    def test_infosec_is_no_group(self, deal: Deal) -> None:
        with pytest.raises(Invalid, match="technical, functional, business"):
            align_group(**deal.known(), kind="infosec", note=NOTE)


class TestPathAndQuestions:
    """The steps to the clearance, and the log of questions."""

    def test_the_path_is_written_as_a_whole(self, deal: Deal) -> None:
        write_path(deal)
        write_path(deal)
        assert SecurityStep.objects.get().owner_name == "Nils Berg"
        assert told(deal)[-1] == "security_path.written.v1"

    def test_a_step_has_an_owner(self, deal: Deal) -> None:
        with pytest.raises(Invalid, match="Step 1"):
            write_security_path(**deal.known(), steps=[NewStep("Questionnaire", " ", deal.now.date())])

    def test_a_question_is_answered_once(self, deal: Deal) -> None:
        row = put_question(deal)
        answer(deal, row)
        row.refresh_from_db()
        assert (row.answered_by_id, row.answered_at) == (deal.actor.user_id, deal.now)
        with pytest.raises(Invalid, match="answered already"):
            answer(deal, row)

    @pytest.mark.parametrize("who", ["arjun", "tomas", "naomi"])
    def test_others_ask_nothing(self, deal: Deal, who: str) -> None:
        with pytest.raises(Refused):
            put_question(_as(deal, who))


def _as(deal: Deal, who: str) -> Deal:
    """Let another person act on the deal."""
    deal.owner = who
    return deal
