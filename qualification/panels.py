"""What layer 3 shows on the pages of layer 2: the score on cards, the eight components, what to ask next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from qualification.domain.standing import MeddpiccFacts
from qualification.queries.meddpicc import MeddpiccPanel, meddpicc_panels
from salesops.core.actor import Actor
from salesops.process.domain.registry import RecordFacts
from salesops.web.marks import mark
from salesops.web.panels import panel
from salesops.web.templatetags.components import score_bars


@mark("opportunity.card", "meddpicc", order=10, draw=score_bars)
def card_score(facts: RecordFacts) -> int:
    """Give the MEDDPICC score of a deal."""
    return facts.part(MeddpiccFacts).score


@panel("opportunity.main", "meddpicc", order=10, template="qualification/meddpicc.html")
@panel("opportunity.rail", "ask_next", order=20, template="qualification/ask_next.html")
def components(actor: Actor, ids: Sequence[int], now: datetime) -> Mapping[int, MeddpiccPanel]:
    """Give the eight components of a deal, and from them what to ask next."""
    return meddpicc_panels(actor, ids, now=now)
