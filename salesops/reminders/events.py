"""The facts this room tells; each name is also the audit action and the webhook type."""

SNOOZED = "reminder.snoozed.v1"
ENDED = "reminder.ended.v1"
RULE_SET = "reminder_rule.set.v1"
RETRIED = "obligation.retried.v1"
