"""Set-up of terms and of points of procurement and legal through services."""

from __future__ import annotations

from typing import Any

from opportunities.domain.terms import KIND_OF
from opportunities.models import Document, LegalItem
from opportunities.services.raise_legal_item import raise_legal_item
from opportunities.services.settle_legal_item import settle_legal_item
from opportunities.services.settle_terms import settle_terms
from tests.story import Deal


def settle(deal: Deal, *topics: str, state: str = "agreed", actor: Any = None, **more: Any) -> None:
    """Say how topics stand; all standard ones where none is named."""
    settle_terms(**deal.known(actor), topics=topics or list(KIND_OF), state=state, **more)


def open_point(deal: Deal, severity: str = "minor", document: Document | None = None, actor: Any = None) -> LegalItem:
    """Write a point down; on a document it is a redline."""
    text = "Cap the liability at the annual fee"
    document_id = document.pk if document else None
    return raise_legal_item(**deal.known(actor), text=text, severity=severity, document_id=document_id)


def settle_point(deal: Deal, row: LegalItem, actor: Any = None) -> LegalItem:
    """Settle it."""
    return settle_legal_item(actor=actor or deal.actor, now=deal.now, item_id=row.pk, how="Both agreed to the cap.")
