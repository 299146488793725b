"""The facts layer 3 tells; each name is also the audit action and the webhook type."""

ASSESSED = "meddpicc.assessed.v1"
COSIGNED = "meddpicc.cosigned.v1"
FORCED = "meddpicc.reconfirmation_forced.v1"
DETAILS_WRITTEN = "meddpicc.details_written.v1"
