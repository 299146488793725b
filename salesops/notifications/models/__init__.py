"""The records of what reaches people: the inbox, messages on their way, wishes, webhooks, feed addresses."""

from salesops.notifications.models.address import FeedAddress, Hook, Preference
from salesops.notifications.models.message import Message
from salesops.notifications.models.notification import Notification

__all__ = ["FeedAddress", "Hook", "Message", "Notification", "Preference"]
