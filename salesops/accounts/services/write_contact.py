"""What creating and amending a contact share: checked values, the role history, one way to say that it happened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from salesops.accounts.domain.values import CONTACT_FIELDS, check_contact
from salesops.accounts.models import Contact, ContactPosition
from salesops.accounts.queries import contacts_visible_to, visible_to
from salesops.audit.services.record import record
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Invalid, NotVisible, StaleVersion
from salesops.outbox.services.emit import emit

POSITION_FIELDS = frozenset({"account_id", "title", "persona"})


def lock_contact(actor: Actor, contact_id: int, version: int) -> Contact:
    """This function will lock a contact that is still at the version the caller read (P14).

    Raises: NotVisible; StaleVersion with the version now.
    """
    contact = contacts_visible_to(actor).select_for_update(of=("self",), no_key=True).filter(pk=contact_id).first()
    if contact is None:
        raise NotVisible("contact_not_found", "There is no such contact here.")
    if contact.version != version:
        raise StaleVersion(
            "stale_version",
            "Somebody changed the contact since you read it.",
            next_action="Read it again, then send your change.",
            version=contact.version,
        )
    return contact


def write(actor: Actor, contact: Contact, values: Mapping[str, Any], now: datetime) -> dict[str, list[Any]]:
    """This function will put checked values on a locked contact, keep its role history, and return what changed.

    Raises: Invalid with every complaint.
    """
    if unknown := values.keys() - set(CONTACT_FIELDS):
        raise Invalid({name: ["There is no such field."] for name in sorted(unknown)})
    wrong = check_contact(values)
    account_id = values.get("account_id", contact.account_id)
    if account_id is None or not visible_to(actor).filter(pk=account_id).exists():
        wrong["account_id"] = ["There is no such account here."]
    if wrong:
        raise Invalid(wrong)
    changed: dict[str, list[Any]] = {}
    for name, value in values.items():
        tidy = value if name == "account_id" else " ".join(str(value or "").split())
        if getattr(contact, name) != tidy:
            changed[name] = [getattr(contact, name), tidy]
            setattr(contact, name, tidy)
    if not changed and contact.pk:
        return {}
    contact.updated_at = now
    _save(contact)
    if POSITION_FIELDS & changed.keys():
        _open_position(contact, now)
    return changed


def tell(
    contact: Contact,
    event: str,
    data: dict[str, Any],
    *,
    actor: Actor,
    now: datetime,
    public: dict[str, Any] | None = None,
) -> None:
    """This function will write the act to the ledger and as an event; the event holds no personal data.

    `public` is what the event says; without it, the account and the names of the changed fields.
    """
    subject = RecordRef("contact", contact.pk)
    record(actor=actor, action=event, subject=subject, now=now, data=data)
    said = public or {"account_id": contact.account_id, "fields": sorted(data)}
    emit(type=event, subject=subject, actor=actor, now=now, data=said)


def close_position(contact: Contact, now: datetime) -> None:
    """This function will end the open position of a contact in the role history."""
    ContactPosition.objects.filter(contact=contact, until_at__isnull=True).update(until_at=now)


def _open_position(contact: Contact, now: datetime) -> None:
    close_position(contact, now)
    ContactPosition.objects.create(
        contact=contact, account_id=contact.account_id, title=contact.title, persona=contact.persona, from_at=now
    )


def _save(contact: Contact) -> None:
    try:
        with transaction.atomic():
            contact.save()
    except IntegrityError as error:
        if "email_once" in str(error):
            raise Invalid({"email": ["The account already has a contact with this e-mail."]}) from error
        raise
    contact.read_version()
