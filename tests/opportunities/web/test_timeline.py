"""The timeline tells a deal in words: titles for codes, labels for keys, names for people, waivers beside what was met."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from opportunities.queries.changes import changes_of
from opportunities.queries.detail import opportunity_page
from opportunities.queries.timeline import timeline
from opportunities.services.amend import amend
from opportunities.services.change_owner import change_owner
from opportunities.services.log_activity import NewActivity, log_activity
from opportunities.services.waive import waive
from salesops.core.errors import Conflict
from tests.cast import Cast
from tests.story import NOTE, Deal

pytestmark = pytest.mark.django_db


def told(deal: Deal) -> dict[str, str]:
    """What the timeline says: the fact, and the lines below it."""
    items = timeline(deal.cast.tomas, opportunity_page(deal.cast.tomas, deal.id, now=deal.now))
    return {item.fact: item.detail for item in items}


def test_a_gate_that_was_waived_was_not_met(cast: Cast) -> None:
    deal = Deal(cast)
    deal.log_call()
    deal.write_problem()
    deal.write_plan()
    for component in ("economic_buyer", "identify_pain"):
        deal.assess(component, 1)
    waive(**deal.known(cast.tomas), criterion_id="D-4", reason="The buyer signs next week, seen in writing.")
    deal.now += timedelta(minutes=1)
    deal.advance()
    found = told(deal)
    assert found["Discovery → Negotiation"] == "4 of 5 criteria met, 1 waived"
    assert found["Waived: A contact who decides or champions is named"].startswith("The buyer signs")
    assert found["Forecast category changed"] == "Pipeline → Best case"


def test_evidence_is_told_by_what_it_is_for(cast: Cast) -> None:
    deal = Deal(cast)
    deal.open_discovery_gate()
    deal.advance()
    deal.attest("N-3")
    assert told(deal)["Evidence recorded: Both sides agree on the deal before any money moves"] == NOTE
    assert told(deal)["Discovery → Negotiation"] == "5 of 5 criteria met"


def test_owners_are_told_by_name(cast: Cast) -> None:
    deal = Deal(cast)
    change_owner(**deal.known(cast.kim), owner_id=cast.user("walt").pk, reason="Elena is on leave until spring.")
    assert told(deal)["Owner changed"] == "Elena Petrova → Walt Dreyer"
    (change,) = changes_of(cast.tomas, deal.row, limit=1)
    assert (change.field, change.old, change.new, change.who) == ("Owner", "Elena Petrova", "Walt Dreyer", "Kim Sato")


def test_money_and_days_are_told_as_people_write_them(cast: Cast) -> None:
    deal = Deal(cast)
    amend(**deal.known(), changes={"one_time": Decimal(1_250_000), "close_date": date(2027, 3, 1)})
    found = {each.field: (each.old, each.new) for each in changes_of(cast.tomas, deal.row, limit=9)}
    assert found["One-time"] == ("40,000", "1,250,000")
    assert found["Close date"][1] == "1 Mar 2027"


def test_a_gate_that_wants_the_customer_says_so(cast: Cast) -> None:
    deal = Deal(cast, process="nb.edge")
    for note in ("Too short", NOTE):
        log_activity(**deal.known(), new=NewActivity("meeting", "Among ourselves", note))
    assert explained(deal) == "0 of 2 calls or meetings with the customer logged."
    for note in ("Too short", NOTE):
        new = NewActivity("meeting", "With them", note, contact_ids=[deal.contact.pk])
        log_activity(**deal.known(), new=new)
    assert explained(deal) == "1 of 2 calls or meetings with the customer with a note of 50 characters."


def explained(deal: Deal) -> str:
    """What the gate says about the meetings of Discovery."""
    with pytest.raises(Conflict) as refused:
        deal.advance()
    return {each["id"]: each["explanation"] for each in refused.value.facts["criteria"]}["1-X2"]
