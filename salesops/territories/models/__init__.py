"""The records about territories."""

from salesops.territories.models.account import AccountPlace, FrozenSegment, StandaloneBuyer
from salesops.territories.models.assignment import NamedAccount, TerritoryAssignment
from salesops.territories.models.dispute import DisputeWord, TerritoryDispute
from salesops.territories.models.gap import TerritoryGap
from salesops.territories.models.geography import GeoNode
from salesops.territories.models.holding import AccountHolding, MapFollow
from salesops.territories.models.plan import (
    GapAcknowledgement,
    PlannedAssignment,
    Territory,
    TerritoryPlan,
    TerritoryRule,
)

__all__ = [
    "AccountHolding",
    "AccountPlace",
    "DisputeWord",
    "FrozenSegment",
    "GapAcknowledgement",
    "GeoNode",
    "MapFollow",
    "NamedAccount",
    "PlannedAssignment",
    "StandaloneBuyer",
    "Territory",
    "TerritoryAssignment",
    "TerritoryDispute",
    "TerritoryGap",
    "TerritoryPlan",
    "TerritoryRule",
]
