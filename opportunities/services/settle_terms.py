"""Say how topics of the terms stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from opportunities import events
from opportunities.domain.kinds import label
from opportunities.domain.terms import KIND_OF, OPEN, STANDARD_TOPICS, TERM_KINDS, TERM_STATES
from opportunities.models import Opportunity, Term
from opportunities.services.locking import lock_opportunity, require_action, require_open
from opportunities.services.telling import tell
from salesops.core.actor import Actor
from salesops.core.errors import Invalid

ACTION = "signature.collect"
MOST_TOPICS = 40
TOPIC_LENGTH = 80


def settle_terms(
    *,
    actor: Actor,
    now: datetime,
    opportunity_id: int,
    topics: Sequence[str],
    state: str,
    kind: str = "",
    note: str = "",
) -> list[Term]:
    """This function will record that topics are agreed, do not apply, or are open again (domain §7.4).

    Each is the key of a standard topic or one's own words; a new one of one's own needs its `kind`.

    Raises: NotVisible, Refused, Conflict R28, Invalid.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id)
        require_action(actor, ACTION, opportunity)
        require_open(opportunity, ACTION)
        kinds = _kinds(opportunity)
        wanted = list(dict.fromkeys(each.strip() for each in topics))
        _check(wanted, kinds, state, kind, note)
        rows = Term.objects.bulk_create(
            Term(
                opportunity=opportunity,
                topic=topic,
                kind=kinds.get(topic, kind),
                state=state,
                note=note.strip(),
                by_id=actor.person_id,
                at=now,
            )
            for topic in wanted
        )
        words = ", ".join(label(STANDARD_TOPICS, topic) for topic in wanted)
        data = {"topics": wanted, "state": state, "words": words, "note": note.strip()}
        tell(opportunity, events.TERMS_SETTLED, actor=actor, now=now, data=data)
        return rows


def _kinds(opportunity: Opportunity) -> dict[str, str]:
    own = opportunity.terms.exclude(topic__in=KIND_OF).order_by("id").values_list("topic", "kind")
    return KIND_OF | dict(own)


def _check(topics: list[str], kinds: dict[str, str], state: str, kind: str, note: str) -> None:
    faults: dict[str, list[str]] = {}
    new = set(topics) - set(kinds)
    if not topics or not all(0 < len(each) <= TOPIC_LENGTH for each in topics):
        faults["topics"] = [f"Name each topic in at most {TOPIC_LENGTH} characters."]
    elif len(kinds) + len(new) > MOST_TOPICS:
        faults["topics"] = [f"A deal has at most {MOST_TOPICS} topics."]
    if new and kind not in dict(TERM_KINDS):
        faults["kind"] = [f"Choose one of: {', '.join(dict(TERM_KINDS))}."]
    if state not in dict(TERM_STATES):
        faults["state"] = [f"Choose one of: {', '.join(dict(TERM_STATES))}."]
    if state == OPEN and not note.strip():
        faults["note"] = ["Say what is open."]
    if faults:
        raise Invalid(faults)
