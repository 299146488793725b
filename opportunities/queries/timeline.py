"""The timeline: activities, moves, changes and testimony of one opportunity in one order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from opportunities.domain.kinds import ACTIVITY_KINDS, DOCUMENT_KINDS, label
from opportunities.domain.told import TOLD
from opportunities.models import (
    Activity,
    Attestation,
    Document,
    Milestone,
    Opportunity,
    StageEvent,
)
from opportunities.queries.changes import Change, changes_of
from opportunities.queries.detail import OpportunityPage
from salesops.core.actor import Actor
from salesops.outbox.models import Event
from salesops.web.api.field_groups import hidden_fields, without_hidden

FILTERS = {
    "all": "All",
    "customer": "Customer",
    "changes": "Changes",
    "evidence": "Evidence",
}
ICONS = {
    "call": "phone",
    "meeting": "calendar-check",
    "email": "mail",
    "enquiry": "inbox",
    "outreach": "external-link",
}
MOVE_ICONS = {
    "back": "corner-up-left",
    "lost": "circle-x",
    "won": "trophy",
    "reopen": "rotate-ccw",
    "skip": "skip-forward",
}
TONES = {"lost": "bad", "won": "good", "forward": "accent"}
SENTIMENTS = {
    -2: "very negative",
    -1: "negative",
    0: "neutral",
    1: "positive",
    2: "very positive",
}


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One fact: when, who, what, how it looks."""

    at: datetime
    icon: str
    fact: str
    who: str = ""
    detail: str = ""
    tone: str = ""
    kind: str = "changes"


def timeline(actor: Actor, page: OpportunityPage, *, show: str = "all", limit: int = 60) -> list[TimelineItem]:
    """This function will list what happened, newest first (interface §2); `show` is a key of FILTERS.

    What the actor's key is not shown, as prices, is left out.
    """
    row, items, hidden = page.opportunity, list[TimelineItem](), hidden_fields(actor.scopes)
    if show in ("all", "customer"):
        items += _activities(row, limit)
    if show in ("all", "changes"):
        items += _moves(page) + _field_changes(actor, row, limit)
    if show in ("all", "evidence"):
        items += _attestations(page, limit) + _waivers(page) + _milestones(page.milestones) + _documents(row, limit)
        items += _told(row, limit, hidden)
    return sorted(items, key=lambda item: item.at, reverse=True)[:limit]


def _told(row: Opportunity, limit: int, hidden: frozenset[str]) -> list[TimelineItem]:
    """What higher rooms have told about the deal, in the words they registered."""
    rows = Event.objects.filter(subject_kind="opportunity", subject_id=row.pk, type__in=list(TOLD)).order_by("-seq")
    return [
        TimelineItem(each.at, TOLD[each.type].icon, sentence, each.actor_name, detail)
        for each in rows[:limit]
        for sentence, detail in [TOLD[each.type].read(without_hidden(each.data, hidden))]
    ]


def _activities(row: Opportunity, limit: int) -> list[TimelineItem]:
    rows = Activity.objects.filter(opportunity=row).select_related("by").order_by("-happened_at", "-id")[:limit]
    items = []
    for each in rows:
        facts = [
            f"{each.customer_count} customer attendees"
            if each.customer_count > 1
            else "1 customer attendee"
            if each.customer_count
            else "",
            f"{each.minutes} min" if each.minutes else "",
            f"sentiment {SENTIMENTS[each.sentiment]}" if each.sentiment is not None else "",
        ]
        detail = "\n".join(part for part in [" · ".join(fact for fact in facts if fact), each.note] if part)
        fact = f"{label(ACTIVITY_KINDS, each.kind)}: {each.subject}"
        items.append(
            TimelineItem(
                each.happened_at,
                ICONS.get(each.kind, "message-square"),
                fact,
                each.by.name,
                detail,
            )
        )
    return items


def _moves(page: OpportunityPage) -> list[TimelineItem]:
    labels = {stage.key: stage.label for stage in page.definition.stages}
    items = []
    for event in page.events:
        target = labels.get(event.to_stage, event.to_stage)
        source = labels.get(event.from_stage, event.from_stage)
        fact = f"{source} → {target}" if source else f"Created in {target}"
        words = {
            "imported": "Imported, no criterion counts as passed",
            "skip": "Stage skipped",
        }.get(event.move, "")
        detail = "\n".join(part for part in (words, _gate(event), event.reason) if part)
        who = event.actor.name if event.actor else "System"
        icon = MOVE_ICONS.get(event.move, "arrow-right" if source else "plus")
        items.append(TimelineItem(event.at, icon, fact, who, detail, TONES.get(event.move, "")))
    return items


def _gate(event: StageEvent) -> str:
    if not event.criteria:
        return ""
    states = [item.get("state") for item in event.criteria]
    met, waived = states.count("met"), states.count("waived")
    return f"{met} of {len(states)} criteria met" + (f", {waived} waived" if waived else "")


def _field_changes(actor: Actor, row: Opportunity, limit: int) -> list[TimelineItem]:
    """One item for everything one person changed at one moment."""
    together: dict[tuple[datetime, int | None], list[Change]] = {}
    for each in changes_of(actor, row, limit=limit):
        together.setdefault((each.at, each.actor_id), []).insert(0, each)
    return [
        TimelineItem(
            at,
            "pencil",
            f"{', '.join(each.field for each in changes).capitalize()} changed",
            changes[0].who,
            "\n".join(f"{each.old} → {each.new}" for each in changes),
        )
        for (at, _), changes in together.items()
    ]


def _titles(page: OpportunityPage) -> dict[str, str]:
    return {each.id: each.text for stage in page.definition.stages for each in (*stage.entrance, *stage.exit)}


def _attestations(page: OpportunityPage, limit: int) -> list[TimelineItem]:
    titles = _titles(page)
    rows = Attestation.objects.filter(opportunity=page.opportunity).select_related("by").order_by("-id")[:limit]
    return [
        TimelineItem(
            each.at,
            "undo-2" if each.is_withdrawal else "badge-check",
            f"Evidence {'withdrawn' if each.is_withdrawal else 'recorded'}: "
            f"{titles.get(each.criterion_id, each.criterion_id)}",
            each.by.name,
            each.note,
        )
        for each in rows
    ]


def _waivers(page: OpportunityPage) -> list[TimelineItem]:
    items, titles = [], _titles(page)
    for each in page.waivers:
        title = titles.get(each.criterion_id, each.criterion_id)
        items.append(TimelineItem(each.at, "stamp", f"Waived: {title}", each.by.name, each.reason))
        if each.lifted_at and each.lifted_by:
            who = each.lifted_by.name
            items.append(TimelineItem(each.lifted_at, "undo-2", f"Waiver lifted: {title}", who, each.lifted_reason))
    return items


def _milestones(rows: list[Milestone]) -> list[TimelineItem]:
    reached = [
        TimelineItem(each.reached_at, "flag", f"{each.title} reached", each.by.name, each.evidence, "good")
        for each in rows
    ]
    taken_back = [
        TimelineItem(each.revoked_at, "undo-2", f"{each.title} taken back", detail=each.revoked_reason)
        for each in rows
        if each.revoked_at
    ]
    return reached + taken_back


def _documents(row: Opportunity, limit: int) -> list[TimelineItem]:
    rows = Document.objects.filter(opportunity=row).select_related("by").order_by("-id")[:limit]
    return [
        TimelineItem(
            each.created_at,
            "file-text",
            f"{label(DOCUMENT_KINDS, each.kind)} filed",
            each.by.name,
            f"{each.title}, {each.get_state_display().lower()}",
        )
        for each in rows
    ]
