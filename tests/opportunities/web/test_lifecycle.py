"""A new deal is proposed a process with the sentence why; another one is chosen for a reason (domain §2.2)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from opportunities.domain.lifecycles import Situation
from opportunities.models import Opportunity, StageEvent
from opportunities.services.create import NewOpportunity, create
from salesops.audit.models import AuditEntry
from salesops.core.errors import Conflict, Invalid
from tests.cast import NOW, Cast
from tests.opportunities.api.test_deal_over_rest import DEALS, Program
from tests.story import new_account

pytestmark = pytest.mark.django_db
WHY = "Two people decide it within a month."
EDGE = {"offer": "platform", "adoption": "low", "maturity": "high"}
STANDARD = {"offer": "platform"}
PREVIEW = "/opportunities/new/preview/"
PROPOSAL = "/api/v1/opportunities/lifecycle/"


def open_deal(cast: Cast, process: str = "", reason: str = "", **situation: str) -> Opportunity:
    """Open a deal as Elena."""
    new = NewOpportunity(process, situation=Situation(**situation), process_reason=reason)
    return create(actor=cast.elena, now=NOW, new=new)


def first_event(deal_id: int) -> StageEvent:
    """Return what the history says of the opening."""
    return StageEvent.objects.get(opportunity=deal_id, seq=1)


class TestTheService:
    def test_takes_the_process_of_the_zone(self, cast: Cast) -> None:
        deal = open_deal(cast, **EDGE)
        assert deal.definition.key == "nb.edge"
        assert first_event(deal.pk).reason.startswith("By rule Edge connectivity: They operate well")
        told = AuditEntry.objects.get(action="opportunity.created.v1", subject_id=deal.pk).data
        assert (told["lifecycle"], told["proposed_process"]) == ("edge_connectivity", "nb.edge")

    def test_takes_another_one_for_a_reason_that_stays_in_the_history(self, cast: Cast) -> None:
        with pytest.raises(Invalid) as refused:
            open_deal(cast, "generic.three_stage", "Small.", **EDGE)
        assert set(refused.value.fields) == {"process_reason"}
        deal = open_deal(cast, "generic.three_stage", WHY, **EDGE)
        assert deal.definition.key == "generic.three_stage"
        assert WHY in first_event(deal.pk).reason

    @pytest.mark.usefixtures("standard_is_a_draft")
    def test_opens_nothing_in_a_draft(self, cast: Cast) -> None:
        for process in ("", "nb.standard"):
            with pytest.raises(Conflict) as refused:
                open_deal(cast, process, **STANDARD)
            assert refused.value.code == "R25"
            assert "generic.three_stage" in refused.value.next_action

    @pytest.mark.usefixtures("standard_is_a_draft")
    def test_wants_no_reason_where_the_proposed_one_is_a_draft(self, cast: Cast) -> None:
        deal = open_deal(cast, "generic.three_stage", **STANDARD)
        assert "It is not published yet." in first_event(deal.pk).reason

    def test_wants_a_process_or_an_answer(self, cast: Cast) -> None:
        with pytest.raises(Invalid) as refused:
            open_deal(cast)
        assert set(refused.value.fields) == {"process"}

    def test_says_nothing_of_a_rule_nobody_asked(self, cast: Cast) -> None:
        assert first_event(open_deal(cast, "generic.three_stage").pk).reason == ""


def form(**more: Any) -> dict[str, Any]:
    """Return what a person types, with the answers given."""
    account = new_account("Steinbach Castings")
    typed = {"account_id": account.pk, "use_case": "Line connectivity", "source": "other", "currency": "USD"}
    return {**typed, "term_months": "12", "one_time": "40000", **more}


class TestTheForm:
    def test_shows_the_proposal_with_its_sentence_while_it_is_filled_in(self, elena: Client) -> None:
        text = elena.get(PREVIEW, {"part": "lifecycle"} | EDGE).content.decode()
        assert "By rule: Edge connectivity." in text
        assert "They operate well" in text
        assert "Why another process" not in text
        other = EDGE | {"process": "generic.three_stage", "process_reason": WHY}
        text = elena.get(PREVIEW, {"part": "lifecycle"} | other).content.decode()
        assert f"{WHY}</textarea>" in text

    @pytest.mark.usefixtures("standard_is_a_draft")
    def test_says_why_a_draft_cannot_be_chosen(self, elena: Client) -> None:
        text = elena.get(PREVIEW, {"part": "lifecycle"} | STANDARD).content.decode()
        assert "It is not published yet (R25)" in text
        assert "No room provides these evaluators yet" in text
        page = elena.get("/opportunities/new/").content.decode()
        assert "Not published yet (R25)" in page
        assert '<option value="nb.standard"' not in page

    def test_shows_it_without_a_script_too_and_opens_nothing(self, elena: Client) -> None:
        answer = elena.post("/opportunities/new/", form(**EDGE, show="1"))
        text = answer.content.decode()
        assert answer.status_code == 200
        assert "By rule: Edge connectivity." in text
        assert 'value="Line connectivity"' in text
        assert '<option value="low" selected>' in text
        assert not Opportunity.objects.exists()

    def test_opens_the_deal_as_proposed(self, elena: Client) -> None:
        answer = elena.post("/opportunities/new/", form(**EDGE))
        deal = Opportunity.objects.get()
        assert answer["Location"] == f"/opportunities/{deal.pk}/"
        assert deal.definition.key == "nb.edge"
        history = elena.get(f"/opportunities/{deal.pk}/?tab=history").content.decode()
        assert "By rule Edge connectivity" in history

    def test_asks_why_another_one_is_chosen_beside_its_field(self, elena: Client) -> None:
        answer = elena.post("/opportunities/new/", form(**EDGE, process="generic.three_stage"))
        assert answer.status_code == 422
        assert "Say in at least 20 characters why not Edge connectivity." in answer.content.decode()
        elena.post("/opportunities/new/", form(**EDGE, process="generic.three_stage", process_reason=WHY))
        assert Opportunity.objects.get().definition.key == "generic.three_stage"

    @pytest.mark.usefixtures("standard_is_a_draft")
    def test_refuses_a_draft_with_the_way_on(self, elena: Client) -> None:
        answer = elena.post("/opportunities/new/", form(**STANDARD))
        assert answer.status_code == 409
        assert "R25" in answer.content.decode()


@pytest.mark.usefixtures("standard_is_a_draft")
class TestRest:
    def test_proposes(self, cast: Cast) -> None:
        program = Program("elena")
        told = program.send("get", f"{PROPOSAL}?offer=platform&adoption=high&maturity=low").json()
        assert (told["lifecycle"], told["process"], told["is_published"]) == ("runtime_scale", "nb.scale", True)
        told = program.send("get", PROPOSAL).json()
        assert (told["process"], told["is_published"]) == ("nb.standard", False)
        assert told["faults"]
        assert program.send("get", f"{PROPOSAL}?adoption=some").status_code == 400

    def test_opens_by_answers_or_by_name(self, cast: Cast) -> None:
        program = Program("elena")
        made = program.send("post", DEALS, EDGE)
        assert made.status_code == 201
        assert Opportunity.objects.get(pk=made.json()["id"]).definition.key == "nb.edge"
        body = EDGE | {"process": "generic.three_stage"}
        assert program.send("post", DEALS, body).status_code == 422
        assert program.send("post", DEALS, body | {"process_reason": WHY}).status_code == 201
        assert program.send("post", DEALS, {}).status_code == 422
        assert program.send("post", DEALS, STANDARD).json()["code"] == "R25"
