"""The facts about leads and marketing that others may listen to. None holds personal data."""

LEAD_OPENED = "lead.opened.v1"
LEAD_AMENDED = "lead.amended.v1"
LEAD_ASSIGNED = "lead.assigned.v1"
LEAD_SIGNALLED = "lead.signalled.v1"
LEAD_TOUCHED = "lead.touched.v1"
LEAD_PARKED = "lead.parked.v1"
LEAD_REOPENED = "lead.reopened.v1"
LEAD_QUALIFIED = "lead.qualified.v1"
LEAD_DISQUALIFIED = "lead.disqualified.v1"
LEAD_CONVERTED = "lead.converted.v1"
ASSET_CREATED = "marketing_asset.created.v1"
ASSET_AMENDED = "marketing_asset.amended.v1"
ASSET_MOVED = "marketing_asset.moved.v1"

# What may settle a reminder about a lead, or ask for one.
OF_LEADS = (
    LEAD_OPENED, LEAD_AMENDED, LEAD_ASSIGNED, LEAD_SIGNALLED, LEAD_TOUCHED, LEAD_PARKED, LEAD_REOPENED, LEAD_QUALIFIED,
    LEAD_DISQUALIFIED, LEAD_CONVERTED,
)  # fmt: skip
