"""What the rules about deals cost: as many statements for twenty deals as for one (reliability §6.2)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from opportunities.models import Opportunity, Stakeholder
from opportunities.services.amend import amend
from opportunities.services.ask_for_help import NewRequest, ask_for_help
from opportunities.services.log_activity import NewActivity, log_activity
from opportunities.services.waive import waive
from salesops.reminders.registry import Declared, rules
from tests.cast import Cast
from tests.opportunities.reminders.conftest import MONDAY
from tests.story import Deal, new_account

pytestmark = pytest.mark.django_db
OURS = [found for found in rules("opportunity") if found.find.__module__.startswith("opportunities.")]
# A rule reads the deals with their owners' managers in at most four statements, and what it is about.
MOST = {"collaboration_due": 9}


def busy(cast: Cast, number: int) -> int:
    """Make a deal on which most rules find something."""
    deal = Deal(cast, account=new_account(f"Customer {number}"), now=MONDAY)
    amend(**deal.known(), changes={"close_date": date(2031, 3, 20)})
    amend(**deal.known(), changes={"close_date": date(2031, 3, 28)})
    Stakeholder.objects.create(opportunity=deal.row, contact=deal.contact, role="champion", added_at=MONDAY)
    new = NewRequest("demo", "Show them the nightly jobs on their own data.", responsible_id=cast.user("ana").pk)
    ask_for_help(**deal.known(), new=new)
    waive(**deal.known(cast.tomas), criterion_id="D-3", reason="Their board has decided without a case before.")
    log_activity(**deal.known(), new=NewActivity("meeting", "Kick-off", contact_ids=[deal.contact.pk]))
    deal.file("agreement")
    type(deal.contact).objects.filter(pk=deal.contact.pk).update(left_at=MONDAY)
    return deal.id


def cost(found: Declared, ids: list[int]) -> int:
    """Count the statements of a look at these deals."""
    with CaptureQueriesContext(connection) as seen:
        list(found.find(ids, MONDAY + timedelta(days=30)))
    return len(seen)


def test_a_look_costs_the_same_for_twenty_deals_as_for_one(cast: Cast) -> None:
    for who in ("tomas", "ana", "ingrid"):
        cast.user(who)
    ids = [busy(cast, number) for number in range(20)]
    assert Opportunity.objects.count() == 20
    for found in OURS:
        cost(found, ids[:1])  # the definition of the process is kept from now on
    told = {found.rule.key: (cost(found, ids[:1]), cost(found, ids)) for found in OURS}
    assert {key: costs for key, costs in told.items() if costs[0] != costs[1]} == {}
    assert {key: costs for key, costs in told.items() if costs[0] > MOST.get(key, 6)} == {}
    matters = [matter for found in OURS for matter in found.find(ids, MONDAY + timedelta(days=30))]
    # The button stands beside the time on Today and has no room for more.
    assert {matter.act for matter in matters if not 4 < len(matter.act) <= 12} == set()
