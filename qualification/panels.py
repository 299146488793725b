"""What layer 3 shows on the pages of layer 2: the score on cards, the eight components, what to ask next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from qualification.queries import MeddpiccPanel, meddpicc_panels, meddpicc_scores
from salesops.core.actor import Actor
from salesops.web.panels import panel


@panel("opportunity.card", "meddpicc", order=10, template="qualification/card_score.html")
def card_score(actor: Actor, ids: Sequence[int], now: datetime) -> Mapping[int, Any]:
    """Give the MEDDPICC score of many deals."""
    return meddpicc_scores(actor, ids, now=now)


@panel("opportunity.main", "meddpicc", order=10, template="qualification/meddpicc.html")
@panel("opportunity.rail", "ask_next", order=20, template="qualification/ask_next.html")
def components(actor: Actor, ids: Sequence[int], now: datetime) -> Mapping[int, MeddpiccPanel]:
    """Give the eight components of a deal, and from them what to ask next."""
    return meddpicc_panels(actor, ids, now=now)
