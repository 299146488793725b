"""The reminder of who decides while somebody is away (domain §6.4, §12)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.urls import reverse

from approvals.domain.kinds import DECIDING_ROLES
from approvals.models import Delegation
from opportunities.reminders.deals import day
from salesops.core.actor import RecordRef
from salesops.reminders.domain.rules import Matter, Rule, lane
from salesops.reminders.registry import rule
from salesops.users.models import Absence
from salesops.users.queries.leading import holders_of


@rule(
    Rule(
        key="deputy_missing",
        scope="user",
        title="Deputy missing",
        trigger="somebody who decides is away tomorrow, and on some of the days nobody decides in their place",
        stops="a deputy is named, or the person is here",
        lanes=(lane("approver", "-1 bd"), lane("operations", "0 bd")),
    )
)
def deputy_missing(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """This function will find days away of people who decide that no deputy covers, due the business day before.

    Who stands in for a person who is away takes their work; who decides in their place is named besides.
    """
    away = Absence.objects.filter(user__in=ids, user__is_active=True, ends_on__gte=now.date())
    absences = list(away.filter(user__role_grants__role__in=DECIDING_ROLES).distinct().select_related("user"))
    deputies = list(Delegation.objects.filter(approver__in={each.user_id for each in absences}, ended_at=None))
    operations = holders_of("revops_admin") if absences else ()
    for absence in absences:
        if _is_covered(absence, deputies):
            continue
        name, first, last = absence.user.name, day(absence.starts_on, now), day(absence.ends_on, now)
        days = f"on {first}" if absence.starts_on == absence.ends_on else f"from {first} to {last}"
        filled = {"approver": absence.user_id, "starts_on": absence.starts_on, "ends_on": absence.ends_on}
        yield Matter(
            subject=RecordRef("absence", absence.pk),
            scope_id=absence.user_id,
            anchor=f"away:{absence.starts_on}",
            since=absence.starts_on,
            people={"approver": (absence.user_id,), "operations": operations},
            title=f"Name who decides for {name} {days}",
            why=f"{name} is away {days}, and requests that wait for them have no deputy.",
            path=f"{reverse('approvals:name_deputy')}?{urlencode(filled)}",
            act="Name deputy",
        )


def _is_covered(absence: Absence, deputies: Sequence[Delegation]) -> bool:
    """Say whether somebody decides in their place on each of the days."""
    named = [each for each in deputies if each.approver_id == absence.user_id]
    days = (absence.starts_on + timedelta(days=n) for n in range((absence.ends_on - absence.starts_on).days + 1))
    return all(any(each.starts_on <= on <= each.ends_on for each in named) for on in days)
