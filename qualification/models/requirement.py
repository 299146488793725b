"""What the customer requires, the path to their security clearance, and their questions (docs/domain.md §4.5)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length

from opportunities.domain.kinds import SOURCE_CLASSES
from qualification.domain.requirements import GROUPS, KINDS, NOTE_LENGTH, QUESTION_KINDS, STATES

models.TextField.register_lookup(Length)


class Requirement(models.Model):
    """One requirement of a deal; never changed. Its newest judgement says how it stands, without one it is open."""

    opportunity = models.ForeignKey("opportunities.Opportunity", on_delete=models.PROTECT, related_name="requirements")
    kind = models.CharField(max_length=10, choices=KINDS)
    text = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(kind__in=dict(KINDS)), name="requirement_kind")]

    def __str__(self) -> str:
        return self.text


class Judgement(models.Model):
    """A person's word on a requirement, with its evidence; rows are never changed, the newest counts."""

    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="judgements")
    state = models.CharField(max_length=10, choices=STATES)
    note = models.TextField()
    source_class = models.CharField(max_length=20, choices=SOURCE_CLASSES)
    contact = models.ForeignKey("accounts.Contact", null=True, on_delete=models.PROTECT, related_name="+")
    activity = models.ForeignKey("opportunities.Activity", null=True, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey("opportunities.Document", null=True, on_delete=models.PROTECT, related_name="+")
    link = models.URLField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=dict(STATES)), name="judgement_state"),
            models.CheckConstraint(condition=Q(note__length__gte=NOTE_LENGTH), name="judgement_note_long_enough"),
            models.CheckConstraint(
                condition=~Q(state="validated")
                | Q(contact__isnull=False)
                | Q(activity__isnull=False)
                | Q(document__isnull=False)
                | ~Q(link=""),
                name="judgement_has_evidence",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.requirement}: {self.state}"


class Alignment(models.Model):
    """Somebody said that a group matches what we offer, or something ended it; the newest row counts."""

    opportunity = models.ForeignKey("opportunities.Opportunity", on_delete=models.PROTECT, related_name="alignments")
    kind = models.CharField(max_length=10, choices=GROUPS)
    is_aligned = models.BooleanField()
    note = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=dict(GROUPS)), name="alignment_group"),
            models.CheckConstraint(condition=Q(note__length__gte=NOTE_LENGTH), name="alignment_note_long_enough"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {'aligned' if self.is_aligned else 'not aligned'}"


class SecurityStep(models.Model):
    """One step of the path to the customer's security clearance: what, who does it, by when."""

    opportunity = models.ForeignKey(
        "opportunities.Opportunity", on_delete=models.CASCADE, related_name="security_steps"
    )
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    owner_name = models.CharField(max_length=120)
    due_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text="") & ~Q(owner_name=""), name="security_step_complete")
        ]

    def __str__(self) -> str:
        return self.text


class Question(models.Model):
    """A question of the customer: open until it is answered, once."""

    opportunity = models.ForeignKey("opportunities.Opportunity", on_delete=models.PROTECT, related_name="questions")
    kind = models.CharField(max_length=10, choices=QUESTION_KINDS)
    text = models.TextField()
    contact = models.ForeignKey("accounts.Contact", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=dict(QUESTION_KINDS)), name="question_kind"),
            models.CheckConstraint(
                condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="question_answered_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
