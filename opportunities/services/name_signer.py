"""Name who signs and, on a marketplace, who accepts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from opportunities import events
from opportunities.domain.closing_set import REASON_LENGTH
from opportunities.models import Closing, Opportunity
from opportunities.services.locking import lock_opportunity, require_action, require_open
from opportunities.services.telling import tell
from salesops.accounts.models import Contact
from salesops.accounts.queries import contacts
from salesops.core.actor import Actor
from salesops.core.errors import Invalid

ACTION = "signature.collect"


@dataclass(frozen=True, slots=True)
class Signatories:
    """Who signs with which authority, and who accepts in which account; its number is typed twice."""

    signer_id: int
    authority_id: int | None = None
    admin_id: int | None = None
    buyer_account: str = ""
    buyer_account_again: str = ""
    is_permission_confirmed: bool = False
    same_person_reason: str = ""
    renews_by_itself: bool = False


def name_signer(*, actor: Actor, now: datetime, opportunity_id: int, given: Signatories) -> Closing:
    """This function will name the signer and the marketplace administrator of a deal (domain §7.2, R26).

    Raises: NotVisible, Refused, Conflict R28, Invalid.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id)
        require_action(actor, ACTION, opportunity)
        require_open(opportunity, ACTION)
        people = _people(actor, opportunity, given)
        _check(opportunity, given, people)
        row, _ = Closing.objects.update_or_create(
            opportunity=opportunity,
            defaults={
                "signer": people[given.signer_id],
                "signer_authority_id": given.authority_id,
                "admin": people.get(given.admin_id or 0),
                "buyer_account": given.buyer_account.strip() if given.admin_id else "",
                "is_permission_confirmed": bool(given.admin_id),
                "same_person_reason": given.same_person_reason.strip(),
                "renews_by_itself": given.renews_by_itself,
                "by_id": actor.person_id,
                "at": now,
            },
        )
        accepts = f"{row.admin.name} accepts on the marketplace" if row.admin else ""
        data = {"signer_id": row.signer_id, "signer": row.signer.name, "administrator": accepts}
        tell(opportunity, events.SIGNER_NAMED, actor=actor, now=now, data=data)
        return row


def _people(actor: Actor, opportunity: Opportunity, given: Signatories) -> dict[int, Contact]:
    wanted = {each for each in (given.signer_id, given.admin_id) if each}
    found = contacts(actor, account_id=opportunity.account_id or 0).filter(pk__in=wanted, left_at__isnull=True)
    return {each.pk: each for each in found}


def _check(opportunity: Opportunity, given: Signatories, people: dict[int, Contact]) -> None:
    faults: dict[str, list[str]] = {}
    for name, pk in (("signer_id", given.signer_id), ("admin_id", given.admin_id)):
        person = people.get(pk or 0)
        if pk and person is None:
            faults[name] = ["Choose somebody of the customer who is still there."]
        elif person is not None and not (person.email and person.title):
            faults[name] = [f"Write down {person.name}'s title and e-mail address first."]
    if given.authority_id and not opportunity.documents.filter(pk=given.authority_id).exists():
        faults["authority_id"] = ["Choose a document of this deal."]
    if given.admin_id:
        faults |= _admin_faults(given)
    if faults:
        raise Invalid(faults)


def _admin_faults(given: Signatories) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    if not given.buyer_account.strip():
        faults["buyer_account"] = ["Write the number of the buyer's account on the marketplace."]
    elif given.buyer_account.strip() != given.buyer_account_again.strip():
        faults["buyer_account_again"] = ["The two numbers differ; a wrong one is how most private offers fail."]
    if not given.is_permission_confirmed:
        faults["is_permission_confirmed"] = ["Confirm with them that they may accept there."]
    if given.admin_id == given.signer_id and len(given.same_person_reason.strip()) < REASON_LENGTH:
        faults["same_person_reason"] = [f"Say in at least {REASON_LENGTH} characters why one person does both."]
    return faults
