"""One lead's page: its score opened into parts, what happened to it, and what may be done with it now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from salesops.accounts.queries.profiles import profiles_of
from salesops.charter import Facts, decide
from salesops.charter.capacities import OWNER_ROLES
from salesops.core.actor import Actor, RecordRef
from salesops.core.decision import Decision
from salesops.intake.domain.leads import EDGES, STATUSES, TOUCH_KINDS
from salesops.intake.domain.scoring import (
    SEGMENT_WORDS,
    SIGNALS,
    WEIGHTS,
    Faded,
    Part,
    fade_all,
    fit_parts,
    interest_parts,
)
from salesops.intake.domain.touch_clock import TouchClock
from salesops.intake.models import Lead, LeadMove, LeadSignal, LeadTouch
from salesops.intake.queries.leads import known_of, lead_by_id
from salesops.intake.queries.listing import with_clocks

TOUCH_ICONS = {"call": "phone", "meeting": "users", "email": "mail", "message": "message-square", "note": "pencil"}


@dataclass(frozen=True, slots=True)
class Block:
    """One of the three blocks of a score: its points, its weight in per cent, what it adds, and its parts."""

    label: str
    points: float
    weight: int
    adds: float
    parts: list[Part]


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of a lead's timeline."""

    at: datetime
    icon: str
    fact: str
    who: str
    detail: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class LeadView:
    """Everything the page of a lead shows. `may` answers by act; `ways` are the statuses open to it now.

    `first_by` and `last_by` name the asset or campaign of the first and the last touch.
    """

    lead: Any
    clock: TouchClock | None
    segment_words: str
    blocks: list[Block]
    signals: list[Faded]
    timeline: list[Happened]
    first_by: str
    last_by: str
    may: dict[str, Decision]
    ways: tuple[str, ...]
    can_take: bool


def lead_view(actor: Actor, lead_id: int, *, now: datetime) -> LeadView:
    """This function will read a lead's page. Raises: NotVisible where there is none for this actor."""
    lead = lead_by_id(actor, lead_id, now=now)
    signals = list(lead.signals.select_related("asset").order_by("at", "id"))
    touches = list(lead.touches.select_related("by").order_by("at", "id"))
    moves = list(lead.moves.select_related("by").order_by("at", "id"))
    faded = fade_all([(each.kind, each.at, each.points) for each in signals], now)
    brought_by = [each.asset.title if each.asset else each.campaign for each in signals if each.asset or each.campaign]
    return LeadView(
        lead=lead,
        clock=with_clocks([lead], now=now)[0].clock,
        segment_words=SEGMENT_WORDS[lead.segment],
        blocks=_blocks(lead, faded),
        signals=faded[::-1],
        timeline=_timeline(signals, touches, moves),
        first_by=brought_by[0] if brought_by else "",
        last_by=brought_by[-1] if brought_by else "",
        may=_may(actor, lead),
        ways=EDGES[lead.status],
        can_take=lead.owner_id is None and lead.status != "converted" and actor.has_role(*OWNER_ROLES),
    )


def _blocks(lead: Lead, faded: list[Faded]) -> list[Block]:
    known = known_of(lead)
    by = profiles_of(icp=lead.icp_rule_version, persona=lead.persona_rule_version)
    behaviour = min(100.0, sum(each.counts for each in faded))
    by_kind: dict[str, list[Faded]] = {}
    for each in faded:
        by_kind.setdefault(each.kind, []).append(each)
    counted = [
        Part(
            SIGNALS[kind][0],
            round(sum(each.counts for each in rows)),
            sum(each.points for each in rows),
            f"{len(rows)} time{'s' if len(rows) > 1 else ''}, last on {rows[-1].at:%-d %b}.",
        )
        for kind, rows in by_kind.items()
    ]
    return [
        _block("Fit", lead.fit, "fit", fit_parts(known, by)),
        _block("Behaviour", behaviour, "behaviour", counted),
        _block("Interest", lead.interest, "interest", interest_parts(known)),
    ]


def _block(label: str, points: float, key: str, parts: list[Part]) -> Block:
    return Block(label, points, round(WEIGHTS[key] * 100), WEIGHTS[key] * points, parts)


def _may(actor: Actor, lead: Lead) -> dict[str, Decision]:
    is_own = actor.user_id is not None and lead.owner_id == actor.user_id
    facts = Facts(subject=RecordRef("lead", lead.pk), owner_id=lead.owner_id, is_assigned_to_actor=is_own)
    # Whose region it is in, the service asks; here it is enough that the act is the actor's at all.
    hand_over = Facts(subject=RecordRef("lead", lead.pk), region=min(actor.regions, default=""))
    return {
        "edit": decide(actor, "lead.create", facts),
        "work": decide(actor, "lead.qualify", facts),
        "assign": decide(actor, "owner.change", hand_over),
    }


def _timeline(signals: list[LeadSignal], touches: list[LeadTouch], moves: list[LeadMove]) -> list[Happened]:
    told = [
        Happened(
            each.at,
            "activity",
            SIGNALS[each.kind][0],
            " · ".join(filter(None, (each.asset.title if each.asset else "", each.campaign))),
            each.note,
            "accent",
        )
        for each in signals
    ]
    told += [
        Happened(
            each.at,
            TOUCH_ICONS[each.kind],
            f"{dict(TOUCH_KINDS)[each.kind]}{', answered' if each.was_answered else ''}",
            each.by.name,
            each.note,
            "good" if each.was_answered else "",
        )
        for each in touches
    ]
    told += [_moved(each) for each in moves]
    return sorted(told, key=lambda each: each.at, reverse=True)


def _moved(row: LeadMove) -> Happened:
    who = row.by.name if row.by else ""
    if row.what == "owner":
        return Happened(row.at, "user-check", f"{row.after} owns it", who, row.reason)
    words = {"new": "Came in", "converted": "Converted", "open": "Open"}.get(row.after, dict(STATUSES)[row.after])
    tone = {"qualified": "good", "converted": "good", "disqualified": "bad"}.get(row.after, "")
    icon = {"new": "inbox", "qualified": "badge-check", "converted": "trophy", "disqualified": "circle-x"}
    return Happened(row.at, icon.get(row.after, "arrow-right"), words, who, row.reason, tone)
