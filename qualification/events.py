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

# All are told about one opportunity.
OF_AN_OPPORTUNITY = (
    ASSESSED, COSIGNED, FORCED, DETAILS_WRITTEN, POC_PLANNED, POC_PLAN_WRITTEN, POC_PLAN_SENT, POC_PLAN_SIGNED,
    POC_SESSION_SCHEDULED, POC_SESSION_CLOSED, POC_STARTED, POC_MEASURED, POC_MEASUREMENT_CLOSED, POC_TAKEN_UP_AGAIN,
    POC_CONCLUDED, POC_ABANDONED, POC_EXTENDED,
)  # fmt: skip
