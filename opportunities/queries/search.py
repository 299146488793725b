"""The palette's search over opportunities."""

from __future__ import annotations

from django.db.models import Q
from django.db.models.functions import Upper

from opportunities.models import Opportunity
from opportunities.queries.visible import visible_to
from salesops.accounts.queries import accounts, contacts
from salesops.core.actor import Actor
from salesops.intake.queries.leads import search_leads


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


Found = tuple[str, str, str, str, int]


def search_everything(actor: Actor, words: str) -> list[Found]:
    """This function will find opportunities, leads, accounts and contacts as (icon, label, hint, route, id)."""
    text = words.replace("\x00", "").strip()
    if not text:
        return []
    found: list[Found] = [
        (
            "square-kanban",
            row.account.name if row.account else row.name,
            row.use_case or row.name,
            "opportunities:page",
            row.pk,
        )
        for row in search_opportunities(actor, text)
    ]
    found += [("target", row.company, "Lead", "intake:lead", row.pk) for row in search_leads(actor, text)]
    found += [("building-2", row.name, "Account", "accounts:page", row.pk) for row in accounts(actor, text)[:5]]
    found += [("user", row.name, row.account.name, "accounts:contact", row.pk) for row in contacts(actor, text)[:5]]
    return found
