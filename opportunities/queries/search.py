"""The palette's search over opportunities."""

from __future__ import annotations

from django.db.models import Q
from django.db.models.functions import Upper

from opportunities.models import Opportunity
from opportunities.queries.visible import visible_to
from salesops.core.actor import Actor


def search_opportunities(actor: Actor, words: str, *, limit: int = 8) -> list[Opportunity]:
    """This function will find opportunities by name, account or id; open ones first."""
    text = words.replace("\x00", "").strip()
    if not text:
        return []
    match = Q(_name__contains=text.upper()) | Q(account__name__icontains=text)
    if text.lstrip("#").isdecimal() and len(text) < 18:
        match |= Q(pk=int(text.lstrip("#")))
    rows = visible_to(actor).annotate(_name=Upper("name")).filter(match).select_related("account")
    return list(rows.order_by("closed_at", "-amount_reporting", "-id")[:limit])
