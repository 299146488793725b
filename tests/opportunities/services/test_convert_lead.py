"""A qualified lead becomes an opportunity with everything that is known of it (domain §11.7)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from opportunities.models import Opportunity, StageEvent
from opportunities.queries.detail import gate_of
from opportunities.services.attest import Evidence, attest
from opportunities.services.convert_lead import Conversion, convert_lead
from salesops.accounts.models import Account, Contact
from salesops.core.errors import Conflict, Invalid, Refused
from salesops.intake.models import Lead
from salesops.intake.services.disqualify_lead import disqualify_lead
from salesops.intake.services.log_touch import log_touch
from salesops.intake.services.open_lead import NewSignal
from salesops.intake.services.qualify_lead import qualify_lead
from salesops.outbox.models import Event
from salesops.process.domain.gate import State
from tests.cast import NOW, Cast
from tests.intake.leads import STRONG, a_lead
from tests.story import LINK, new_account, new_contact

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
STANDARD = Conversion(process="nb.standard")
TALK = "They showed the terminals and named the acquirer; the board decides in May."


def convert(cast: Cast, lead: Lead, how: Conversion = STANDARD, by: str = "grace") -> Opportunity:
    return convert_lead(actor=cast.actor(by), now=LATER, lead_id=lead.pk, how=how)


def test_carries_everything_over(cast: Cast) -> None:
    lead = a_lead(cast)
    log_touch(actor=cast.grace, now=NOW, lead_id=lead.pk, kind="call", note="Nobody there, left word.")
    log_touch(actor=cast.grace, now=NOW, lead_id=lead.pk, kind="call", note=TALK, was_answered=True)
    deal = convert(cast, lead, by="tomas")
    assert (deal.lead_id, deal.source, deal.problem, deal.use_case) == (
        lead.pk, "outbound_sdr", lead.note, "Terminal certification",
    )  # fmt: skip
    assert deal.owner_id == cast.grace.user_id
    assert deal.account is not None
    assert (deal.account.name, deal.account.domain, deal.account.industry, deal.account.employees) == (
        "Kestrel Pay GmbH", "kestrel-pay.example", "payments", 400,
    )  # fmt: skip
    assert deal.account.icp_fit is not None
    person = deal.stakeholders.get().contact
    assert (person.name, person.email, person.persona) == (lead.person_name, lead.person_email, "executive")
    told = [(each.kind, each.note, list(each.people.values_list("id", flat=True))) for each in deal.activities.order_by("id")]  # fmt: skip
    score = "Segment B, 68 of 100: fit 95, behaviour 0, interest 100; by company profile v1, persona profile v1."
    assert told == [
        ("outreach", "Nobody there, left word.", []), ("call", TALK, [cast.grace.user_id]), ("note", score, []),
    ]  # fmt: skip


def test_keeps_what_brought_the_lead_and_what_it_was_worth_on_the_day(cast: Cast) -> None:
    brought = [NewSignal("content", campaign="Spring"), NewSignal("demo_form", campaign="Fair")]
    deal = convert(cast, a_lead(cast, signals=brought))
    note = deal.activities.get(subject="Score as a lead").note
    assert note.startswith("Segment A, 76 of 100: fit 95, behaviour 29, interest 100;")
    assert note.endswith(" First by Spring, last by Fair.")


def test_closes_the_lead_and_says_so_once(cast: Cast) -> None:
    lead = a_lead(cast)
    deal = convert(cast, lead)
    lead.refresh_from_db()
    assert (lead.status, lead.qualified_by_id, lead.opportunity) == ("converted", cast.grace.user_id, deal)
    event = Event.objects.get(type="lead.converted.v1")
    assert event.data == {"opportunity_id": deal.pk, "introduction_id": None, "source": "outbound_sdr"}
    with pytest.raises(Conflict):
        convert(cast, lead)
    assert Opportunity.objects.count() == 1


def test_who_qualified_it_before_stays_who_did(cast: Cast) -> None:
    lead = a_lead(cast)
    qualify_lead(actor=cast.tomas, now=NOW, lead_id=lead.pk)
    convert(cast, lead)
    lead.refresh_from_db()
    assert lead.qualified_by_id == cast.tomas.user_id


def test_the_lead_and_the_profile_open_the_first_gate_and_are_kept_with_the_move(cast: Cast) -> None:
    lead = a_lead(cast)
    deal = convert(cast, lead)
    gate = gate_of(cast.grace, deal.pk, to=None, now=LATER)
    assert gate.evaluation is not None
    assert {item.id: item.state for item in gate.evaluation.items}["1-E1"] is State.MET
    with connection.cursor() as cursor:
        cursor.execute('SELECT gate_record_exists(%s, \'{"any": ["leads"]}\', %s)', [deal.pk, LATER])
        assert cursor.fetchone() == (True,)


def test_what_the_profile_said_is_kept_beside_the_word_on_it(cast: Cast) -> None:
    deal = convert(cast, a_lead(cast))
    said = Evidence("Their head of payments fits our profile.", "our_observation", link=LINK)
    attest(actor=cast.grace, now=LATER, opportunity_id=deal.pk, criterion_id="1-E4", evidence=said)
    gate = gate_of(cast.grace, deal.pk, to=None, now=LATER)
    assert gate.evaluation is not None
    kept = next(item for item in gate.evaluation.items if item.id == "1-E4")
    assert kept.state is State.MET
    assert kept.explanation.startswith("The account fits version 1 of the customer profile at")


def test_without_a_lead_both_say_no(cast: Cast) -> None:
    lead = a_lead(cast)
    deal = convert(cast, lead)
    with connection.cursor() as cursor:
        cursor.execute('SELECT gate_record_exists(%s + 1, \'{"any": ["leads"]}\', %s)', [deal.pk, LATER])
        assert cursor.fetchone() in (None, (None,), (False,))


class TestAccount:
    def test_is_found_by_its_web_domain_whatever_its_spelling(self, cast: Cast) -> None:
        known = new_account("Kestrel", domain="kestrel-pay.example")
        assert convert(cast, a_lead(cast)).account == known
        assert Account.objects.count() == 1

    def test_one_spelled_alike_is_for_a_person_to_say(self, cast: Cast) -> None:
        alike = new_account("kestrel pays")
        lead = a_lead(cast)
        with pytest.raises(Conflict, match="may be one of: kestrel pays"):
            convert(cast, lead)
        assert not Opportunity.objects.exists()
        assert convert(cast, lead, Conversion("nb.standard", account_id=alike.pk)).account == alike

    def test_one_that_is_said_to_be_new_is_made(self, cast: Cast) -> None:
        new_account("kestrel pays")
        deal = convert(cast, a_lead(cast), Conversion("nb.standard", makes_account=True))
        assert deal.account is not None
        assert deal.account.name == "Kestrel Pay GmbH"

    def test_the_person_is_found_by_mail(self, cast: Cast) -> None:
        account = new_account("Kestrel", domain="kestrel-pay.example")
        known = new_contact(account, "M. Vogt", email="Maren.Vogt@kestrel-pay.example")
        deal = convert(cast, a_lead(cast))
        assert deal.stakeholders.get().contact == known
        assert Contact.objects.count() == 1


def test_is_refused_to_whoever_may_not(cast: Cast) -> None:
    lead = a_lead(cast)
    for stranger in ("elena", "ida", "ana", "ingrid"):
        with pytest.raises(Refused):
            convert(cast, lead, by=stranger)
    assert not Account.objects.exists()


def test_is_held_to_what_qualifying_asks(cast: Cast) -> None:
    lead = a_lead(cast, use_case="", person_name="")
    with pytest.raises(Invalid) as caught:
        convert(cast, lead)
    assert set(caught.value.fields) == {"use_case", "person_name"}


def test_a_disqualified_lead_is_opened_first(cast: Cast) -> None:
    lead = disqualify_lead(actor=cast.grace, now=NOW, lead_id=a_lead(cast).pk, reason="no_need")
    with pytest.raises(Conflict):
        convert(cast, lead)
    assert not StageEvent.objects.exists()


def test_an_inbound_lead_brings_its_enquiry(cast: Cast) -> None:
    deal = convert(cast, a_lead(cast, source="inbound_form"))
    assert deal.activities.get(kind="enquiry").note == STRONG["note"]


def test_the_lead_of_a_deal_stands(cast: Cast) -> None:
    deal = convert(cast, a_lead(cast))
    with pytest.raises(IntegrityError), transaction.atomic():
        Opportunity.objects.filter(pk=deal.pk).update(lead=None)
