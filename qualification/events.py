"""The facts layer 3 tells; each name is also the audit action and the webhook type."""

ASSESSED = "meddpicc.assessed.v1"
COSIGNED = "meddpicc.cosigned.v1"
FORCED = "meddpicc.reconfirmation_forced.v1"
DETAILS_WRITTEN = "meddpicc.details_written.v1"
POC_PLANNED = "poc.planned.v1"
POC_PLAN_WRITTEN = "poc.plan_written.v1"
POC_PLAN_SENT = "poc.plan_sent.v1"
POC_PLAN_SIGNED = "poc.plan_signed.v1"
POC_SESSION_SCHEDULED = "poc.session_scheduled.v1"
POC_SESSION_CLOSED = "poc.session_closed.v1"
POC_STARTED = "poc.started.v1"
POC_MEASURED = "poc.value_measured.v1"
POC_MEASUREMENT_CLOSED = "poc.measurement_closed.v1"
POC_TAKEN_UP_AGAIN = "poc.taken_up_again.v1"
POC_CONCLUDED = "poc.concluded.v1"
POC_ABANDONED = "poc.abandoned.v1"
POC_EXTENDED = "poc.extended.v1"
POC_EXTENSION_ASKED = "poc.extension_asked.v1"
POC_EXTENSION_REFUSED = "poc.extension_refused.v1"
PROPOSAL_WRITTEN = "proposal.version_written.v1"
PROPOSAL_FINALISED = "proposal.finalised.v1"
EFFORT_ESTIMATED = "proposal.effort_estimated.v1"
ASSUMPTION_CHECKED = "proposal.assumption_checked.v1"
TRIGGER_CLEARED = "proposal.trigger_cleared.v1"
ITEM_CONFIRMED = "proposal.item_confirmed.v1"
CONFIRMATION_WITHDRAWN = "proposal.confirmation_withdrawn.v1"
VALIDATION_REQUESTED = "validation.requested.v1"
VALIDATION_ASSIGNED = "validation.assigned.v1"
VALIDATION_WITHDRAWN = "validation.withdrawn.v1"
VALIDATION_DECIDED = "validation.decided.v1"
RISK_ACCEPTED = "validation.risk_accepted.v1"
RED_FLAG_RAISED = "red_flag.raised.v1"
RED_FLAG_CLOSED = "red_flag.closed.v1"
CALL_ASKED = "confidence_call.asked.v1"
CALL_PLANNED = "confidence_call.planned.v1"
CALL_HELD = "confidence_call.held.v1"
REQUIREMENT_ADDED = "requirement.added.v1"
REQUIREMENT_JUDGED = "requirement.judged.v1"
GROUP_ALIGNED = "requirement_group.aligned.v1"
GROUP_UNALIGNED = "requirement_group.unaligned.v1"
SECURITY_PATH_WRITTEN = "security_path.written.v1"
QUESTION_ASKED = "question.asked.v1"
QUESTION_ANSWERED = "question.answered.v1"

# All are told about one opportunity.
OF_AN_OPPORTUNITY = (
    ASSESSED, COSIGNED, FORCED, DETAILS_WRITTEN, POC_PLANNED, POC_PLAN_WRITTEN, POC_PLAN_SENT, POC_PLAN_SIGNED,
    POC_SESSION_SCHEDULED, POC_SESSION_CLOSED, POC_STARTED, POC_MEASURED, POC_MEASUREMENT_CLOSED, POC_TAKEN_UP_AGAIN,
    POC_CONCLUDED, POC_ABANDONED, POC_EXTENDED, POC_EXTENSION_ASKED, POC_EXTENSION_REFUSED,
    PROPOSAL_WRITTEN, PROPOSAL_FINALISED, EFFORT_ESTIMATED,
    ASSUMPTION_CHECKED, TRIGGER_CLEARED, ITEM_CONFIRMED, CONFIRMATION_WITHDRAWN, VALIDATION_REQUESTED,
    VALIDATION_ASSIGNED, VALIDATION_WITHDRAWN, VALIDATION_DECIDED, RISK_ACCEPTED, RED_FLAG_RAISED, RED_FLAG_CLOSED,
    CALL_ASKED, CALL_PLANNED, CALL_HELD,
    REQUIREMENT_ADDED, REQUIREMENT_JUDGED, GROUP_ALIGNED, GROUP_UNALIGNED,
    SECURITY_PATH_WRITTEN, QUESTION_ASKED, QUESTION_ANSWERED,
)  # fmt: skip
