"""The partner's own introductions as a table: what the list shows, and nothing more (domain §11.6)."""

from __future__ import annotations

from collections.abc import Iterator

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from salesops.intake.domain.introductions import DECLINE_REASONS
from salesops.intake.domain.portal import Shown, fee
from salesops.intake.services.note_export import note_export
from salesops.intake.views.portal.entering import PortalRequest, portal
from salesops.intake.views.portal.pages import listed
from salesops.web.spreadsheets import Value, as_csv
from salesops.web.templatetags.formats import day

HEADS = (
    "Receipt", "Company", "Website", "Country", "City", "Buyer", "Title", "E-mail", "When", "Problem", "Sent", "Status",
    "Reason", "Read by", "Meets the buyer", "Next step", "Protected until", "Fee",
)  # fmt: skip


@portal
@require_safe
def export(request: PortalRequest) -> HttpResponseBase:
    """Send the introductions of the filter as CSV."""
    if not request.home.nda.is_valid:
        return render(request, "partners/renew.html", {"home": request.home})
    kept = listed(request).kept
    visitor = request.visitor
    note_export(actor=visitor.actor, now=timezone.now(), partner_id=visitor.partner_id, rows=len(kept))
    return as_csv(_rows(kept), f"introductions-{timezone.localdate()}")


def _rows(kept: list[Shown]) -> Iterator[tuple[Value, ...]]:
    yield HEADS
    for each in kept:
        v = each.values
        protection = each.protection if each.is_protected else None
        yield (
            v["receipt"], v["company"], v["domain"], v["country_name"], v["city"], v["buyer_name"], v["buyer_title"],
            v["buyer_email"], v["timeline"], v["problem"], timezone.localdate(v["submitted_at"]), each.label,
            DECLINE_REASONS.get(v["decline_reason"], ""), each.reviewer, each.host, v["shared_step"],
            timezone.localdate(protection["ends_at"]) if protection else None, fee(each, day),
        )  # fmt: skip
