"""A proposal is final only when what fires is cleared, for these causes, in this version (domain §1.5, §1.6)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from opportunities.services.amend import amend
from qualification.domain.proposal import Condition, SpecialTerm
from qualification.models import Review
from qualification.services.accept_risk import accept_risk
from qualification.services.assign_review import assign_review
from qualification.services.clear_trigger import clear_trigger
from qualification.services.decide_review import NewVerdict, decide_review
from qualification.services.request_validation import withdraw_request
from qualification.services.write_proposal import write_proposal
from salesops.core.errors import Conflict, Invalid, Refused, StaleVersion
from salesops.outbox.models import Event
from tests.cast import Cast
from tests.qualification.offering import EVIDENCE, Offering
from tests.story import Deal

pytestmark = pytest.mark.django_db
KERNEL = "Two device models, same kernel"


@pytest.fixture
def offering(cast: Cast) -> Offering:
    """A deal of the three-stage process with a plain proposal."""
    found = Offering(Deal(cast))
    found.write()
    return found


class TestAVersion:
    def test_without_anything_unusual_is_final_at_once(self, offering: Offering) -> None:
        assert offering.causes() == {}
        assert offering.finalise().finalised_at == offering.deal.now

    def test_is_not_final_while_validation_has_not_cleared_it(self, offering: Offering) -> None:
        offering.write(assumptions=(KERNEL,))
        with pytest.raises(Conflict) as refused:
            offering.finalise()
        assert refused.value.code == "R05"
        assert f"T01 Scope assumption not validated: {KERNEL}" in refused.value.message
        assert offering.newest.finalised_at is None

    def test_is_not_final_while_commercial_authority_has_not(self, offering: Offering) -> None:
        offering.write(special_terms=(SpecialTerm("free_work", "Two weeks free"),))
        with pytest.raises(Conflict) as refused:
            offering.finalise()
        assert refused.value.code == "R06"
        offering.clear("T25")
        offering.finalise()

    def test_is_final_once(self, offering: Offering) -> None:
        first = offering.finalise()
        assert offering.finalise().finalised_at == first.finalised_at
        assert Event.objects.filter(type="proposal.finalised.v1").count() == 1

    def test_is_final_only_as_its_owner_read_it(self, offering: Offering) -> None:
        offering.write(exclusions=("Printers",))
        with pytest.raises(StaleVersion):
            write_proposal(**offering.known(), terms=offering.terms, expected_number=1)

    def test_written_again_with_the_same_terms_is_the_same(self, offering: Offering) -> None:
        assert offering.write().number == 1

    def test_names_every_wrong_field(self, offering: Offering) -> None:
        with pytest.raises(Invalid) as refused:
            offering.write(items=(), assumptions=("a", "A"), special_terms=(SpecialTerm("bribe", "Wine"),))
        assert set(refused.value.fields) == {"items", "assumptions", "special_terms"}

    @pytest.mark.parametrize(("who", "code"), [("ana", "R08"), ("ingrid", "refused"), ("arjun", "refused")])
    def test_is_made_final_by_its_owner_alone(self, offering: Offering, who: str, code: str) -> None:
        offering.deal.owner = who
        with pytest.raises(Refused) as refused:
            offering.finalise()
        assert refused.value.code == code


class TestAReview:
    def test_goes_to_who_fits_and_is_free_and_is_due_in_two_business_days(self, offering: Offering) -> None:
        review = offering.request()
        assert review.reviewer_id == offering.deal.cast.actor("ana").user_id
        assert review.due_at > review.requested_at + timedelta(days=1)

    def test_waits_once(self, offering: Offering) -> None:
        offering.request()
        with pytest.raises(Conflict):
            offering.request()

    def test_follows_the_newest_version_while_it_waits(self, offering: Offering) -> None:
        review = offering.request()
        newest = offering.write(exclusions=("Printers",))
        assert Review.objects.get(pk=review.pk).proposal_id == newest.pk

    def test_can_be_given_to_another_validator_and_to_nobody_else(self, offering: Offering) -> None:
        review, cast = offering.request(), offering.deal.cast
        known = {"actor": cast.actor("ana"), "now": offering.deal.now, "review_id": review.pk}
        assert assign_review(**known, reviewer_id=cast.actor("piotr").user_id).reviewer_id
        with pytest.raises(Invalid):
            assign_review(**known, reviewer_id=cast.actor("elena").user_id)

    def test_can_be_withdrawn_before_its_verdict(self, offering: Offering) -> None:
        known = {"actor": offering.deal.actor, "now": offering.deal.now, "review_id": offering.request().pk}
        assert withdraw_request(**known).state == "withdrawn"
        with pytest.raises(Conflict):
            withdraw_request(**known)

    def test_is_clear_only_with_everything_cleared_and_estimated(self, offering: Offering) -> None:
        offering.write(assumptions=(KERNEL,))
        offering.request()
        with pytest.raises(Conflict) as refused:
            offering.decide()
        assert refused.value.facts["missing"] == [f"T01 is not cleared ({KERNEL})", "the effort is not estimated"]
        offering.validate(KERNEL)
        offering.estimate()
        assert offering.decide().state == "clear"
        offering.finalise()

    @pytest.mark.parametrize(("who", "code"), [("elena", "R15"), ("ingrid", "R11"), ("naomi", "refused")])
    def test_is_decided_by_validation_alone(self, offering: Offering, who: str, code: str) -> None:
        review = offering.request()
        with pytest.raises(Refused) as refused:
            decide_review(
                actor=offering.deal.cast.actor(who),
                now=offering.deal.now,
                review_id=review.pk,
                new=NewVerdict("blocked", EVIDENCE),
            )
        assert refused.value.code == code


class TestAClearance:
    def test_counts_only_with_the_verdict(self, offering: Offering) -> None:
        offering.write(tools=("Test tool 7",))
        offering.request()
        offering.clear("T03")
        assert offering.open_keys() == ["T03"]
        offering.estimate()
        offering.decide()
        assert offering.open_keys() == []

    def test_ends_with_another_version(self, offering: Offering) -> None:
        offering.write(tools=("Test tool 7",))
        offering.request()
        offering.clear("T03")
        offering.estimate()
        offering.decide()
        offering.write(exclusions=("Printers",))
        assert offering.open_keys() == ["T03", "T27"]

    def test_ends_when_the_cause_changes(self, offering: Offering) -> None:
        offering.flag()
        offering.request()
        offering.clear("T04")
        offering.estimate()
        offering.decide()
        assert offering.open_keys() == []
        offering.flag("high")
        assert offering.open_keys() == ["T04"]
        assert set(offering.causes()["T04"].routes) == {"psv", "lr"}

    def test_ends_after_thirty_days(self, offering: Offering) -> None:
        offering.write(tools=("Test tool 7",))
        offering.request()
        offering.clear("T03")
        offering.estimate()
        offering.decide()
        offering.deal.now += timedelta(days=30)
        assert offering.open_keys() == []
        offering.deal.now += timedelta(days=1)
        assert offering.open_keys() == ["T03", "T27"]

    def test_of_a_price_ends_with_the_price(self, offering: Offering) -> None:
        amend(**offering.known(), changes={"one_time": Decimal(300_000)})
        offering.clear("T20")
        assert offering.open_keys() == []
        amend(**offering.known(), changes={"one_time": Decimal(310_000)})
        assert offering.open_keys() == ["T20"]

    def test_is_not_given_for_what_somebody_did_not_see(self, offering: Offering) -> None:
        offering.write(tools=("Test tool 7",))
        seen = offering.causes()["T03"]
        offering.write(tools=("Test tool 7", "Reader R2"))
        with pytest.raises(Conflict) as refused:
            clear_trigger(**offering.known("ana"), trigger="T03", route="psv", about=seen.about, evidence=EVIDENCE)
        assert refused.value.code == "cause_changed"


class TestConditions:
    def test_become_exclusions_of_the_next_version_which_they_clear(self, offering: Offering) -> None:
        offering.write(assumptions=(KERNEL,))
        offering.request()
        offering.estimate()
        offering.validate(KERNEL, "rejected")
        text = "The second device model is not part of this offer"
        offering.decide("clear_with_conditions", conditions=(Condition(text, "exclusion", ("T01",)),))
        assert offering.newest.number == 3
        assert offering.newest.terms["exclusions"] == [text]
        assert offering.open_keys() == []
        offering.finalise()

    def test_cannot_be_taken_out_again(self, offering: Offering) -> None:
        offering.write(assumptions=(KERNEL,))
        offering.request()
        offering.estimate()
        text = "The second device model is not part of this offer"
        offering.decide("clear_with_conditions", conditions=(Condition(text, "exclusion", ("T01",)),))
        offering.write(exclusions=("Printers",))
        assert offering.open_keys() == ["T01", "T27"]


class TestABlock:
    def test_stands_until_leadership_accepts_the_risk(self, offering: Offering) -> None:
        offering.write(tools=("Test tool 7",))
        review = offering.request()
        offering.decide("blocked", note="The tool cannot do this")
        assert offering.open_keys() == ["T03", "blocked"]
        known = {"now": offering.deal.now, "review_id": review.pk, "reason": "We take a second lab slot"}
        with pytest.raises(Refused):
            accept_risk(actor=offering.deal.actor, **known)
        accept_risk(actor=offering.deal.cast.actor("ingrid"), **known)
        assert offering.open_keys() == []
        offering.finalise()

    def test_is_lifted_by_a_new_validation(self, offering: Offering) -> None:
        offering.request()
        offering.decide("blocked", note="The tool cannot do this")
        assert offering.open_keys() == ["blocked"]
        offering.request()
        offering.estimate()
        offering.decide()
        assert offering.open_keys() == []
