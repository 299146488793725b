"""What creating and amending a partner share: who may, checked values, one way to say that it happened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from salesops.accounts.domain.naming import normal_domain
from salesops.accounts.domain.partner_values import PARTNER_FIELDS, check_partner
from salesops.accounts.models import Partner
from salesops.accounts.queries import partner_by_id
from salesops.audit.services.record import record
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Invalid, Refused
from salesops.outbox.services.emit import emit
from salesops.users.queries import people_by_roles

MAY_FILE = ("partner_manager", "revops_admin", "regional_vp", "leader")
# Who may be named the manager of a partner: reminders about the partner reach them.
MANAGERS = ("partner_manager", "revops_admin", "regional_vp", "leader")


def require_keeper(actor: Actor, action: str, partner_id: int) -> None:
    """This function will raise Refused unless the actor works with partners (domain §1.1).

    Raises: Refused.
    """
    if actor.has_role(*MAY_FILE) and (actor.scopes is None or "account:write" in actor.scopes):
        return
    raise Refused(
        "refused",
        "Partners are filed by partner managers and sales operations.",
        next_action="Ask the partner manager.",
        action=action,
        subject=RecordRef("partner", partner_id),
    )


def partner_kept_by(actor: Actor, partner_id: int, action: str) -> Partner:
    """This function will return a partner for who works with partners. Raises: NotVisible; Refused."""
    partner = partner_by_id(actor, partner_id)
    require_keeper(actor, action, partner_id)
    return partner


def write(actor: Actor, partner: Partner, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """This function will put checked values on a partner, save it and return what changed, as [old, new].

    Raises: Invalid with every complaint.
    """
    if unknown := values.keys() - set(PARTNER_FIELDS):
        raise Invalid({name: ["There is no such field."] for name in sorted(unknown)})
    tidy = _tidy(values)
    wrong = check_partner({name: getattr(partner, name) for name in PARTNER_FIELDS} | tidy)
    manager_id = tidy.get("manager_id")
    if manager_id is not None and not people_by_roles(actor, MANAGERS).filter(pk=manager_id).exists():
        wrong["manager_id"] = ["Choose somebody who works with partners."]
    if wrong:
        raise Invalid(wrong)
    changed = {}
    for name, value in tidy.items():
        if (before := getattr(partner, name)) != value:
            changed[name] = [_plain(before), _plain(value)]
            setattr(partner, name, value)
    if changed or not partner.pk:
        _save(partner)
    return changed


def tell(partner: Partner, event: str, data: dict[str, Any], *, actor: Actor, now: datetime) -> None:
    """This function will write the act to the ledger and as an event."""
    subject = RecordRef("partner", partner.pk)
    record(actor=actor, action=event, subject=subject, now=now, data=data)
    emit(type=event, subject=subject, actor=actor, now=now, data=data)


def _tidy(values: Mapping[str, Any]) -> dict[str, Any]:
    tidy = dict(values)
    for name in ("name", "fee_terms"):
        if name in tidy:
            tidy[name] = " ".join(str(tidy[name] or "").split())
    for name in ("nda_link", "agreement_link"):
        if name in tidy:
            tidy[name] = tidy[name] or ""
    if "domain" in tidy:
        found = normal_domain(str(tidy["domain"] or ""))
        tidy["domain"] = str(tidy["domain"]) if found is None else found
    return tidy


def _save(partner: Partner) -> None:
    try:
        with transaction.atomic():
            partner.save()
    except IntegrityError as error:
        if "accounts_partner_name_once" in str(error):
            raise Invalid({"name": ["There is a partner with this name."]}) from error
        raise
    partner.read_version()


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int) else str(value)
