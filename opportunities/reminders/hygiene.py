"""The weekly word on how well somebody's deals are kept (domain §9.5, §12)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.urls import reverse

from opportunities.models import Opportunity
from opportunities.queries.hygiene import OwnerHygiene, own_hygiene
from salesops.core.actor import RecordRef
from salesops.outbox.domain.delivery import EventFact
from salesops.reminders.domain.rules import Matter, Rule, lane
from salesops.reminders.registry import rule
from salesops.users.models import User
from salesops.users.queries import actor_for
from salesops.users.queries.leading import managers_of


@rule(
    Rule(
        key="hygiene_weekly",
        scope="owner",
        title="Deals to tidy up",
        trigger="open deals with something on them that is not kept up",
        stops="every open deal is kept up",
        lanes=(lane("owner", "0 d", every="7 d"), lane("manager", "0 d", every="7 d")),
    )
)
def hygiene_weekly(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """This function will find everybody who owns open deals; from the Monday after they joined, week by week.

    One person's deals are read; of many at once only that they own some, for their turns are planned all the same.
    """
    people = User.objects.filter(pk__in=ids, is_active=True).order_by("pk")
    managers = managers_of(ids)
    for person in people:
        hygiene = own_hygiene(actor_for(person), now=now) if len(ids) == 1 else None
        joined = person.date_joined.date()
        yield Matter(
            subject=RecordRef("user", person.pk),
            scope_id=person.pk,
            anchor="hygiene",
            since=joined + timedelta(days=7 - joined.weekday()),
            people={"owner": (person.pk,), "manager": managers[person.pk]},
            title=f"Tidy up deals of {person.name}",
            why=_words(hygiene) if hygiene else "",
            path=reverse("opportunities:hygiene"),
            act="Tidy up",
            is_quiet=hygiene is not None and not hygiene.unclean,
        )


def _words(hygiene: OwnerHygiene) -> str:
    most = ", ".join(f"{words.lower()} ({number})" for _, words, number in hygiene.counts[:3])
    return f"{len(hygiene.unclean)} of {hygiene.total} open deals need care: {most}."


def lock_owner(person_id: int) -> None:
    """This function will lock a person's row until the transaction ends."""
    User.objects.select_for_update(of=("self",)).filter(pk=person_id).values_list("id").first()


def owner_ids(last: int, limit: int) -> Sequence[int]:
    """This function will return the next people who own open deals, in order of id."""
    rows = Opportunity.objects.filter(stage_kind="open", owner_id__gt=last).order_by("owner_id")
    return list(rows.values_list("owner_id", flat=True).distinct()[:limit])


def owner_after(event: EventFact) -> Sequence[int]:
    """This function will return who owns the deal an event is about."""
    return list(Opportunity.objects.filter(pk=event.subject.id).values_list("owner_id", flat=True))
