"""The gates of the certification process: what each asks for, and that a draft is no way in (domain §2.11)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from opportunities.services.amend import amend
from opportunities.services.create import NewOpportunity, create
from opportunities.services.write_plan import write_discovery
from salesops.core.errors import Conflict
from salesops.process.domain.definition import Definition
from salesops.process.domain.evaluation import evaluate_edge
from salesops.process.domain.reading import read_definition
from salesops.process.domain.registry import EVALUATORS, load_facts
from salesops.process.models import ProcessDefinition
from salesops.process.queries import published_definition
from tests.cast import Cast
from tests.qualification.offering import Offering
from tests.story import Deal

pytestmark = pytest.mark.django_db
TEMPLATE = "current_state desired_state pain impact critical_event stakeholders constraints alternatives budget timeline".split()


@pytest.fixture
def definition(db: None) -> Definition:
    """The process as the database keeps it."""
    return read_definition(published_definition("nb.certification").content)


@pytest.fixture
def offering(cast: Cast) -> Offering:
    """A deal whose proposal and evidence the gates are asked about."""
    return Offering(Deal(cast))


def missing(offering: Offering, definition: Definition, stage: str) -> set[str]:
    """Return what the gate out of a stage still asks for, without MEDDPICC; the database reads the new lists alike."""
    deal = offering.deal
    known = load_facts("opportunity", [deal.id], deal.now)[deal.id]
    edge = definition.main_edge(stage)
    assert edge is not None
    found = evaluate_edge(definition, edge, known, now=deal.now, evaluators=EVALUATORS)
    for item in definition.criteria(edge):
        if item.evaluator == "criteria_all_pass":
            state = next(each.state for each in found.items if each.id == item.id)
            assert (state == "met") is in_sql(deal, dict(item.args)), item.id
    return {each.id for each in found.missing if not each.id.endswith("-M")}


def in_sql(deal: Deal, args: dict[str, Any]) -> bool:
    """Ask the database's own reading of a list."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gate_criteria_all_pass(%s, %s, %s)", [deal.id, json.dumps(args), deal.now])
        return bool(cursor.fetchone()[0])


class TestTheGates:
    def test_out_of_sourced_wants_buyer_date_problem_call_and_nda(self, offering: Offering, definition) -> None:
        deal = offering.deal
        assert missing(offering, definition, "sourced") == {"1-E1", "1-E2", "1-E3", "1-E4", "1-X1", "1-X2", "2-E1"}
        deal.name_buyer()
        deal.write_problem()
        deal.log_call()
        deal.file("nda")
        amend(**deal.known(), changes={"expected_purchase_date": deal.now.date()})
        write_discovery(**deal.known(), answers={"current_state": "Two kiosks run uncertified"})
        assert missing(offering, definition, "sourced") == {"1-E1", "1-X2"}
        deal.file("nda", "signed")
        assert missing(offering, definition, "sourced") == {"1-E1"}

    def test_out_of_discovery_wants_the_scope_in_names(self, offering: Offering, definition) -> None:
        assert missing(offering, definition, "discovery") == {"2-X1", "2-X2", "3-E1"}
        write_discovery(**offering.deal.known(), answers=dict.fromkeys(TEMPLATE, "They told us"))
        offering.write(assumptions=("One host",), processor="Acme Host")
        assert missing(offering, definition, "discovery") == {"2-X2", "3-E1"}
        offering.write(tools=("Lane 3000",), schemes=("Visa",))
        assert missing(offering, definition, "discovery") == {"3-E1"}
        offering.request()
        assert missing(offering, definition, "discovery") == set()

    def test_out_of_validation_wants_a_verdict_that_clears_and_every_trigger(
        self, offering: Offering, definition
    ) -> None:
        assert missing(offering, definition, "validation") == {"3-X1", "4-E1"}
        offering.write()
        offering.estimate()
        offering.request()
        offering.clear_all()
        assert "3-X1" in missing(offering, definition, "validation")
        offering.decide()
        assert missing(offering, definition, "validation") == set()

    def test_a_margin_below_the_floor_takes_the_verdict_back(self, offering: Offering, definition) -> None:
        offering.write()
        offering.estimate()
        offering.request()
        offering.clear_all()
        offering.decide()
        offering.estimate("35")
        assert missing(offering, definition, "validation") == {"3-X1", "4-E1"}

    def test_a_block_holds_the_deal_and_says_so(self, offering: Offering, definition) -> None:
        offering.write()
        offering.estimate()
        offering.request()
        offering.decide("blocked", note="The host does not take these devices")
        assert missing(offering, definition, "validation") == {"3-X1", "4-E1"}

    def test_out_of_proposal_wants_it_final_presented_and_accepted(self, offering: Offering, definition) -> None:
        offering.write()
        offering.estimate()
        offering.request()
        offering.clear_all()
        offering.decide()
        assert missing(offering, definition, "proposal") == {"4-X1", "4-X2", "4-X3", "5-E1"}
        offering.finalise()
        offering.deal.file("proposal")
        assert missing(offering, definition, "proposal") == {"4-X3", "5-E1"}

    def test_out_of_contracting_wants_more_than_a_signature(self, offering: Offering, definition) -> None:
        # What a channel asks for is told by tests/flows/test_certification.py.
        offering.deal.file("agreement", "signed")
        assert missing(offering, definition, "contracting") == {"6-X1"}


@pytest.mark.usefixtures("standard_is_a_draft")
class TestADraft:
    def test_starts_no_deal(self, cast: Cast) -> None:
        with pytest.raises(Conflict) as refused:
            create(actor=cast.elena, now=Deal(cast).now, new=NewOpportunity("nb.standard"))
        assert refused.value.code == "R25"

    def test_is_no_way_in_by_raw_sql(self, offering: Offering) -> None:
        draft = ProcessDefinition.objects.get(key="nb.standard")
        row = offering.deal.row
        row.pk, row.definition_id, row.stage = None, draft.pk, "created"
        with pytest.raises(DatabaseError, match="not published"), transaction.atomic():
            row.save(force_insert=True)
