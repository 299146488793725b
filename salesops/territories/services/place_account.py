"""Say where an account sits, or that it buys for itself: what beats its billing address and its family."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from salesops.accounts.queries import account_by_id
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Invalid
from salesops.territories.domain.geography import Level, theatre_of, tree
from salesops.territories.events import ACCOUNT_PLACED, STANDALONE_SET
from salesops.territories.models import AccountPlace, StandaloneBuyer
from salesops.territories.queries import explain_account
from salesops.territories.services.telling import require_edit, require_reason, tell


@dataclass(frozen=True, slots=True)
class NewPlace:
    """An address from a source, `override` or `headquarters`; without a country the source is taken back."""

    source: str
    country: str = ""
    subdivision: str = ""
    postal_code: str = ""
    county: str = ""
    city: str = ""


def place_account(*, actor: Actor, now: datetime, account_id: int, new: NewPlace, reason: str) -> AccountPlace:
    """This function will note a verified headquarters or operations' own word on where an account sits (§5.2 b).

    Raises: NotVisible; Refused unless operations, or the regional VP of where it is and where it goes; Invalid.
    """
    subject = RecordRef("account", account_id)
    _require(actor, subject, account_id, now)
    if new.country in tree():
        require_edit(actor, subject, theatre_of(new.country))
    why = require_reason(reason)
    _check(new)
    with transaction.atomic():
        row = AccountPlace.objects.create(
            account_id=account_id, source=new.source, country=new.country, subdivision=new.subdivision,
            postal_code=new.postal_code.strip(), county=" ".join(new.county.split()), city=" ".join(new.city.split()),
            reason=why, set_by_id=actor.person_id, set_at=now,
        )  # fmt: skip
        data = {"source": new.source, "country": new.country, "subdivision": new.subdivision}
        data |= {"postal_code": row.postal_code, "county": row.county, "reason": why}
        tell(ACCOUNT_PLACED, subject, data, actor=actor, now=now)
    return row


def set_standalone(
    *, actor: Actor, now: datetime, account_id: int, is_standalone: bool, reason: str
) -> StandaloneBuyer:
    """This function will say whether an account of a family buys for itself, so that its own address counts (§5.2 a).

    Raises: NotVisible; Refused; Invalid for a reason too short.
    """
    subject = RecordRef("account", account_id)
    _require(actor, subject, account_id, now)
    why = require_reason(reason)
    with transaction.atomic():
        row = StandaloneBuyer.objects.create(
            account_id=account_id, is_standalone=is_standalone, reason=why, set_by_id=actor.person_id, set_at=now
        )
        tell(STANDALONE_SET, subject, {"is_standalone": is_standalone, "reason": why}, actor=actor, now=now)
    return row


def _require(actor: Actor, subject: RecordRef, account_id: int, now: datetime) -> None:
    account_by_id(actor, account_id)
    _, found = explain_account(actor, account_id, now)
    require_edit(actor, subject, found.theatre)


def _check(new: NewPlace) -> None:
    wrong: dict[str, list[str]] = {}
    if new.source not in dict(AccountPlace.SOURCES):
        wrong["source"] = ["Choose override or headquarters."]
    if new.country and (new.country not in tree() or tree()[new.country].level is not Level.COUNTRY):
        wrong["country"] = ["There is no country with this code of two letters."]
    if new.subdivision and not new.subdivision.startswith(f"{new.country}-"):
        wrong["subdivision"] = ["It lies in another country; write it as US-CA."]
    for name, longest in (("subdivision", 6), ("postal_code", 12), ("county", 60), ("city", 120)):
        if len(getattr(new, name)) > longest:
            wrong[name] = [f"At most {longest} characters."]
    if wrong:
        raise Invalid(wrong)
