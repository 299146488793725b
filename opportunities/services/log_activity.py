"""Log what was done with the customer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from opportunities import events
from opportunities.domain.kinds import ACTIVITY_KINDS, HELD_KINDS
from opportunities.models import Activity, Opportunity
from opportunities.services.locking import lock_opportunity, require_action
from opportunities.services.telling import tell
from salesops.accounts.queries import contacts
from salesops.core.actor import Actor
from salesops.core.errors import Invalid
from salesops.users.queries import people


@dataclass(frozen=True, slots=True)
class NewActivity:
    """An activity as it is logged. `sentiment` is −2 to +2; `minutes` is its length.

    Who logs a held one attended it, unless it `is_retold` from where it was logged before.
    """

    kind: str
    subject: str
    note: str = ""
    happened_at: datetime | None = None
    minutes: int | None = None
    sentiment: int | None = None
    contact_ids: Sequence[int] = ()
    people_ids: Sequence[int] = ()
    is_retold: bool = False


def log_activity(*, actor: Actor, now: datetime, opportunity_id: int, new: NewActivity) -> Activity:
    """This function will log an activity with its attendees (domain §9.4, §9.2).

    Customers are contacts of the opportunity's account; the person logging a held activity attended it.

    Raises: NotVisible, Refused, Invalid naming each wrong field.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id)
        require_action(actor, "opp.edit_core", opportunity)
        return write_activity(actor=actor, now=now, opportunity=opportunity, new=new)


def write_activity(*, actor: Actor, now: datetime, opportunity: Opportunity, new: NewActivity) -> Activity:
    """This function will add an activity to a locked opportunity; who may is the calling service's question.

    Raises: Invalid naming each wrong field.
    """
    happened = new.happened_at or now
    customers, ours = _attendees(actor, opportunity, new)
    _check(new, happened, now)
    activity = Activity.objects.create(
        opportunity=opportunity,
        kind=new.kind,
        subject=new.subject.strip(),
        note=new.note.strip(),
        happened_at=happened,
        minutes=new.minutes,
        sentiment=new.sentiment,
        customer_count=len(customers),
        has_ae=people(actor).filter(pk__in=ours, role_grants__role="ae").exists(),
        by_id=actor.person_id,
        created_at=now,
    )
    activity.contacts.set(customers)
    activity.people.set(ours)
    data = {"activity_id": activity.pk, "kind": new.kind, "customers": len(customers)}
    tell(opportunity, events.ACTIVITY_LOGGED, actor=actor, now=now, data=data)
    return activity


def _attendees(actor: Actor, opportunity: Opportunity, new: NewActivity) -> tuple[list[int], list[int]]:
    allowed = set()
    if new.contact_ids and opportunity.account_id:
        allowed = set(contacts(actor, account_id=opportunity.account_id).values_list("pk", flat=True))
    strangers = set(new.contact_ids) - allowed
    if strangers:
        raise Invalid({"contacts": ["Every attending contact must belong to the opportunity's account."]})
    ours = set(new.people_ids)
    if new.kind in HELD_KINDS and actor.user_id is not None and not new.is_retold:
        ours.add(actor.user_id)
    if len(ours) != people(actor).filter(pk__in=ours).count():
        raise Invalid({"people": ["Name colleagues who exist."]})
    return sorted(set(new.contact_ids)), sorted(ours)


def _check(new: NewActivity, happened: datetime, now: datetime) -> None:
    faults: dict[str, list[str]] = {}
    if new.kind not in dict(ACTIVITY_KINDS):
        faults["kind"] = [f"Choose one of: {', '.join(dict(ACTIVITY_KINDS))}."]
    if not new.subject.strip():
        faults["subject"] = ["Say in a few words what it was about."]
    if happened > now + timedelta(minutes=5):
        faults["happened_at"] = ["It has not happened yet; set it as the next step instead."]
    if new.sentiment is not None and not -2 <= new.sentiment <= 2:
        faults["sentiment"] = ["Sentiment goes from -2 to 2."]
    if faults:
        raise Invalid(faults)
