"""The facts layer 2 tells the layers above; each name is also the audit action and the webhook type."""

CREATED = "opportunity.created.v1"
AMENDED = "opportunity.amended.v1"
SUBTYPE_CONFIRMED = "opportunity.subtype_confirmed.v1"
OWNER_CHANGED = "opportunity.owner_changed.v1"
ADVANCED = "opportunity.advanced.v1"
SKIPPED = "opportunity.stage_skipped.v1"
SENT_BACK = "opportunity.sent_back.v1"
LOST = "opportunity.lost.v1"
WON = "opportunity.won.v1"
REENGAGEMENT_SET = "opportunity.reengagement_set.v1"
REOPENED = "opportunity.reopened.v1"
WON_VOIDED = "opportunity.won_voided.v1"
MIGRATED = "opportunity.process_migrated.v1"
IMPORTED = "opportunity.imported.v1"
HOLDOVER_BEGUN = "opportunity.holdover_begun.v1"
HOLDOVER_ENDED = "opportunity.holdover_ended.v1"
NEXT_STEP_SET = "opportunity.next_step_set.v1"
NEXT_STEP_DONE = "opportunity.next_step_done.v1"
ACTIVITY_LOGGED = "opportunity.activity_logged.v1"
ATTESTED = "opportunity.criterion_attested.v1"
ATTESTATION_WITHDRAWN = "opportunity.attestation_withdrawn.v1"
WAIVED = "opportunity.criterion_waived.v1"
WAIVER_LIFTED = "opportunity.waiver_lifted.v1"
STAKEHOLDER_ADDED = "opportunity.stakeholder_added.v1"
STAKEHOLDER_REMOVED = "opportunity.stakeholder_removed.v1"
DOCUMENT_FILED = "opportunity.document_filed.v1"
DOCUMENT_CHANGED = "opportunity.document_changed.v1"
MILESTONE_REACHED = "opportunity.milestone_reached.v1"
MILESTONE_REVOKED = "opportunity.milestone_revoked.v1"
PLAN_WRITTEN = "opportunity.pursuit_plan_written.v1"
DISCOVERY_WRITTEN = "opportunity.discovery_written.v1"
LAYER_ASSIGNED = "opportunity.layer_assigned.v1"
TERMS_SETTLED = "opportunity.terms_settled.v1"
LEGAL_ITEM_RAISED = "opportunity.legal_item_raised.v1"
LEGAL_ITEM_SETTLED = "opportunity.legal_item_settled.v1"
REDLINED = "opportunity.document_redlined.v1"
SIGNER_NAMED = "opportunity.signer_named.v1"
MARKETPLACE_OFFER_MADE = "opportunity.marketplace_offer_created.v1"
MARKETPLACE_OFFER_ACCEPTED = "opportunity.marketplace_offer_accepted.v1"
PAPERS_WITHDRAWN = "opportunity.papers_withdrawn.v1"
HELP_ASKED = "collaboration.requested.v1"
HELP_ACCEPTED = "collaboration.accepted.v1"
HELP_DONE = "collaboration.done.v1"
HELP_DECLINED = "collaboration.declined.v1"
HELP_WITHDRAWN = "collaboration.withdrawn.v1"
OFFER_CREATED = "offer.created.v1"
OFFER_CHANGED = "offer.changed.v1"
OFFER_PRESENTED = "offer.presented.v1"
OFFER_ACCEPTED = "offer.accepted.v1"
OFFER_WITHDRAWN = "offer.withdrawn.v1"
QUOTE_ISSUED = "quote.issued.v1"
QUOTE_VOIDED = "quote.voided.v1"
PRICE_BOOK_PUBLISHED = "price_book.published.v1"
IMPORT_REQUESTED = "import.requested.v1"
CUSTOMER_OVERRIDDEN = "account.customer_type_set.v1"
RATES_SET = "exchange_rates.set.v1"

# What moves one opportunity; the others are about help with it and its offers, a job, an account and rates.
OF_AN_OPPORTUNITY = (
    CREATED, AMENDED, OWNER_CHANGED, ADVANCED, SKIPPED, SENT_BACK, LOST, REENGAGEMENT_SET, WON, REOPENED, WON_VOIDED,
    MIGRATED, IMPORTED, NEXT_STEP_SET, NEXT_STEP_DONE, ACTIVITY_LOGGED, ATTESTED, ATTESTATION_WITHDRAWN, WAIVED,
    WAIVER_LIFTED, STAKEHOLDER_ADDED, STAKEHOLDER_REMOVED, DOCUMENT_FILED, DOCUMENT_CHANGED, MILESTONE_REACHED,
    MILESTONE_REVOKED, PLAN_WRITTEN, DISCOVERY_WRITTEN, LAYER_ASSIGNED, TERMS_SETTLED, LEGAL_ITEM_RAISED,
    LEGAL_ITEM_SETTLED, REDLINED, SIGNER_NAMED, MARKETPLACE_OFFER_MADE, MARKETPLACE_OFFER_ACCEPTED, PAPERS_WITHDRAWN,
    HOLDOVER_BEGUN, HOLDOVER_ENDED,
)  # fmt: skip
OF_ITS_HELP = (HELP_ASKED, HELP_ACCEPTED, HELP_DONE, HELP_DECLINED, HELP_WITHDRAWN)
OF_ITS_OFFERS = (
    OFFER_CREATED,
    OFFER_CHANGED,
    OFFER_PRESENTED,
    OFFER_ACCEPTED,
    OFFER_WITHDRAWN,
    QUOTE_ISSUED,
    QUOTE_VOIDED,
)
