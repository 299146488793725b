"""What a caller is shown of an opportunity: by charter and by scope (domain §1.3, reliability P19)."""

from __future__ import annotations

from opportunities.api.serializers import CoreShape, NameShape, OpportunityShape, SummaryShape
from salesops.charter import Facts, decide
from salesops.core.actor import Actor
from salesops.web.api.field_groups import COMMERCIAL, hidden_fields
from salesops.web.api.presenting import Presenter

_NAMES = {"account": ("account", Presenter(NameShape)), "owner": ("owner", Presenter(NameShape))}
FULL = Presenter(OpportunityShape, _NAMES)
CORE = Presenter(CoreShape, _NAMES)
SUMMARY = Presenter(SummaryShape, _NAMES)


def sees_commercial(actor: Actor) -> bool:
    """This function will say whether the caller is shown prices and amounts."""
    return COMMERCIAL.isdisjoint(hidden_fields(actor.scopes))


def presenter_for(actor: Actor, *, in_full: bool) -> Presenter:
    """This function will choose what to show; `in_full` where the charter opened this very record."""
    if not in_full and not decide(actor, "opp.view_full", Facts()).allowed:
        return SUMMARY
    return FULL if sees_commercial(actor) else CORE
