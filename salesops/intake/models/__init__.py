"""What came in from the market, and what we know of it."""

from salesops.intake.models.asset import MarketingAsset
from salesops.intake.models.introduction import Introduction, IntroductionQuestion, MeetingInvitation
from salesops.intake.models.lead import Lead
from salesops.intake.models.lead_history import LeadMove, LeadSignal, LeadTouch
from salesops.intake.models.portal import PortalKit, PortalPerson, PortalSession, ReferrerLink
from salesops.intake.models.protection import Protection, ProtectionDispute

__all__ = [
    "Introduction", "IntroductionQuestion", "Lead", "LeadMove", "LeadSignal", "LeadTouch", "MarketingAsset",
    "MeetingInvitation", "PortalKit", "PortalPerson", "PortalSession", "Protection", "ProtectionDispute",
    "ReferrerLink",
]  # fmt: skip
