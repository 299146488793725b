"""What each trigger reads of the records: the record that makes it fire, and the act that clears it (domain §1.5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from opportunities.services.amend import amend
from opportunities.services.log_activity import NewActivity, log_activity
from qualification.domain.proposal import ScopeItem, SpecialTerm, ThirdParty
from qualification.models import ProposalVersion
from qualification.services.confidence_call import hold_call
from qualification.services.confirm import withdraw_confirmation
from qualification.services.raise_red_flag import close_red_flag
from tests.cast import Cast
from tests.qualification.offering import EVIDENCE, PLAIN, Offering
from tests.qualification.proof import Proof
from tests.qualification.requirements import judge, require, write_path
from tests.story import NOTE, Deal

pytestmark = pytest.mark.django_db


@pytest.fixture
def offering(cast: Cast) -> Offering:
    """A deal of the three-stage process with a plain proposal, estimated."""
    found = Offering(Deal(cast))
    found.write()
    found.estimate()
    return found


def hold_the_call(offering: Offering) -> None:
    """Log the call that was asked for and say what came of it."""
    call = offering.deal.row.calls.get()
    contacts = [offering.deal.contact.pk]
    held = log_activity(**offering.deal.known(), new=NewActivity("call", "Confidence call", NOTE, contact_ids=contacts))
    known = {"actor": offering.deal.actor, "now": offering.deal.now, "call_id": call.pk}
    hold_call(**known, activity_id=held.pk, outcome="They trust the approach")


def confirm_processor(offering: Offering) -> None:
    """Put the processor on the list and confirm it for the buyer."""
    offering.confirm("processor", "HOST V7 ")
    assert "T02" in offering.causes()
    offering.confirm("processor", "Host v7", for_buyer=True)


def settle_flag(offering: Offering) -> None:
    """Settle the red flag."""
    flag = offering.deal.row.red_flags.get()
    close_red_flag(actor=offering.deal.cast.actor("ana"), now=offering.deal.now, flag_id=flag.pk, how=EVIDENCE)


def file_commitment(offering: Offering) -> None:
    """File the third party's commitment and name it."""
    offering.deal.file("other")
    paper = offering.deal.row.documents.get()
    offering.write(third_parties=(ThirdParty("Testwerk", "lab_slot", paper.pk),))


def run_poc(offering: Offering) -> None:
    """Run a proof that fails."""
    proof = Proof(offering.deal)
    proof.run_to_validation()
    proof.measure("fast", "1")
    proof.close()


Act = Callable[[Offering], Any]
YESTERDAY = timedelta(days=1)
STORIES: dict[str, tuple[Act, Act]] = {
    "T01": (lambda o: o.write(assumptions=("Same kernel",)), lambda o: o.validate("Same kernel")),
    "T02": (lambda o: o.write(processor="Host v7"), confirm_processor),
    "T03": (lambda o: o.write(tools=("Reader R2",)), lambda o: o.confirm("tool", "reader r2", for_buyer=True)),
    "T04": (lambda o: o.flag(), settle_flag),
    "T05": (lambda o: o.ask_for_call(), hold_the_call),
    "T06": (lambda o: o.estimate("30"), lambda o: o.estimate("25")),
    "T11": (lambda o: o.write(items=(ScopeItem("Own kernel", "kernel", is_custom=True),)), lambda o: o.write(items=PLAIN.items)),
    "T12": (lambda o: o.write(special_terms=(SpecialTerm("promise", "Live in May"),)), lambda o: o.clear("T12")),
    "T13": (
        lambda o: o.write(go_live_on=o.deal.row.close_date + timedelta(days=59)),
        lambda o: o.write(go_live_on=o.deal.row.close_date + timedelta(days=60)),
    ),
    "T15": (lambda o: o.write(third_parties=(ThirdParty("Testwerk", "lab_slot"),)), file_commitment),
    "T16": (lambda o: o.write(places=("NO",), schemes=("girocard",)), lambda o: (
        o.confirm("place", "NO"), o.confirm("scheme", "Girocard"))),
    "T17": (lambda o: o.write(special_terms=(SpecialTerm("legal_terms", "Their paper"),)), lambda o: o.clear("T17")),
    "T18": (lambda o: o.write(special_terms=(SpecialTerm("payment_terms", "90 days"),)), lambda o: o.clear("T18")),
    "T19": (lambda o: o.write(special_terms=(SpecialTerm("guarantee", "First time"),)), lambda o: o.write(special_terms=())),
    "T20": (
        lambda o: amend(**o.known(), changes={"one_time": Decimal(250_000)}),
        lambda o: amend(**o.known(), changes={"one_time": Decimal(249_999)}),
    ),
    "T21": (lambda o: require(o.deal, "infosec", "Keys stay with them"), lambda o: write_path(o.deal)),
    "T25": (lambda o: o.write(special_terms=(SpecialTerm("free_work", "Pilot"),)), lambda o: o.clear("T25")),
    "T26": (lambda o: o.write(special_terms=(SpecialTerm("subcontractor", "Lab"),)), lambda o: o.write(special_terms=())),
}  # fmt: skip


