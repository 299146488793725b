"""Reviews and verdicts, clearances, assumptions, red flags and confidence calls (docs/domain.md §1.5, §1.6)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_fsm import FSMField, transition

from qualification.domain.triggers import ROUTES, TRIGGERS
from qualification.models.proposal import ProposalVersion
from salesops.db.models import VersionedModel

WAITING, CLEAR, CONDITIONS, BLOCKED, WITHDRAWN = "waiting", "clear", "clear_with_conditions", "blocked", "withdrawn"
REVIEW_STATES = [
    (WAITING, "Waiting"),
    (CLEAR, "Clear"),
    (CONDITIONS, "Clear with conditions"),
    (BLOCKED, "Blocked"),
    (WITHDRAWN, "Withdrawn"),
]
VERDICTS = (CLEAR, CONDITIONS, BLOCKED)
SEVERITIES = [("low", "Low"), ("medium", "Medium"), ("high", "High")]
ASSUMPTION_STATES = [("open", "Open"), ("validated", "Validated"), ("rejected", "Rejected")]


class Review(VersionedModel):
    """One validation of a proposal: asked for by sales, decided by pre-sales validation, due in two business days.

    While it waits, `proposal` follows the newest version; a verdict fixes it, with the money of that moment.
    """

    opportunity = models.ForeignKey("opportunities.Opportunity", on_delete=models.PROTECT, related_name="reviews")
    proposal = models.ForeignKey(ProposalVersion, on_delete=models.PROTECT, related_name="reviews")
    state = FSMField(max_length=21, choices=REVIEW_STATES, default=WAITING, editable=False)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    question = models.TextField(blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    due_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)
    conditions: models.JSONField[Any] = models.JSONField(default=list)
    tcv = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    risk_accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    risk_accepted_at = models.DateTimeField(null=True)
    risk_reason = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=dict(REVIEW_STATES)), name="review_state_known"),
            models.UniqueConstraint(fields=["opportunity"], condition=Q(state=WAITING), name="review_one_waiting"),
            models.CheckConstraint(
                condition=~Q(state__in=VERDICTS) | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="review_verdict_by_somebody",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "due_at"], name="review_queue")]

    def __str__(self) -> str:
        return f"Review of {self.proposal}"

    @transition(field=state, source=WAITING, target=CLEAR)
    def clear(self) -> None:
        """This function will find nothing that stands in the way."""

    @transition(field=state, source=WAITING, target=CONDITIONS)
    def clear_with_conditions(self) -> None:
        """This function will find nothing that stands in the way once the conditions are in the proposal."""

    @transition(field=state, source=WAITING, target=BLOCKED)
    def block(self) -> None:
        """This function will stop this version."""

    @transition(field=state, source=WAITING, target=WITHDRAWN)
    def withdraw(self) -> None:
        """This function will take the request back."""


class TriggerClearance(models.Model):
    """One trigger cleared on one route, for these causes in this version; counts for 30 days."""

    proposal = models.ForeignKey(ProposalVersion, on_delete=models.PROTECT, related_name="clearances")
    trigger = models.CharField(max_length=3, choices=[(each.key, each.label) for each in TRIGGERS])
    about = models.TextField()
    route = models.CharField(max_length=7, choices=list(ROUTES.items()))
    evidence = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["proposal", "trigger"], name="clearance_of")]

    def __str__(self) -> str:
        return f"{self.trigger} of {self.proposal}"


class AssumptionCheck(models.Model):
    """What pre-sales validation found about one assumption; the newest row for the same words counts."""

    opportunity = models.ForeignKey("opportunities.Opportunity", on_delete=models.PROTECT, related_name="checks")
    text = models.CharField(max_length=300)
    state = models.CharField(max_length=9, choices=ASSUMPTION_STATES)
    evidence = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=dict(ASSUMPTION_STATES)), name="assumption_state_known"),
            models.CheckConstraint(condition=Q(state="open") | ~Q(evidence=""), name="assumption_has_evidence"),
        ]
        indexes: ClassVar = [models.Index(fields=["opportunity", "-id"], name="assumption_newest")]

    def __str__(self) -> str:
        return f"{self.text}: {self.state}"


class RedFlag(VersionedModel):
    """A concern about a deal that somebody owns until it is settled; while open it fires T04."""

    opportunity = models.ForeignKey("opportunities.Opportunity", on_delete=models.PROTECT, related_name="red_flags")
    severity = models.CharField(max_length=6, choices=SEVERITIES)
    text = models.CharField(max_length=200)
    detail = models.TextField(blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    how_closed = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(severity__in=dict(SEVERITIES)), name="red_flag_severity_known"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["opportunity"], condition=Q(closed_at__isnull=True), name="red_flag_open")
        ]

    def __str__(self) -> str:
        return self.text


class ConfidenceCall(VersionedModel):
    """A call with our experts that the customer asked for; while not held it fires T05."""

    opportunity = models.ForeignKey("opportunities.Opportunity", on_delete=models.PROTECT, related_name="calls")
    asked_by = models.ForeignKey("accounts.Contact", on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    topic = models.CharField(max_length=200)
    planned_for = models.DateTimeField(null=True)
    activity = models.ForeignKey("opportunities.Activity", null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(activity__isnull=True) | ~Q(outcome=""), name="call_held_has_outcome")
        ]

    def __str__(self) -> str:
        return self.topic
