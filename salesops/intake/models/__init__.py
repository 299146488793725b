"""What came in from the market, and what we know of it."""

from salesops.intake.models.asset import MarketingAsset
from salesops.intake.models.lead import Lead
from salesops.intake.models.lead_history import LeadMove, LeadSignal, LeadTouch

__all__ = ["Lead", "LeadMove", "LeadSignal", "LeadTouch", "MarketingAsset"]
