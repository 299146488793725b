"""What Sales asked another function for on a deal (docs/domain.md §1.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django_fsm import FSMField, transition

from opportunities.domain.collaboration import (
    ACCEPTED,
    DECLINED,
    DONE,
    KINDS,
    LABELS,
    REQUESTED,
    STATES,
    WITHDRAWN,
    Kind,
)
from salesops.db.models import VersionedModel

if TYPE_CHECKING:
    from salesops.users.models import User


class CollaborationRequest(VersionedModel):
    """One request to one function. It says who is responsible; accountable is the deal's owner and nobody else."""

    opportunity = models.ForeignKey(
        "opportunities.Opportunity", on_delete=models.PROTECT, related_name="collaboration_requests"
    )
    kind = models.CharField(max_length=20, choices=LABELS)
    asked = models.TextField()
    wished_on = models.DateField(null=True, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    # Empty while the request waits in its function's queue.
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="collaboration_requests"
    )
    state = FSMField(max_length=10, choices=STATES, default=REQUESTED, editable=False)
    due_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    result = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    # The transaction that wrote the row last, kept by its trigger: none of them may change the deal's owner too.
    xid = models.BigIntegerField(default=0, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="collaboration_kind_known"),
            models.CheckConstraint(condition=Q(state__in=dict(STATES)), name="collaboration_state_known"),
            models.CheckConstraint(condition=~Q(asked="") & Q(due_at__gt=F("asked_at")), name="collaboration_asks"),
            models.CheckConstraint(
                condition=~Q(state__in=[ACCEPTED, DONE]) | Q(responsible__isnull=False, accepted_at__isnull=False),
                name="collaboration_accepted_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(state=DONE) | ~Q(result=""), name="collaboration_done_has_result"),
            models.CheckConstraint(
                condition=~Q(state=DECLINED) | ~Q(reason=""), name="collaboration_declined_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[REQUESTED, ACCEPTED], closed_at__isnull=True)
                | Q(state__in=[DONE, DECLINED, WITHDRAWN], closed_at__isnull=False),
                name="collaboration_closed_at",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["opportunity", "id"], name="collaboration_of"),
            models.Index(
                fields=["kind", "asked_at"], condition=Q(state__in=[REQUESTED, ACCEPTED]), name="collaboration_queue"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} for {self.opportunity_id}"

    @property
    def of_kind(self) -> Kind:
        """What the kind means: function and time."""
        return KINDS[self.kind]

    @property
    def accountable(self) -> User:
        """Who answers for the outcome: the deal's owner, whoever is responsible (domain §1.7)."""
        return self.opportunity.owner

    @transition(field=state, source=REQUESTED, target=ACCEPTED)
    def accept(self) -> None:
        """This function will put the request into the hands of who is responsible."""

    @transition(field=state, source=ACCEPTED, target=DONE)
    def finish(self) -> None:
        """This function will end the request with its result."""

    @transition(field=state, source=[REQUESTED, ACCEPTED], target=DECLINED)
    def decline(self) -> None:
        """This function will end the request without a result."""

    @transition(field=state, source=[REQUESTED, ACCEPTED], target=WITHDRAWN)
    def withdraw(self) -> None:
        """This function will take the request back."""