@pytest.mark.parametrize("key", STORIES)
def test_fires_for_its_record_and_is_cleared_by_its_act(offering: Offering, key: str) -> None:
    fires, clears = STORIES[key]
    fires(offering)
    assert offering.open_keys() == [key]
    clears(offering)
    assert offering.open_keys() == []


def test_a_rejected_security_requirement_fires_whatever_the_path(offering: Offering) -> None:
    write_path(offering.deal)
    row = require(offering.deal, "infosec", "Keys stay with them")
    assert offering.causes() == {}
    judge(offering.deal, row, "rejected")
    assert offering.causes()["T21"].about == "Keys stay with them"


def test_the_poc_fires_where_it_failed(offering: Offering) -> None:
    run_poc(offering)
    assert offering.causes()["T22"].about == "not_met"


def test_the_poc_fires_where_the_process_asks_for_one_and_none_was_run(cast: Cast) -> None:
    offering = Offering(Deal(cast, process="nb.edge"))
    offering.write()
    assert offering.causes()["T22"].about == "skipped"


def test_a_delivered_country_needs_no_confirmation(offering: Offering) -> None:
    offering.write(places=("NO",))
    confirmed = offering.confirm("place", "no")
    assert "T16" not in offering.causes()
    known = {"actor": offering.deal.cast.actor("ana"), "now": offering.deal.now}
    withdraw_confirmation(**known, confirmation_id=confirmed.pk, reason="We have nobody there any more")
    assert "T16" in offering.causes()


class TestAfterAClearance:
    @pytest.fixture
    def cleared(self, offering: Offering) -> Offering:
        """A proposal of 40,000 with 10 days that was cleared."""
        offering.write(exclusions=("Printers",))
        offering.estimate()
        offering.request()
        offering.decide()
        return offering

    @pytest.mark.parametrize(
        ("act", "about"),
        [
            (lambda o: o.estimate("11.5"), "effort 11.5 instead of 10.0"),
            (lambda o: amend(**o.known(), changes={"one_time": Decimal(36_000)}), "price 36000.00 instead of 40000.00"),
            (lambda o: o.write(exclusions=()), "without the exclusion Printers"),
            (lambda o: o.write(items=(*PLAIN.items, ScopeItem("Report", "report"))), "new deliverable report"),
        ],
    )
    def test_a_material_deviation_fires_t09(self, cleared: Offering, act: Act, about: str) -> None:
        cleared.write(risks=("The lab closes in July",))
        cleared.estimate()
        act(cleared)
        assert cleared.causes()["T09"].about == about

    def test_a_changed_version_fires_t27_on_the_original_routes(self, offering: Offering) -> None:
        offering.write(special_terms=(SpecialTerm("free_work", "Pilot"),))
        offering.clear("T25")
        offering.estimate()
        offering.request()
        offering.decide()
        offering.write(special_terms=())
        assert offering.causes()["T27"].about == f"changed since version {ProposalVersion.objects.count() - 1}"
        assert set(offering.causes()["T27"].routes) == {"psv", "lr"}
        offering.request()
        offering.estimate()
        offering.clear("T27")
        offering.decide()
        assert offering.open_keys() == []
