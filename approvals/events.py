"""The facts layer 4 tells; each name is also the audit action and the webhook type."""

GUARDRAILS_DRAFTED = "guardrails.drafted.v1"
GUARDRAILS_EDITED = "guardrails.edited.v1"
GUARDRAILS_TESTED = "guardrails.back_tested.v1"
GUARDRAILS_PUBLISHED = "guardrails.published.v1"
GUARDRAILS_DISCARDED = "guardrails.discarded.v1"
