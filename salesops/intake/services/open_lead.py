"""Open a lead, whatever it came in by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from salesops.charter import Facts, require
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Invalid
from salesops.intake.domain.leads import SOURCES
from salesops.intake.domain.scoring import SIGNALS, faded
from salesops.intake.events import LEAD_OPENED
from salesops.intake.models import Lead, LeadSignal, MarketingAsset
from salesops.intake.services.find_owner import find_owner
from salesops.intake.services.first_touch import start_clock
from salesops.intake.services.tell_owner import tell_owner
from salesops.intake.services.writing import note_move, put, save, score, tell


@dataclass(frozen=True, slots=True)
class NewSignal:
    """Something they did (domain §11.7), at some time, by some asset or campaign."""

    kind: str
    at: datetime | None = None
    asset_id: int | None = None
    campaign: str = ""
    note: str = ""


def open_lead(
    *,
    actor: Actor,
    now: datetime,
    source: str,
    company: str,
    source_detail: str = "",
    introduction_id: int | None = None,
    signals: Sequence[NewSignal] = (),
    **values: Any,
) -> Lead:
    """This function will open a lead, scored, with its owner by territory and its clock (domain §11.7, §11.5).

    `values`: domain, country (two letters), subdivision ("US-CA"), postal_code, city, industry, employees,
    technology, person_name, person_email, person_phone, person_title, persona, note, use_case, timeline,
    product_line. The source stands for ever. The system opens what comes in by the web; people need the right to.

    Raises: Refused; Invalid with every complaint.
    """
    if actor.via != "system":
        require(actor, "lead.create", Facts(subject=RecordRef("lead", 0), owner_id=actor.user_id))
    if source not in dict(SOURCES):
        raise Invalid({"source": [f"Choose one of: {', '.join(dict(SOURCES))}."]})
    with transaction.atomic():
        lead = Lead(
            source=source,
            source_detail=" ".join(source_detail.split())[:200],
            introduction_id=introduction_id,
            status_at=now,
            opened_at=now,
            scored_at=now,
        )
        put(lead, {"company": company, **values}, now)
        ownership = find_owner(actor, lead, now=now)
        lead.owner_id, lead.territory_id, lead.owner_reason = (
            ownership.owner_id, ownership.territory_id, ownership.reason[:300],
        )  # fmt: skip
        save(lead)
        note_move(lead, "status", "", "new", reason=dict(SOURCES)[source], actor=actor, now=now)
        add_signals(lead, signals, actor=actor, now=now)
        start_clock(lead, now=now)
        save(lead)
        data = {"source": source, "owner_id": lead.owner_id, "introduction_id": introduction_id}
        tell(lead, LEAD_OPENED, data, actor=actor, now=now)
        tell_owner(lead, actor=actor, now=now)
    return lead


def add_signals(lead: Lead, signals: Sequence[NewSignal], *, actor: Actor, now: datetime) -> None:
    """This function will add what they did to a locked lead's history and score; the caller saves the lead.

    Raises: Invalid for a kind, an asset or a time there is not.
    """
    for signal in signals:
        _check(signal, now)
        at, points = signal.at or now, SIGNALS[signal.kind][1]
        LeadSignal.objects.create(
            lead=lead, kind=signal.kind, at=at, points=points, asset_id=signal.asset_id, campaign=signal.campaign[:80],
            note=signal.note[:500], by_id=actor.user_id, recorded_at=now,
        )  # fmt: skip
        score(lead, now, points=faded(points, at, now))


def _check(signal: NewSignal, now: datetime) -> None:
    wrong: dict[str, list[str]] = {}
    if signal.kind not in SIGNALS:
        wrong["kind"] = [f"Choose one of: {', '.join(SIGNALS)}."]
    if signal.asset_id is not None and not MarketingAsset.objects.filter(pk=signal.asset_id).exists():
        wrong["asset_id"] = ["There is no such asset here."]
    if signal.at is not None and signal.at > now:
        wrong["at"] = ["It has not happened yet."]
    if wrong:
        raise Invalid(wrong)
