"""What the finders of layer 4 cost: as many statements for twenty records as for one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from approvals.services.send_back import return_request
from salesops.users.services.set_absence import set_absence
from tests.approvals.asking import Asking
from tests.approvals.reminders.conftest import MONDAY
from tests.cast import CAST, Cast
from tests.reminders.counting import cost_of
from tests.story import new_account

pytestmark = pytest.mark.django_db
MANY = 20


def ask(cast: Cast, number: int) -> Asking:
    asking = Asking(cast, account=new_account(f"Account {number}"), now=MONDAY)
    asking.submit()
    return asking


@pytest.mark.parametrize(
    ("rule", "most"), [("approval_pending", 7), ("approval_returned", 5), ("approval_expiring", 5)]
)
def test_many_requests_cost_what_one_costs(cast: Cast, rule: str, most: int) -> None:
    ids = []
    for number in range(MANY):
        asking = ask(cast, number)
        if rule == "approval_returned":
            return_request(**asking.known("tomas"), comment="Ask for a reference call in return")
        if rule == "approval_expiring":
            asking.approve_all()
        ids.append(asking.deal.id)
    found, cost = cost_of(rule, ids[:1], now=MONDAY)
    assert found
    assert cost <= most
    assert cost_of(rule, ids, now=MONDAY) == (found * MANY, cost)


def test_many_absences_cost_what_one_costs(cast: Cast) -> None:
    deciding = [
        name for name, (_, grants) in CAST.items() if grants and grants[0][0] in ("regional_vp", "leader", "legal")
    ]
    deputy, day = cast.user("elena").pk, MONDAY.date()
    ids = [cast.user(name).pk for name in deciding]
    for name, person in zip(deciding, ids, strict=True):
        ends = day + timedelta(days=3)
        set_absence(actor=cast.actor(name), now=MONDAY, user_id=person, deputy_id=deputy, starts_on=day, ends_on=ends)
    assert cost_of("deputy_missing", ids[:1], now=MONDAY) == (1, 3)
    assert cost_of("deputy_missing", ids, now=MONDAY) == (len(ids), 3)
