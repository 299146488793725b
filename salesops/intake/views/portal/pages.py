"""What a partner reads: the list and one introduction."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from salesops.core.business_time import business_hours_between
from salesops.intake.domain.answers import DETAILS, answered
from salesops.intake.domain.introductions import BUYER_ROLES, END_REASONS, PROTECTED_FOR, RUNNING, WAITING
from salesops.intake.domain.portal import FILTERS, HOURS_A_DAY, SECTIONS, Shown, clock, fee, sentence
from salesops.intake.queries.portal import history_of, kit, own_drafts, own_introduction, own_introductions
from salesops.intake.views.portal.entering import PortalRequest, portal
from salesops.users.queries import calendar_of
from salesops.web.templatetags.formats import day


@dataclass(frozen=True, slots=True)
class Found:
    """What a partner's person looks for: words and a filter, what the words find, and what the filter keeps of it."""

    words: str
    chosen: str
    every: list[Shown]
    kept: list[Shown]


def listed(request: PortalRequest) -> Found:
    """Read the search and filter of a request, with the partner's own introductions that fit them."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    chosen = request.GET.get("show", "all")
    chosen = chosen if chosen in FILTERS else "all"
    every = own_introductions(request.visitor.partner_id, words)
    return Found(words, chosen, every, [shown for shown in every if shown.fits(chosen)])


@portal
@require_safe
def show_list(request: PortalRequest) -> HttpResponse:
    """Show the partner's introductions by what needs them first; without a valid agreement only how to renew it."""
    if not request.home.nda.is_valid:
        return render(request, "partners/renew.html", {"home": request.home})
    found = listed(request)
    rows = [_row(request, shown) for shown in found.kept]
    sections = [(label, [row for row in rows if row["shown"].section == key]) for key, label in SECTIONS.items()]
    context = {
        "home": request.home,
        "found": found,
        "filters": FILTERS,
        "needed": sum(shown.needs_partner for shown in found.every),
        "sections": [(label, rows) for label, rows in sections if rows],
        "drafts": _drafts(request) if found.chosen == "all" and not found.words else [],
    }
    return render(request, "partners/list.html", context)


@portal
@require_safe
def show_introduction(request: PortalRequest, receipt: str) -> HttpResponse:
    """Show the receipt of one introduction, where it stands, and what the partner can do."""
    return render_introduction(request, receipt)


@portal
@require_safe
def show_kit(request: PortalRequest) -> HttpResponse:
    """Show what of our marketing the partner may use."""
    if not request.home.nda.is_valid:
        return render(request, "partners/renew.html", {"home": request.home})
    return render(request, "partners/kit.html", {"home": request.home, "kit": kit(request.visitor.partner_id)})


def render_introduction(
    request: PortalRequest, receipt: str, *, faults: dict[str, list[str]] | None = None, status: int = 200
) -> HttpResponse:
    """Show one introduction, with what was wrong with what was just sent."""
    if not request.home.nda.is_valid:
        return render(request, "partners/renew.html", {"home": request.home})
    shown = own_introduction(request.visitor.partner_id, receipt)
    if shown.values["state"] == "draft":
        return render(request, "partners/stop.html", {"home": request.home, "is_draft": True, "shown": shown})
    row, offered = _row(request, shown), kit(request.visitor.partner_id)
    context = {
        "home": request.home,
        **row,
        "history": history_of(request.visitor.partner_id, shown.values["id"], timezone.now()),
        "is_open": shown.values["state"] in (*WAITING, *RUNNING),
        "fee": fee(shown, day),
        "ended_because": END_REASONS.get((shown.protection or {}).get("end_reason", ""), ""),
        "kit": offered,
        "kept_asset": shown.values["asset_id"] not in {None, *(each.pk for each in offered)},
        "details": [(name, shown.values[name], most) for name, most in DETAILS.items()],
        "buyer_roles": BUYER_ROLES,
        "protected_days": PROTECTED_FOR.days,
        "faults": faults or {},
        "typed": request.POST,
        **_ring(request, row),
    }
    return render(request, "partners/introduction.html", context, status=status)


def _row(request: PortalRequest, shown: Shown) -> dict[str, Any]:
    calendar = calendar_of(request.visitor.actor.user_id)
    return {"shown": shown, "sentence": sentence(shown, day), "clock": clock(shown, timezone.now(), calendar, day)}


def _ring(request: PortalRequest, row: dict[str, Any]) -> dict[str, Any]:
    """Say what stands in the ring: the days of our answer that are left, or a picture of how it stands."""
    shown, due = row["shown"], row["shown"].values["answer_due"]
    left = business_hours_between(timezone.now(), due, calendar=calendar_of(request.visitor.actor.user_id))
    days = max(ceil(left / HOURS_A_DAY), 0)
    used = row["clock"].used if row["clock"] else None
    icons = {"needs_info": "message-circle-question", "accepted": "handshake", "won": "trophy", "declined": "circle-x"}
    return {
        "days_left": days,
        "left": None if used is None else 100 - used,
        "ring_icon": icons.get(shown.values["state"], "undo-2" if shown.is_closed else "timer"),
    }


def _drafts(request: PortalRequest) -> list[dict[str, Any]]:
    drafts = own_drafts(request.visitor.partner_id)
    named = [each["draft"].get("company") or each["draft"].get("website") or "Not named yet" for each in drafts]
    return [
        {**each, "title": title, "answered": answered(each["draft"])} for each, title in zip(drafts, named, strict=True)
    ]
