"""What people put their name to: attestations, waivers and milestones."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length

from opportunities.domain.kinds import SOURCE_CLASSES

models.TextField.register_lookup(Length)


class Attestation(models.Model):
    """A named person's word on a criterion, with evidence; a withdrawal is a later row (docs/domain.md §0.3)."""

    opportunity = models.ForeignKey("opportunities.Opportunity", on_delete=models.PROTECT, related_name="attestations")
    criterion_id = models.CharField(max_length=20)
    note = models.TextField()
    source_class = models.CharField(max_length=20, choices=SOURCE_CLASSES)
    contact = models.ForeignKey("accounts.Contact", null=True, blank=True, on_delete=models.PROTECT)
    activity = models.ForeignKey("opportunities.Activity", null=True, blank=True, on_delete=models.PROTECT)
    document = models.ForeignKey("opportunities.Document", null=True, blank=True, on_delete=models.PROTECT)
    link = models.URLField(blank=True)
    is_withdrawal = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["opportunity", "criterion_id", "-id"], name="attestation_latest")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(note__length__gte=20), name="attestation_note_long_enough"),
            models.CheckConstraint(
                condition=Q(is_withdrawal=True)
                | Q(contact__isnull=False)
                | Q(activity__isnull=False)
                | Q(document__isnull=False)
                | ~Q(link=""),
                name="attestation_has_evidence",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.note[:40]}"


class Waiver(models.Model):
    """A criterion let through by a named role for a reason; visible for ever, even once lifted."""

    opportunity = models.ForeignKey("opportunities.Opportunity", on_delete=models.PROTECT, related_name="waivers")
    criterion_id = models.CharField(max_length=20)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_reason = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(reason__length__gte=20), name="waiver_reason_long_enough"),
            models.UniqueConstraint(
                fields=["opportunity", "criterion_id"], condition=Q(lifted_at__isnull=True), name="waiver_one_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.reason[:40]}"


class Milestone(models.Model):
    """A win on the way (Tech, Business, Financial, Legal), reached on evidence and revocable.

    `amount` and `currency` are the deal's at the moment it was reached; the database writes them.
    """

    opportunity = models.ForeignKey("opportunities.Opportunity", on_delete=models.PROTECT, related_name="milestones")
    key = models.CharField(max_length=20)
    evidence = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reached_at = models.DateTimeField()
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, editable=False)
    currency = models.CharField(max_length=3, blank=True, default="", editable=False)
    revoked_at = models.DateTimeField(null=True)
    revoked_reason = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["opportunity", "key"], condition=Q(revoked_at__isnull=True), name="milestone_once"
            )
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def title(self) -> str:
        """The milestone in words."""
        return self.key.replace("_", " ").capitalize()
