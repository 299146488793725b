"""The proof of concept: the proof, its success plan, its sessions and what was measured (docs/domain.md §4)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_fsm import FSMField, transition

from qualification.domain.poc import SESSION_STATES, SESSIONS
from qualification.domain.poc_outcome import OUTCOMES
from salesops.db.models import VersionedModel

PLANNED, RUNNING, MEASURED, CONCLUDED, ABANDONED = "planned", "running", "measured", "concluded", "abandoned"
POC_STATES = [(key, key.capitalize()) for key in (PLANNED, RUNNING, MEASURED, CONCLUDED, ABANDONED)]
VERDICTS = [
    ("accept", "Accepts"),
    ("accept_with_reservations", "Accepts with reservations"),
    ("reject", "Rejects"),
]
SIGN_METHODS = [("link", "By link"), ("e_mail", "By e-mail"), ("meeting", "In a meeting")]


class Poc(VersionedModel):
    """One proof of concept of an opportunity. Its outcome is computed, never typed in."""

    opportunity = models.ForeignKey("opportunities.Opportunity", on_delete=models.PROTECT, related_name="pocs")
    state = FSMField(max_length=10, choices=POC_STATES, default=PLANNED, editable=False)
    lead = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    extended_days = models.PositiveSmallIntegerField(default=0, editable=False)
    outcome = models.CharField(max_length=14, choices=[(key, key) for key in OUTCOMES], blank=True, editable=False)
    outcome_sentence = models.CharField(max_length=400, blank=True, editable=False)
    outcome_note = models.TextField(blank=True)
    measured_at = models.DateTimeField(null=True, editable=False)
    readout = models.ForeignKey("opportunities.Activity", null=True, editable=False, on_delete=models.PROTECT)
    verdict = models.CharField(max_length=24, choices=VERDICTS, blank=True, editable=False)
    agreed_next_step = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True, editable=False)
    created_at = models.DateTimeField(editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = "POC"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["opportunity"], condition=~Q(state__in=[CONCLUDED, ABANDONED]), name="poc_one_open"
            ),
            models.CheckConstraint(condition=Q(state__in=dict(POC_STATES)), name="poc_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=[MEASURED, CONCLUDED, ABANDONED], outcome__in=OUTCOMES)
                | Q(state__in=[PLANNED, RUNNING], outcome=""),
                name="poc_outcome_when_measured",
            ),
        ]

    def __str__(self) -> str:
        return f"POC of {self.opportunity}"

    @transition(field=state, source=PLANNED, target=RUNNING)
    def start(self) -> None:
        """This function will begin the proof: its first session is held."""

    @transition(field=state, source=RUNNING, target=MEASURED)
    def close_measurement(self) -> None:
        """This function will end measuring; the outcome stands."""

    @transition(field=state, source=MEASURED, target=RUNNING)
    def take_up_again(self) -> None:
        """This function will measure again; the outcome is open."""

    @transition(field=state, source=MEASURED, target=CONCLUDED)
    def conclude(self) -> None:
        """This function will end the proof with its readout."""

    @transition(field=state, source=[PLANNED, RUNNING], target=ABANDONED)
    def abandon(self) -> None:
        """This function will stop the proof before it says anything."""


class SuccessPlan(models.Model):
    """One version of the plan; never changed. `agrees_with` is the signed version whose signature still covers it."""

    poc = models.ForeignKey(Poc, on_delete=models.PROTECT, related_name="plans")
    number = models.PositiveSmallIntegerField()
    terms: models.JSONField[Any] = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    agrees_with = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["poc", "number"], name="success_plan_version")]

    def __str__(self) -> str:
        return f"{self.poc}, plan {self.number}"

    @property
    def covering_signature(self) -> PlanSignature | None:
        """The champion's signature that covers this version: its own, or that of the version it agrees with."""
        own: PlanSignature | None = getattr(self, "signature", None)
        return own or (getattr(self.agrees_with, "signature", None) if self.agrees_with else None)


class PlanSignature(models.Model):
    """The champion's word on one version: how, when, and the fingerprint of what was signed."""

    plan = models.OneToOneField(SuccessPlan, on_delete=models.PROTECT, related_name="signature")
    contact = models.ForeignKey("accounts.Contact", on_delete=models.PROTECT, related_name="+")
    signed_name = models.CharField(max_length=120)
    method = models.CharField(max_length=8, choices=SIGN_METHODS)
    note = models.TextField(blank=True)
    activity = models.ForeignKey("opportunities.Activity", null=True, on_delete=models.PROTECT)
    document = models.ForeignKey("opportunities.Document", null=True, on_delete=models.PROTECT)
    fingerprint = models.CharField(max_length=64)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.signed_name} on {self.plan}"


class SignLink(models.Model):
    """An address for one contact to sign one version, once, until it expires; only a hash of its secret is kept."""

    plan = models.ForeignKey(SuccessPlan, on_delete=models.PROTECT, related_name="links")
    contact = models.ForeignKey("accounts.Contact", on_delete=models.PROTECT, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"Link of {self.contact} for {self.plan}"


class PocSession(VersionedModel):
    """One session with the customer: when, who leads, which items took how long, which outputs exist."""

    poc = models.ForeignKey(Poc, on_delete=models.PROTECT, related_name="sessions")
    kind = models.CharField(max_length=20, choices=[(each.key, each.label) for each in SESSIONS])
    state = FSMField(max_length=12, choices=[(key, key) for key in SESSION_STATES], default="scheduled", editable=False)
    starts_at = models.DateTimeField()
    lead = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    minutes: models.JSONField[Any] = models.JSONField(default=dict)
    outputs: models.JSONField[Any] = models.JSONField(default=list)
    note = models.TextField(blank=True)
    activity = models.ForeignKey("opportunities.Activity", null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(editable=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=SESSION_STATES), name="poc_session_state_known")
        ]
        indexes: ClassVar = [models.Index(fields=["poc", "starts_at"], name="poc_session_of")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.starts_at:%-d %b}"

    @transition(field=state, source="scheduled", target="held")
    def hold(self) -> None:
        """This function will close the session as held."""

    @transition(field=state, source="scheduled", target="no_show")
    def miss(self) -> None:
        """This function will close the session: the customer did not come."""

    @transition(field=state, source="scheduled", target="rescheduled")
    def reschedule(self) -> None:
        """This function will close the session: another one takes its place."""

    @transition(field=state, source="scheduled", target="cancelled")
    def cancel(self) -> None:
        """This function will close the session: it will not take place."""


class Measurement(models.Model):
    """One measured value of a criterion, by a person of layer 3; rows are never changed, the newest counts."""

    poc = models.ForeignKey(Poc, on_delete=models.PROTECT, related_name="measurements")
    criterion = models.CharField(max_length=40)
    value = models.DecimalField(max_digits=18, decimal_places=4)
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["poc", "criterion", "-id"], name="measurement_newest")]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.value}"
