"""A step that waits: its approver, then who stands in and who asked, then the leaders, at the instants its clock shows."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from approvals.services.delegate import NewDelegation, delegate, end_delegation
from approvals.services.withdraw import withdraw
from salesops.reminders.models import Reminder
from tests.approvals.asking import Asking
from tests.approvals.reminders.conftest import MONDAY
from tests.cast import Cast
from tests.reminders.watching import Watch

pytestmark = pytest.mark.django_db(transaction=True)


def watching(asking: Asking) -> Watch:
    return Watch("approval_pending", asking.deal.id, asking.deal.now)


def name_deputy(asking: Asking, deputy: str = "rosa", **limits: Any) -> int:
    """Let somebody decide for Tomas this week."""
    people = (asking.cast.user("tomas").pk, asking.cast.user(deputy).pk)
    new = NewDelegation(*people, MONDAY.date(), MONDAY.date() + timedelta(days=6), **limits)
    return delegate(actor=asking.cast.tomas, now=asking.deal.now, new=new).pk


class TestClimbing:
    def test_goes_from_the_approver_to_deputy_and_requester_to_the_leaders(self, asking: Asking) -> None:
        name_deputy(asking)
        asking.submit()
        watch = watching(asking)
        assert watch.pass_days(30) == [
            "approver Tomas Mon 3 Mar 13:00",
            "approver Tomas Mon 3 Mar 17:00",
            "deputy Rosa Mon 3 Mar 17:00",
            "requester Elena Mon 3 Mar 17:00",
            "approver Tomas Tue 4 Mar 17:00",
            "leader Ingrid Tue 4 Mar 17:00",
        ]
        step = asking.waiting[0]
        assert [f"{at:%a %H}" for at in (step.remind_at, step.due_at, step.escalates_at) if at] == [
            "Mon 13", "Mon 17", "Tue 17"
        ]  # fmt: skip

    def test_says_what_to_decide_and_where(self, asking: Asking) -> None:
        asking.submit()
        watch = watching(asking)
        watch.pass_days(0.3)
        assert watch.reminder.is_urgent
        assert watch.reminder.title == "Decide: 24 % for Fjordline Telecom"
        assert watch.reminder.path == f"/approvals/{asking.request_id}/"
        assert watch.reminder.act == "Decide"

    def test_tells_no_deputy_beyond_the_limits(self, asking: Asking) -> None:
        name_deputy(asking, max_discount=Decimal(20))
        asking.submit()
        assert not [line for line in watching(asking).pass_days(3) if "Rosa" in line]

    def test_tells_a_deputy_who_is_named_later_and_none_who_no_longer_is(self, asking: Asking) -> None:
        asking.submit()
        watch = watching(asking)
        watch.pass_days(0.3)
        deputy = name_deputy(asking)
        assert "deputy Rosa Mon 3 Mar 17:00" in watch.pass_days(0.1)
        end_delegation(actor=asking.cast.tomas, now=watch.now, delegation_id=deputy)
        assert sum("Rosa" in line for line in watch.pass_days(5)) == 1

    def test_of_a_leader_goes_to_the_other_leaders_and_no_further(self, cast: Cast, asking: Asking) -> None:
        cast.user("noor").role_grants.create(role="leader", granted_at=MONDAY)
        asking.submit()
        asking.approve()
        asking.approve()
        step = asking.waiting[0]
        assert step.approver_id == cast.user("ingrid").pk
        assert [line for line in watching(asking).pass_days(30) if "requester" not in line] == [
            "approver Ingrid Mon 3 Mar 17:00",
            "approver Ingrid Tue 4 Mar 17:00",
            "deputy Noor Tue 4 Mar 17:00",
            "approver Ingrid Thu 6 Mar 17:00",
        ]


class TestEnding:
    def test_the_decision_ends_it_and_the_next_step_begins(self, asking: Asking) -> None:
        asking.submit()
        watch = watching(asking)
        watch.pass_days(1.4)
        assert {row.subject_kind for row in Reminder.objects.filter(rule="approval_pending", stopped_at=None)} == {
            "approval_step", "approval_request"
        }  # fmt: skip
        asking.deal.now = watch.now
        asking.approve()
        assert not watch.is_open
        told = watch.pass_days(9)
        assert [line for line in told if "Naomi" in line] == [
            "approver Naomi Wed 5 Mar 17:00",
            "approver Naomi Thu 6 Mar 17:00",
            "approver Naomi Mon 10 Mar 17:00",
        ]
        # Each group reaches the leaders when it is late itself.
        assert [line for line in told if "leader" in line] == [
            "leader Ingrid Tue 4 Mar 17:00",
            "leader Ingrid Mon 10 Mar 17:00",
        ]

    def test_taking_it_back_ends_all(self, asking: Asking) -> None:
        asking.submit()
        watch = watching(asking)
        told = watch.pass_days(1.4)
        assert watch.is_open
        withdraw(actor=asking.deal.actor, now=watch.now, request_id=asking.request_id)
        assert not watch.is_open
        assert watch.pass_days(30) == told


class TestTogether:
    """Two steps of one group wait at once: the regional VP's with 8 hours, the delivery manager's with 16."""

    @pytest.fixture
    def both(self, asking: Asking) -> Asking:
        asking.submit("decommission")
        assert {step.role for step in asking.waiting if step.opened_at} == {"regional_vp", "delivery_manager"}
        return asking

    def test_reach_the_leaders_once(self, both: Asking) -> None:
        told = watching(both).pass_days(30)
        assert [line for line in told if "leader" in line] == ["leader Ingrid Tue 4 Mar 17:00"]
        assert sum("Tomas" in line for line in told) == sum("Noor" in line for line in told) == 3

    def test_the_decision_of_one_leaves_the_other(self, both: Asking) -> None:
        watch = watching(both)
        watch.pass_days(0.4)
        both.deal.now = watch.now
        assert Reminder.objects.filter(rule="approval_pending", stopped_at=None).count() == 2
        both.approve("tomas")
        open_now = Reminder.objects.get(rule="approval_pending", stopped_at=None)
        assert [each.person.name for each in open_now.recipients.all()] == ["Noor Haddad"]
        told = watch.pass_days(30)
        assert sum("Tomas" in line for line in told) == 2
        assert [line for line in told if "leader" in line] == ["leader Ingrid Thu 6 Mar 17:00"]
