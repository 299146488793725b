"""The facts about delivery that stand in the ledger."""

PREFERENCES_CHANGED = "notifications.preferences_changed.v1"
UNSUBSCRIBED = "notifications.unsubscribed.v1"
HOOK_ADDED = "notifications.webhook_added.v1"
HOOK_ENDED = "notifications.webhook_ended.v1"
FEED_MADE = "notifications.feed_made.v1"
FEED_ENDED = "notifications.feed_ended.v1"
MESSAGE_RETRIED = "notifications.message_retried.v1"
