"""Make an opportunity of a lead, with everything that is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from opportunities import events
from opportunities.domain.kinds import STAKEHOLDER_ROLES
from opportunities.domain.lifecycles import NOTHING_KNOWN, Situation
from opportunities.models import Opportunity, Stakeholder
from opportunities.services.create import NewOpportunity, create
from opportunities.services.credit_partner import credit_partner
from opportunities.services.log_activity import NewActivity, write_activity
from opportunities.services.telling import tell
from salesops.accounts.models import Account, Contact
from salesops.accounts.queries import account_by_id, contacts, find_or_suggest
from salesops.accounts.services.create_account import create_account
from salesops.accounts.services.create_contact import create_contact
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Conflict, Invalid
from salesops.intake.models import Lead, LeadTouch
from salesops.intake.queries.ownership import domain_of
from salesops.intake.queries.page import LeadView, lead_view
from salesops.intake.services.mark_converted import mark_converted
from salesops.intake.services.qualify_lead import require_minimum
from salesops.intake.services.writing import lock_lead, require_lead_action, require_way

INBOUND = ("inbound_form", "inbound_product")
# What we did with a lead → what it is on a deal; a call nobody answered was an attempt.
ACTIVITY_OF = {"call": "call", "meeting": "meeting", "email": "email", "message": "outreach", "note": "note"}


@dataclass(frozen=True, slots=True)
class Conversion:
    """What is decided when a lead is converted. Without an owner it stays the lead's.

    Without an account one is found by its web domain or name, or made.

    `role` is the person's role on the deal. Money is over the whole term, in `currency`.
    """

    process: str = ""
    situation: Situation = NOTHING_KNOWN
    process_reason: str = ""
    owner_id: int | None = None
    account_id: int | None = None
    makes_account: bool = False
    role: str = "influencer"
    currency: str = ""
    recurring: Decimal = Decimal(0)
    one_time: Decimal = Decimal(0)
    term_months: int = 12
    close_date: date | None = None
    expected_purchase_date: date | None = None


def convert_lead(
    *, actor: Actor, now: datetime, lead_id: int, how: Conversion, version: int | None = None
) -> Opportunity:
    """This function will open an opportunity from a lead and close the lead, both or neither (domain §11.7).

    Source, note, use case, owner, score and every touch are carried over; account and contact are matched or made.
    A lead that was not qualified is qualified by it, and held to the same minimum.

    Raises: NotVisible; Refused; StaleVersion; Conflict from a status that does not lead there, or where several
    accounts may be meant; Invalid naming all that is missing.
    """
    with transaction.atomic():
        lead = lock_lead(actor, lead_id, version=version)
        require_lead_action(actor, "lead.qualify", lead)
        require_way(lead, "converted")
        require_minimum(lead)
        account = _account(actor, now, lead, how)
        contact = _contact(actor, now, lead, account)
        opportunity = create(actor=actor, now=now, new=_new(lead, account, how))
        _carry_person(opportunity, contact, how.role, actor=actor, now=now)
        _carry_history(opportunity, lead, contact, actor=actor, now=now)
        _carry_score(opportunity, lead_view(actor, lead.pk, now=now), actor=actor, now=now)
        if lead.introduction_id is not None:
            credit_partner(opportunity, lead.introduction_id, actor=actor, now=now)
        mark_converted(actor=actor, now=now, lead=lead, opportunity_id=opportunity.pk)
    return opportunity


def _new(lead: Lead, account: Account, how: Conversion) -> NewOpportunity:
    return NewOpportunity(
        process=how.process,
        situation=how.situation,
        process_reason=how.process_reason,
        account_id=account.pk,
        use_case=lead.use_case,
        source=lead.source,
        owner_id=how.owner_id or lead.owner_id,
        currency=how.currency,
        recurring=how.recurring,
        one_time=how.one_time,
        term_months=how.term_months,
        close_date=how.close_date,
        expected_purchase_date=how.expected_purchase_date,
        problem=lead.note,
        lead_id=lead.pk,
    )


def _account(actor: Actor, now: datetime, lead: Lead, how: Conversion) -> Account:
    if how.account_id is not None:
        return account_by_id(actor, how.account_id)
    match = find_or_suggest(actor, name=lead.company, domain=domain_of(lead))
    if match.account is not None and not how.makes_account:
        return match.account
    if match.suggestions and not how.makes_account:
        names = ", ".join(each.name for each in match.suggestions)
        raise Conflict(
            "account_alike",
            f"{lead.company} may be one of: {names}.",
            next_action="Choose the account, or say that it is a new one.",
            action="lead.qualify",
            subject=RecordRef("lead", lead.pk),
        )
    place = {"country": str(lead.country), "subdivision": lead.subdivision, "city": lead.city}
    size = {"industry": lead.industry, "employees": lead.employees}
    return create_account(
        actor=actor, now=now, name=lead.company, domain=domain_of(lead), owner_id=lead.owner_id, **place, **size
    )


def _contact(actor: Actor, now: datetime, lead: Lead, account: Account) -> Contact:
    known = contacts(actor, account_id=account.pk).filter(left_at__isnull=True).order_by("id")
    same_mail = known.filter(email__iexact=lead.person_email).first() if lead.person_email else None
    found = same_mail or known.filter(name__iexact=lead.person_name, email="").first()
    return found or create_contact(
        actor=actor,
        now=now,
        account_id=account.pk,
        name=lead.person_name,
        email=lead.person_email,
        phone=lead.person_phone,
        title=lead.person_title,
        persona=lead.persona,
    )


def _carry_person(opportunity: Opportunity, contact: Contact, role: str, *, actor: Actor, now: datetime) -> None:
    if role not in dict(STAKEHOLDER_ROLES):
        raise Invalid({"role": ["There is no such role."]})
    Stakeholder.objects.create(opportunity=opportunity, contact=contact, role=role, added_at=now)
    data = {"contact_id": contact.pk, "role": role}
    tell(opportunity, events.STAKEHOLDER_ADDED, actor=actor, now=now, data=data)


def _carry_history(opportunity: Opportunity, lead: Lead, contact: Contact, *, actor: Actor, now: datetime) -> None:
    told: list[NewActivity] = []
    if lead.source in INBOUND and lead.note:
        told.append(NewActivity("enquiry", "Their enquiry", lead.note, lead.opened_at, contact_ids=[contact.pk]))
    told += [_retold(touch, contact) for touch in lead.touches.order_by("at", "id")]
    for each in told:
        write_activity(actor=actor, now=now, opportunity=opportunity, new=each)


def _carry_score(opportunity: Opportunity, view: LeadView, *, actor: Actor, now: datetime) -> None:
    """Behaviour fades on, so what the lead was worth on this day is written down, with what brought it."""
    blocks = ", ".join(f"{block.label.lower()} {block.points:.0f}" for block in view.blocks)
    lead = view.lead
    profiles = f"company profile v{lead.icp_rule_version}, persona profile v{lead.persona_rule_version}"
    words = [f"Segment {lead.segment}, {lead.score:.0f} of 100: {blocks}; by {profiles}."]
    if view.first_by:
        words.append(f"First by {view.first_by}, last by {view.last_by}.")
    told = NewActivity("note", "Score as a lead", " ".join(words), now, is_retold=True)
    write_activity(actor=actor, now=now, opportunity=opportunity, new=told)


def _retold(touch: LeadTouch, contact: Contact) -> NewActivity:
    held = touch.was_answered or touch.kind == "meeting"
    kind = ACTIVITY_OF[touch.kind] if held or touch.kind in ("email", "note") else "outreach"
    return NewActivity(
        kind=kind,
        subject=f"{touch.get_kind_display()} as a lead",
        note=touch.note,
        happened_at=touch.at,
        contact_ids=[contact.pk] if held else (),
        people_ids=[touch.by_id] if kind in ("call", "meeting") else (),
        is_retold=True,
    )
