"""Ask another function for help with a deal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from opportunities import events
from opportunities.domain.collaboration import KINDS, SHORTEST, Kind, choose_responsible, due_at
from opportunities.models import CollaborationRequest, LayerHolder, Opportunity
from opportunities.services.locking import lock_opportunity, require_action, require_open
from opportunities.services.request_locking import named
from opportunities.services.telling import tell
from salesops.core.actor import Actor
from salesops.core.errors import Invalid
from salesops.users.models import User
from salesops.users.queries import calendar_of, deputy_of, people_by_roles


@dataclass(frozen=True, slots=True)
class NewRequest:
    """What is asked: its kind, in words, the day it is wished for, and of whom where somebody is named."""

    kind: str
    asked: str
    wished_on: date | None = None
    responsible_id: int | None = None


def ask_for_help(*, actor: Actor, now: datetime, opportunity_id: int, new: NewRequest) -> CollaborationRequest:
    """This function will ask a function for help; the owner stays accountable whoever is responsible (domain §1.7).

    Without a name the deal's holder of a layer who works in that function is responsible, or its only person, or
    that person's deputy; else the request waits in the function's queue. It is due in business days of who is
    responsible, of the asker while nobody is.

    Raises: NotVisible, Refused, Conflict R28 where the deal is closed, Invalid.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id)
        require_action(actor, "collaboration.request", opportunity)
        require_open(opportunity, "collaboration.request")
        kind = _check(new, now.date())
        # The owner is accountable already and is not responsible besides.
        people = {each.pk: each for each in people_by_roles(actor, kind.roles).exclude(pk=opportunity.owner_id)}
        responsible = _responsible(actor, new, opportunity, people, now.date())
        request = CollaborationRequest.objects.create(
            opportunity=opportunity,
            kind=kind.key,
            asked=new.asked.strip(),
            wished_on=new.wished_on,
            asked_by_id=actor.person_id,
            asked_at=now,
            responsible=responsible,
            due_at=due_at(kind, now, calendar_of(responsible.pk if responsible else actor.person_id)),
        )
        data = named(request) | {
            "function": kind.function,
            "responsible_id": request.responsible_id,
            "accountable_id": opportunity.owner_id,
            "due_at": request.due_at.isoformat(),
        }
        tell(opportunity, events.HELP_ASKED, actor=actor, now=now, data=data)
        return request


def _check(new: NewRequest, today: date) -> Kind:
    faults: dict[str, list[str]] = {}
    if new.kind not in KINDS:
        faults["kind"] = [f"Choose one of {', '.join(KINDS)}."]
    if len(new.asked.strip()) < SHORTEST:
        faults["asked"] = [f"Say in at least {SHORTEST} characters what you need and what for."]
    if new.wished_on and new.wished_on < today:
        faults["wished_on"] = ["Wish for a day that is still to come."]
    if faults:
        raise Invalid(faults)
    return KINDS[new.kind]


def _responsible(
    actor: Actor, new: NewRequest, opportunity: Opportunity, people: dict[int, User], today: date
) -> User | None:
    if new.responsible_id is not None:
        if new.responsible_id not in people:
            label = KINDS[new.kind].function_label
            raise Invalid({"responsible": [f"Name a person of {label} other than the owner, or nobody."]})
        return people[new.responsible_id]
    holders = LayerHolder.objects.filter(opportunity=opportunity, person_id__in=people).order_by("layer")
    chosen = choose_responsible([each.person_id or 0 for each in holders], list(people))
    deputy = deputy_of(actor, chosen, on=today) if chosen else None
    # Away without a deputy of the same function: the queue.
    return people.get(deputy or chosen or 0)
