"""What creating and amending an account share: checked values, profile fit, one way to say that it happened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

import pycountry
from django.db import IntegrityError, transaction
from django_countries import countries

from salesops.accounts.domain.icp import Profile, score_fit
from salesops.accounts.domain.naming import normal_domain, normal_name
from salesops.accounts.domain.values import ACCOUNT_FIELDS, check_account
from salesops.accounts.models import Account
from salesops.accounts.queries import visible_to
from salesops.accounts.queries.profiles import profiles_in_force
from salesops.audit.services.record import record
from salesops.charter import Facts, require
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Invalid
from salesops.outbox.services.emit import emit
from salesops.users.queries import people


@cache
def known_countries() -> dict[str, frozenset[str]]:
    """This function will return every country's code with its subdivisions' codes."""
    known: dict[str, set[str]] = {code: set() for code in countries.countries}
    for subdivision in pycountry.subdivisions:
        known.setdefault(subdivision.country_code, set()).add(subdivision.code)
    return {code: frozenset(codes) for code, codes in known.items()}


def require_edit(actor: Actor, account_id: int) -> None:
    """This function will raise Refused unless the actor may edit accounts (domain §1.3).

    Raises: Refused.
    """
    require(actor, "account.edit", Facts(subject=RecordRef("account", account_id)))


def write(actor: Actor, account: Account, values: Mapping[str, Any], now: datetime) -> dict[str, list[Any]]:
    """This function will put checked values on a locked account, save it and return what changed, as [old, new].

    Raises: Invalid with every complaint.
    """
    if unknown := values.keys() - set(ACCOUNT_FIELDS):
        raise Invalid({name: ["There is no such field."] for name in sorted(unknown)})
    merged = {name: getattr(account, name) for name in ("country", "subdivision")} | dict(values)
    wrong = check_account(merged, countries=known_countries(), year=now.year)
    wrong |= _unknown_relations(actor, account, values)
    if wrong:
        raise Invalid(wrong)
    changed: dict[str, list[Any]] = {}
    for name, value in _tidy(values).items():
        before = getattr(account, name)
        before = str(before) if name == "country" else before
        if before != value:
            changed[name] = [_plain(before), _plain(value)]
            setattr(account, name, value)
    if not changed and account.pk:
        return {}
    account.normal_name = normal_name(account.name)
    refresh_fit(account)
    account.updated_at = now
    _save(account)
    return changed


def tell(account: Account, event: str, data: dict[str, Any], *, actor: Actor, now: datetime) -> None:
    """This function will write the act to the ledger and as an event."""
    subject = RecordRef("account", account.pk)
    record(actor=actor, action=event, subject=subject, now=now, data=data)
    emit(type=event, subject=subject, actor=actor, now=now, data=data)


def _unknown_relations(actor: Actor, account: Account, values: Mapping[str, Any]) -> dict[str, list[str]]:
    wrong = {}
    parent_id, owner_id = values.get("parent_id"), values.get("owner_id")
    if parent_id is not None and (parent_id == account.pk or not visible_to(actor).filter(pk=parent_id).exists()):
        wrong["parent_id"] = ["There is no such account here."]
    if owner_id is not None and not people(actor).filter(pk=owner_id, is_active=True).exists():
        wrong["owner_id"] = ["There is no such person here."]
    return wrong


def _tidy(values: Mapping[str, Any]) -> dict[str, Any]:
    tidy = dict(values)
    for name in ("name", "city"):
        if name in tidy:
            tidy[name] = " ".join(str(tidy[name] or "").split())
    if "domain" in tidy:
        tidy["domain"] = normal_domain(str(tidy["domain"] or "")) or ""
    for name in ("country", "subdivision", "industry"):
        if name in tidy:
            tidy[name] = tidy[name] or ""
    return tidy


def refresh_fit(account: Account) -> None:
    """This function will score an account anew by the profile in force (domain §11.7)."""
    revenue = None if account.annual_revenue is None else Decimal(account.annual_revenue)
    known = Profile(account.industry, account.employees, str(account.country), revenue)
    fit = score_fit(known, profiles_in_force().icp)
    account.icp_fit = fit.score if fit else None
    account.icp_rule_version = fit.version if fit else None


def _save(account: Account) -> None:
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError as error:
        if "own ancestor" in str(error):
            raise Invalid({"parent_id": ["An account cannot be above and below another at once."]}) from error
        raise
    account.read_version()


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value
