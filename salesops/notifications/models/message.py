"""What leaves the house: one row per mail or post, leased and fenced (reliability §6.2)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from salesops.notifications.domain.delivery import CHANNELS, DEAD, HOOK, MAIL, PENDING, STATES, WAITING
from salesops.notifications.models.address import Hook
from salesops.notifications.models.notification import Notification


class Message(models.Model):
    """One mail or post to one person; without a notification it is a digest of the messages that name it.

    `claimed_at` is when somebody last began to send it: mails are counted by it, so many a minute.
    """

    dedupe = models.CharField(max_length=300, unique=True)
    channel = models.CharField(max_length=8, choices=CHANNELS)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    notification = models.ForeignKey(Notification, null=True, on_delete=models.PROTECT, related_name="messages")
    hook = models.ForeignKey(Hook, null=True, on_delete=models.PROTECT, related_name="messages")
    digest = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="gathered")
    status = models.CharField(max_length=8, choices=STATES, default=PENDING)
    attempts = models.SmallIntegerField(default=0)
    created_at = models.DateTimeField()
    next_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    lease_token = models.BigIntegerField(null=True)
    claimed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[key for key, _ in STATES]), name="notifications_message_state"
            ),
            models.CheckConstraint(
                condition=Q(channel=MAIL, hook=None) | Q(channel=HOOK, hook__isnull=False, notification__isnull=False),
                name="notifications_message_channel",
            ),
        ]
        indexes = [
            models.Index(fields=["channel", "next_at", "id"], condition=Q(status=PENDING), name="notifications_due"),
            models.Index(fields=["recipient"], condition=Q(status=WAITING), name="notifications_waiting"),
            models.Index(fields=["recipient", "claimed_at"], name="notifications_minute"),
            models.Index(fields=["digest"], condition=Q(digest__isnull=False), name="notifications_gathered"),
            models.Index(fields=["id"], condition=Q(status=DEAD), name="notifications_dead"),
        ]

    def __str__(self) -> str:
        return f"{self.dedupe} to {self.recipient_id}: {self.status}"
