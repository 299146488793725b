"""Publish a price book: the list prices of one currency from a day on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from opportunities import events
from opportunities.domain.offer_words import CHARGES, KINDS
from opportunities.models import PriceBook, PriceBookEntry
from salesops.audit.services.record import record
from salesops.charter import Facts, require
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Invalid
from salesops.outbox.services.emit import emit

ACTION = "price_book.publish"


@dataclass(frozen=True, slots=True)
class EntryInput:
    """One thing we sell; a recurring unit is priced per year."""

    code: str
    name: str
    kind: str
    charge: str
    unit_list: Decimal
    unit_cost: Decimal
    detail: str = ""


def publish_price_book(
    *, actor: Actor, now: datetime, name: str, currency: str, valid_from: date, entries: Sequence[EntryInput]
) -> PriceBook:
    """This function will publish a whole price book; it is never edited, a later one takes its place (domain §6.3).

    `valid_from` is today or later: what was sold yesterday keeps yesterday's list.

    Raises: Refused, Invalid naming each wrong field (`entries.0.code` …).
    """
    require(actor, ACTION, Facts())
    if faults := _faults(name, currency, valid_from, entries, now):
        raise Invalid(faults)
    with transaction.atomic():
        book = PriceBook.objects.create(
            name=name.strip(),
            currency=currency,
            valid_from=valid_from,
            published_at=now,
            published_by_id=actor.person_id,
        )
        PriceBookEntry.objects.bulk_create(
            PriceBookEntry(
                book=book,
                code=entry.code.strip(),
                name=entry.name.strip(),
                detail=entry.detail.strip(),
                kind=entry.kind,
                charge=entry.charge,
                unit_list=entry.unit_list,
                unit_cost=entry.unit_cost,
            )
            for entry in entries
        )
        subject = RecordRef("price_book", book.pk)
        data = {"name": book.name, "currency": currency, "valid_from": valid_from.isoformat(), "entries": len(entries)}
        record(actor=actor, action=events.PRICE_BOOK_PUBLISHED, subject=subject, now=now, data=data)
        emit(type=events.PRICE_BOOK_PUBLISHED, subject=subject, actor=actor, now=now, data=data)
        return book


def _faults(
    name: str, currency: str, valid_from: date, entries: Sequence[EntryInput], now: datetime
) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    if not name.strip():
        faults["name"] = ["Give the price book a name."]
    if not re.fullmatch("[A-Z]{3}", currency):
        faults["currency"] = ["Give a currency code of three letters, such as USD."]
    if valid_from < now.date():
        faults["valid_from"] = ["A price book counts from today or later."]
    if PriceBook.objects.filter(currency=currency, valid_from=valid_from).exists():
        faults["valid_from"] = ["There is a price book of that currency from that day already."]
    if not entries:
        faults["entries"] = ["A price book has at least one entry."]
    codes = Counter(entry.code.strip() for entry in entries)
    for index, entry in enumerate(entries):
        if not entry.code.strip() or codes[entry.code.strip()] > 1:
            faults[f"entries.{index}.code"] = ["Every entry has a code of its own."]
        if not entry.name.strip():
            faults[f"entries.{index}.name"] = ["Name the entry."]
        if entry.kind not in dict(KINDS) or entry.charge not in dict(CHARGES):
            faults[f"entries.{index}.kind"] = ["Say software or services, recurring or one-time."]
        if min(entry.unit_list, entry.unit_cost) < 0:
            faults[f"entries.{index}.unit_list"] = ["Prices and costs are 0 or more."]
    return faults
