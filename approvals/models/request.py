"""Requests to commercial authority: what is asked, by whom, about which terms, and what became of it (domain §6)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_fsm import FSMField, transition

from approvals.domain.kinds import DECIDING_ROLES, KINDS
from salesops.db.models import VersionedModel

DRAFT, SUBMITTED, IN_REVIEW, APPROVED, REJECTED = "draft", "submitted", "in_review", "approved", "rejected"
RETURNED, WITHDRAWN, EXPIRED, SUPERSEDED, VOIDED = "returned", "withdrawn", "expired", "superseded", "voided"
STATES = [
    (DRAFT, "Draft"),
    (SUBMITTED, "Submitted"),
    (IN_REVIEW, "In review"),
    (APPROVED, "Approved"),
    (REJECTED, "Rejected"),
    (RETURNED, "Returned"),
    (WITHDRAWN, "Withdrawn"),
    (EXPIRED, "Expired"),
    (SUPERSEDED, "Superseded"),
    (VOIDED, "Voided"),
]
# Somebody is deciding: the terms are locked (domain §6.6).
PENDING = (SUBMITTED, IN_REVIEW)
# Not over yet: a second request of the kind about the same offer is refused.
OPEN = (DRAFT, *PENDING, RETURNED)


class ApprovalRequest(VersionedModel):
    """One request. The database fills subject, fingerprint, discount, amount, envelope and expiry by itself.

    `discount` is the greatest of the offer's options in percent; `amount` the greatest annual value, or the deal's
    amount, in the reporting currency. `round` counts how often the review began anew.
    """

    opportunity = models.ForeignKey(
        "opportunities.Opportunity", on_delete=models.PROTECT, related_name="approval_requests"
    )
    offer = models.ForeignKey(
        "opportunities.Offer", null=True, on_delete=models.PROTECT, related_name="approval_requests"
    )
    kind = models.CharField(max_length=32, choices=[(kind.key, kind.label) for kind in KINDS.values()])
    state = FSMField(max_length=10, choices=STATES, default=DRAFT, editable=False)
    round = models.PositiveSmallIntegerField(default=1, editable=False)
    requester = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=300)
    why = models.TextField()
    give_get = models.TextField()
    expectation = models.TextField()
    alternatives = models.TextField()
    needed_by = models.DateField()
    subject: models.JSONField[Any] = models.JSONField(default=dict)
    subject_fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    guardrails = models.ForeignKey("approvals.GuardrailSet", null=True, on_delete=models.PROTECT, related_name="+")
    findings: models.JSONField[Any] = models.JSONField(default=dict)
    discount = models.DecimalField(max_digits=9, decimal_places=4, null=True, editable=False)
    amount = models.DecimalField(max_digits=16, decimal_places=2, null=True, editable=False)
    is_fast = models.BooleanField(default=False)
    envelope: models.JSONField[Any] = models.JSONField(null=True, editable=False)
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    expires_on = models.DateField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ended_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=dict(STATES)) & Q(kind__in=list(KINDS)), name="approvalrequest_words_known"
            ),
            models.UniqueConstraint(
                fields=["opportunity", "offer", "kind"],
                condition=Q(state__in=OPEN),
                nulls_distinct=False,
                name="approvalrequest_one_open",
            ),
            models.CheckConstraint(
                condition=Q(offer__isnull=False)
                | Q(kind__in=[kind.key for kind in KINDS.values() if not kind.is_about_offer]),
                name="approvalrequest_about_its_offer",
            ),
            models.CheckConstraint(
                condition=~Q(state=APPROVED) | Q(decided_at__isnull=False, expires_on__isnull=False),
                name="approvalrequest_approved_until",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["opportunity", "state"], name="approvalrequest_of"),
            models.Index(fields=["kind", "-decided_at"], name="approvalrequest_precedents"),
            models.Index(fields=["submitted_at"], condition=Q(state__in=PENDING), name="approvalrequest_pending"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.what}"

    @transition(field=state, source=[DRAFT, RETURNED], target=SUBMITTED)
    def submit(self) -> None:
        """This function will hand the request in."""

    @transition(field=state, source=SUBMITTED, target=IN_REVIEW)
    def open_review(self) -> None:
        """This function will put it before those who decide."""

    @transition(field=state, source=IN_REVIEW, target=APPROVED)
    def approve(self) -> None:
        """This function will close it with every step approved."""

    @transition(field=state, source=IN_REVIEW, target=REJECTED)
    def reject(self) -> None:
        """This function will end it."""

    @transition(field=state, source=IN_REVIEW, target=RETURNED)
    def send_back(self) -> None:
        """This function will open it for changes."""

    @transition(field=state, source=[DRAFT, SUBMITTED, IN_REVIEW, RETURNED], target=WITHDRAWN)
    def withdraw(self) -> None:
        """This function will take it back."""

    @transition(field=state, source=APPROVED, target=EXPIRED)
    def expire(self) -> None:
        """This function will let an approval run out."""

    @transition(field=state, source=APPROVED, target=SUPERSEDED)
    def supersede(self) -> None:
        """This function will end an approval that the terms have left behind."""

    @transition(field=state, source=APPROVED, target=VOIDED)
    def void(self) -> None:
        """This function will end an approval whose grounds are gone."""


class ApprovalStep(models.Model):
    """One role's word on a request. The steps of a group wait together; the next group opens once all have approved.

    `approver` is who it is put to, `in_place_of` whom they stand in for; whoever else holds the role may decide too.
    The clock runs in the approver's business hours.
    """

    request = models.ForeignKey(ApprovalRequest, on_delete=models.PROTECT, related_name="steps")
    round = models.PositiveSmallIntegerField()
    group = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=16)
    hours = models.PositiveSmallIntegerField()
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    in_place_of = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True)
    remind_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    escalates_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(role__in=DECIDING_ROLES), name="approvalstep_role_decides"),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True, due_at__isnull=True, escalates_at__isnull=True)
                | Q(opened_at__isnull=False, due_at__isnull=False, escalates_at__isnull=False),
                name="approvalstep_clock_whole",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["request", "round", "group"], name="approvalstep_of"),
            models.Index(fields=["role", "due_at"], name="approvalstep_queue"),
        ]

    def __str__(self) -> str:
        return f"Step {self.group} of {self.request_id}: {self.role}"
