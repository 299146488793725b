"""What every change of a lead shares: the lock, checked values, the score, its history, and saying that it happened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from salesops.accounts.domain.naming import normal_domain, normal_name
from salesops.accounts.queries.profiles import profiles_in_force
from salesops.accounts.services.write_account import known_countries
from salesops.audit.services.record import record
from salesops.charter import Facts, require
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Conflict, Invalid, NotVisible, StaleVersion
from salesops.intake.domain.leads import EDGES, STATUSES
from salesops.intake.domain.scoring import faded, fit_parts, interest_parts, total
from salesops.intake.domain.values import LEAD_FIELDS, check_lead
from salesops.intake.models import Lead, LeadMove
from salesops.intake.queries.leads import known_of, visible_to
from salesops.outbox.services.emit import emit

ONE_LINE = frozenset(LEAD_FIELDS) - {"note", "employees"}
NO_LEAD = ("lead_not_found", "There is no such lead here.")


def lock_lead(actor: Actor, lead_id: int, *, version: int | None = None) -> Lead:
    """This function will lock a lead until the transaction ends.

    Raises: NotVisible; StaleVersion where the lead is no longer at the `version` given.
    """
    lead = visible_to(actor).select_for_update(no_key=True).filter(pk=lead_id).first()
    if lead is None:
        raise NotVisible(*NO_LEAD)
    if version is not None and lead.version != version:
        raise StaleVersion(
            "stale_version",
            "Somebody changed the lead since you read it.",
            next_action="Read it again, then send your change.",
            version=lead.version,
        )
    return lead


def require_lead_action(actor: Actor, action: str, lead: Lead) -> None:
    """This function will ask the charter about a lead. Raises: Refused."""
    is_own = actor.user_id is not None and lead.owner_id == actor.user_id
    facts = Facts(subject=RecordRef("lead", lead.pk or 0), owner_id=lead.owner_id, is_assigned_to_actor=is_own)
    require(actor, action, facts)


def require_not_converted(lead: Lead) -> None:
    """This function will refuse to change a lead that became an opportunity. Raises: Conflict."""
    if lead.status == "converted":
        raise Conflict(
            "lead_converted",
            "The lead became an opportunity; it stands as it was then.",
            next_action="Work the opportunity.",
            action="lead.qualify",
            subject=RecordRef("lead", lead.pk),
        )


def put(lead: Lead, values: Mapping[str, Any], now: datetime) -> list[str]:
    """This function will put checked values on a lead, score it, and return the names of what changed.

    Raises: Invalid with every complaint.
    """
    placed = {name: getattr(lead, name) for name in ("country", "subdivision")} | dict(values)
    if wrong := check_lead(placed, countries=known_countries(), year=now.year):
        raise Invalid(wrong)
    changed = []
    for name, value in values.items():
        tidy = _tidy(name, value)
        if getattr(lead, name) != tidy:
            changed.append(name)
            setattr(lead, name, tidy)
    lead.normal_company = normal_name(lead.company)
    lead.updated_at = now
    score(lead, now)
    return sorted(changed)


def score(lead: Lead, now: datetime, *, points: float = 0) -> None:
    """This function will score a lead at `now` by the profiles in force; `points` is what a signal adds."""
    known, by = known_of(lead), profiles_in_force()
    since = lead.scored_at or now
    lead.fit, lead.interest = total(fit_parts(known, by)), total(interest_parts(known))
    lead.behaviour = faded(lead.behaviour, since, now) + points
    lead.scored_at = now
    lead.icp_rule_version, lead.persona_rule_version = by.icp.version, by.persona.version


def require_way(lead: Lead, to: str) -> None:
    """This function will refuse a status a lead does not go to from where it stands. Raises: Conflict."""
    words = dict(STATUSES)
    if to not in EDGES[lead.status]:
        raise Conflict(
            "lead_status",
            f"The lead is {words[lead.status].lower()}; it does not become {words[to].lower()} from there.",
            next_action="Open it again first." if "open" in EDGES[lead.status] else "It is worked as an opportunity.",
            action="lead.qualify",
            subject=RecordRef("lead", lead.pk),
        )


def move(lead: Lead, to: str, *, reason: str, actor: Actor, now: datetime) -> None:
    """This function will move a locked lead to a status, with its row of history; the caller saves the lead.

    Raises: Conflict where the lead does not go there from where it stands.
    """
    require_way(lead, to)
    before = lead.status
    lead.go(to)
    lead.status_at = lead.updated_at = now
    note_move(lead, "status", before, to, reason=reason, actor=actor, now=now)


def note_move(lead: Lead, what: str, before: str, after: str, *, reason: str, actor: Actor, now: datetime) -> None:
    """This function will add a row to a lead's history."""
    LeadMove.objects.create(
        lead=lead, what=what, before=before, after=after, reason=reason[:500], at=now, by_id=actor.user_id
    )


def save(lead: Lead) -> None:
    """This function will save a lead and read the version PostgreSQL gave it."""
    lead.save()
    lead.read_version()


def tell(lead: Lead, event: str, data: dict[str, Any], *, actor: Actor, now: datetime) -> None:
    """This function will write the act to the ledger and as an event; `data` holds no personal data."""
    subject = RecordRef("lead", lead.pk)
    record(actor=actor, action=event, subject=subject, now=now, data=data)
    emit(type=event, subject=subject, actor=actor, now=now, data=data)


def _tidy(name: str, value: Any) -> Any:
    if name == "employees":
        return value
    if name == "domain":
        return normal_domain(str(value or "")) or ""
    text = str(value or "")
    return " ".join(text.split()) if name in ONE_LINE else text.replace("\x00", "").strip()
