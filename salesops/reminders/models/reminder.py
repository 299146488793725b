"""What a person sees: one open reminder per rule and record, who has it, and everything that happened to it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Reminder(models.Model):
    """A rule's word about a record, open until the matter is settled (domain §12)."""

    rule = models.CharField(max_length=48)
    scope = models.CharField(max_length=24)
    scope_id = models.BigIntegerField()
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    anchor = models.CharField(max_length=120)
    title = models.CharField(max_length=300)
    why = models.CharField(max_length=500)
    path = models.CharField(max_length=300)
    act = models.CharField(max_length=40, default="Open")
    is_urgent = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    fired_at = models.DateTimeField()
    fires = models.IntegerField(default=1)
    stopped_at = models.DateTimeField(null=True)
    stopped_because = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "subject_kind", "subject_id"],
                condition=Q(stopped_at__isnull=True),
                name="reminders_reminder_one_open",
            ),
        ]
        indexes = [
            models.Index(
                fields=["scope", "scope_id"], condition=Q(stopped_at__isnull=True), name="reminders_reminder_scope"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} on {self.subject_kind}:{self.subject_id}"


class ReminderRecipient(models.Model):
    """One person who has a reminder, since when and as what, and until when it is put off."""

    reminder = models.ForeignKey(Reminder, on_delete=models.PROTECT, related_name="recipients")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lane = models.CharField(max_length=40)
    in_place_of = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    snoozed_until = models.DateTimeField(null=True)
    snooze_reason = models.CharField(max_length=200, default="", blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reminder", "person"], name="reminders_recipient_once"),
            models.CheckConstraint(
                condition=Q(snoozed_until__isnull=True) | ~Q(snooze_reason=""), name="reminders_recipient_snooze_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["person"], condition=Q(done_at__isnull=True), name="reminders_recipient_open"),
        ]

    def __str__(self) -> str:
        return f"{self.reminder_id} for {self.person_id}"


class ReminderEntry(models.Model):
    """One line of a reminder's history: fired, escalated, snoozed, ended, stopped. Never changed."""

    reminder = models.ForeignKey(Reminder, on_delete=models.PROTECT, related_name="entries")
    what = models.CharField(max_length=16)
    at = models.DateTimeField()
    lane = models.CharField(max_length=40, default="", blank=True)
    turn = models.IntegerField(default=0)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    detail = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        ordering = ("id",)
        verbose_name_plural = "reminder entries"

    def __str__(self) -> str:
        return f"{self.reminder_id} {self.what} at {self.at}"
