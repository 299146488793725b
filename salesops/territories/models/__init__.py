"""The records about territories."""

from salesops.territories.models.account import AccountPlace, FrozenSegment, StandaloneBuyer
from salesops.territories.models.assignment import NamedAccount, TerritoryAssignment
from salesops.territories.models.geography import GeoNode
from salesops.territories.models.plan import GapAcknowledgement, Territory, TerritoryPlan, TerritoryRule

__all__ = [
    "AccountPlace",
    "FrozenSegment",
    "GapAcknowledgement",
    "GeoNode",
    "NamedAccount",
    "StandaloneBuyer",
    "Territory",
    "TerritoryAssignment",
    "TerritoryPlan",
    "TerritoryRule",
]
