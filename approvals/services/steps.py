"""The steps of a request: lay them out, and put the next group to its people with its clock."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from approvals.domain.kinds import ESCALATE_AT, LATE_AT, REMIND_AT, Groups, hours_of
from approvals.models import ApprovalRequest, ApprovalStep
from salesops.core.business_time import add_business_hours
from salesops.users.queries import calendar_of

_CANDIDATE = "SELECT person, in_place_of FROM step_candidates(%s, %s) LIMIT 1"


def lay_steps(row: ApprovalRequest, groups: Groups) -> None:
    """This function will write down who decides a submitted request, in which order (domain §6.4)."""
    is_customer_paper = row.subject.get("paper") == "customer"
    ApprovalStep.objects.bulk_create(
        ApprovalStep(
            request=row,
            round=row.round,
            group=number,
            role=role,
            hours=hours_of(role, is_fast=row.is_fast, is_customer_paper=is_customer_paper),
        )
        for number, roles in enumerate(groups, start=1)
        for role in roles
    )


def waiting_steps(row: ApprovalRequest) -> list[ApprovalStep]:
    """This function will list the steps of the running round that nobody has decided, in order."""
    rows = row.steps.filter(round=row.round, decision=None).select_related("approver")
    return list(rows.order_by("group", "id"))


def open_next_group(row: ApprovalRequest, *, now: datetime) -> list[ApprovalStep]:
    """This function will put the next undecided group to its people; their clocks start. It returns those steps."""
    waiting = waiting_steps(row)
    group = [step for step in waiting if step.group == waiting[0].group] if waiting else []
    for step in group:
        if step.opened_at is None:
            _put(step, now)
    return group


def _put(step: ApprovalStep, now: datetime) -> None:
    with connection.cursor() as cursor:
        # Somebody's clock runs in their calendar, so whom it is put to is asked as if the clock ran already.
        cursor.execute(_CANDIDATE, [step.pk, now])
        step.approver_id, step.in_place_of_id = cursor.fetchone() or (None, None)
    calendar = calendar_of(step.approver_id)
    step.opened_at = now
    step.remind_at, step.due_at, step.escalates_at = (
        add_business_hours(now, step.hours * share, calendar=calendar) for share in (REMIND_AT, LATE_AT, ESCALATE_AT)
    )
    step.save(update_fields=["approver", "in_place_of", "opened_at", "remind_at", "due_at", "escalates_at"])
