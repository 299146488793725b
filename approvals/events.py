"""The facts layer 4 tells; each name is also the audit action and the webhook type."""

GUARDRAILS_DRAFTED = "guardrails.drafted.v1"
GUARDRAILS_EDITED = "guardrails.edited.v1"
GUARDRAILS_TEST_ASKED = "guardrails.back_test_asked.v1"
GUARDRAILS_TESTED = "guardrails.back_tested.v1"
GUARDRAILS_PUBLISHED = "guardrails.published.v1"
GUARDRAILS_DISCARDED = "guardrails.discarded.v1"
REQUEST_SUBMITTED = "approval.submitted.v1"
REQUEST_WITHDRAWN = "approval.withdrawn.v1"
STEP_APPROVED = "approval.step_approved.v1"
REQUEST_APPROVED = "approval.approved.v1"
REQUEST_RETURNED = "approval.returned.v1"
REQUEST_REJECTED = "approval.rejected.v1"
APPROVAL_EXPIRED = "approval.expired.v1"
APPROVAL_SUPERSEDED = "approval.superseded.v1"
APPROVAL_VOIDED = "approval.voided.v1"
DELEGATION_SET = "delegation.set.v1"
DELEGATION_ENDED = "delegation.ended.v1"
ESCALATION_RAISED = "escalation.raised.v1"
ESCALATION_ASSIGNED = "escalation.assigned.v1"
ESCALATION_DECIDED = "escalation.decided.v1"
ESCALATION_CLOSED = "escalation.closed.v1"

# All are told about one opportunity.
OF_AN_OPPORTUNITY = (
    REQUEST_SUBMITTED, REQUEST_WITHDRAWN, STEP_APPROVED, REQUEST_APPROVED, REQUEST_RETURNED, REQUEST_REJECTED,
    APPROVAL_EXPIRED, APPROVAL_SUPERSEDED, APPROVAL_VOIDED,
    ESCALATION_RAISED, ESCALATION_ASSIGNED, ESCALATION_DECIDED, ESCALATION_CLOSED,
)  # fmt: skip
# All are told about the person who decides.
OF_A_PERSON = (DELEGATION_SET, DELEGATION_ENDED)
