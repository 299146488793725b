"""The facts about leads, introductions and marketing that others may listen to. None holds personal data."""

LEAD_OPENED = "lead.opened.v1"
LEAD_AMENDED = "lead.amended.v1"
LEAD_ASSIGNED = "lead.assigned.v1"
LEAD_SIGNALLED = "lead.signalled.v1"
LEAD_RESCORED = "lead.rescored.v1"
LEADS_EXPORTED = "lead.exported.v1"
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
    LEAD_DISQUALIFIED, LEAD_CONVERTED, LEAD_RESCORED,
)  # fmt: skip

INTRO_SUBMITTED = "introduction.submitted.v1"
INTRO_COMPLETED = "introduction.details_added.v1"
INTRO_REVIEWED = "introduction.review_begun.v1"
INTRO_ASKED = "introduction.question_asked.v1"
INTRO_ANSWERED = "introduction.question_answered.v1"
INTRO_ACCEPTED = "introduction.accepted.v1"
INTRO_DECLINED = "introduction.declined.v1"
INTRO_EXPIRED = "introduction.expired.v1"
INTRO_MADE = "introduction.made.v1"
INTRO_LAPSED = "introduction.lapsed.v1"
INTRO_WITHDRAWN = "introduction.withdrawn.v1"
INTRO_FOLLOWED = "introduction.progressed.v1"
INTRO_REASSIGNED = "introduction.reviewer_changed.v1"
INTRO_STEP_SHARED = "introduction.step_shared.v1"
FEE_PAID = "introduction.fee_paid.v1"
MEETING_INVITED = "introduction.meeting_invited.v1"
PROTECTION_BEGUN = "protection.begun.v1"
PROTECTION_EXTENDED = "protection.extended.v1"
PROTECTION_ENDED = "protection.ended.v1"
DISPUTE_RAISED = "protection.dispute_raised.v1"
DISPUTE_SETTLED = "protection.dispute_settled.v1"
REFERRER_INVITED = "partner.referrer_invited.v1"
REFERRER_REVOKED = "partner.referrer_revoked.v1"
INTRO_EXPORTED = "partner.introductions_exported.v1"
PORTAL_SIGNED_IN = "partner.signed_in.v1"
PORTAL_SIGNED_OUT = "partner.signed_out.v1"

OF_AN_INTRODUCTION = (
    INTRO_SUBMITTED, INTRO_REVIEWED, INTRO_ASKED, INTRO_ANSWERED, INTRO_ACCEPTED, INTRO_DECLINED, INTRO_EXPIRED,
    INTRO_MADE, INTRO_LAPSED, INTRO_WITHDRAWN, INTRO_FOLLOWED, INTRO_REASSIGNED, PROTECTION_BEGUN, PROTECTION_EXTENDED,
    PROTECTION_ENDED, DISPUTE_RAISED, DISPUTE_SETTLED,
)  # fmt: skip
