"""An introduction: a partner brings us a buyer who agreed to it; its questions and its invitations (domain §11.1)."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django_countries.fields import CountryField
from django_fsm import FSMField, transition

from salesops.db.models import VersionedModel
from salesops.intake.domain.introductions import (
    BASES,
    BUYER_ROLES,
    CHANNELS,
    DECLINE_REASONS,
    FEE_STATES,
    RUNNING,
    STATES,
    WAITING,
)

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_receipt() -> str:
    """This function will make a receipt number that says nothing of how many there are (reliability P17)."""
    return "I-" + "".join(secrets.choice(LETTERS) for _ in range(8))


class Introduction(VersionedModel):
    """One introduction. Drafts keep what was typed in `draft`; everything else is filled when it is sent.

    `company_key` is the normal form of the name. `answer_due` is ours, `introduce_by` the partner's. The clock of
    the answer stands still while a question is open.
    """

    receipt = models.CharField(max_length=10, unique=True, default=new_receipt, editable=False)
    partner = models.ForeignKey("accounts.Partner", on_delete=models.PROTECT, related_name="introductions")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    referrer = models.ForeignKey("intake.ReferrerLink", null=True, on_delete=models.PROTECT, related_name="brought")
    channel = models.CharField(max_length=8, choices=list(CHANNELS.items()), default="portal")
    state = FSMField(max_length=12, choices=list(STATES.items()), default="draft", editable=False)
    progress = models.CharField(max_length=12, blank=True, default="", editable=False)
    draft: models.JSONField[Any] = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    company = models.CharField(max_length=200, blank=True, default="")
    company_key = models.CharField(max_length=200, blank=True, default="", editable=False)
    domain = models.CharField(max_length=253, blank=True, default="")
    country = CountryField(blank=True, default="")
    city = models.CharField(max_length=120, blank=True, default="")
    buyer_name = models.CharField(max_length=160, blank=True, default="")
    buyer_title = models.CharField(max_length=120, blank=True, default="")
    buyer_email = models.EmailField(blank=True, default="")
    is_free_mail = models.BooleanField(default=False)
    agreed_on = models.DateField(null=True)
    timeline = models.CharField(max_length=300, blank=True, default="")
    wanted_by = models.DateField(null=True)
    problem = models.TextField(blank=True, default="")
    has_promised = models.BooleanField(default=False)
    promised = models.CharField(max_length=600, blank=True, default="")

    buyer_phone = models.CharField(max_length=40, blank=True, default="")
    buyer_role = models.CharField(max_length=12, choices=list(BUYER_ROLES.items()), blank=True, default="")
    known_how = models.CharField(max_length=300, blank=True, default="")
    current_setup = models.CharField(max_length=600, blank=True, default="")
    other_vendors = models.CharField(max_length=300, blank=True, default="")
    # What of our kit the buyer was shown.
    asset = models.ForeignKey("intake.MarketingAsset", null=True, on_delete=models.PROTECT, related_name="+")
    preferred_step = models.CharField(max_length=300, blank=True, default="")
    confidential = models.CharField(max_length=600, blank=True, default="")

    submitted_at = models.DateTimeField(null=True, editable=False)
    verdict = models.CharField(max_length=8, choices=[("clear", "Clear"), ("closer", "Closer look")], blank=True)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answer_due = models.DateTimeField(null=True, editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decline_reason = models.CharField(max_length=24, choices=list(DECLINE_REASONS.items()), blank=True, default="")
    note = models.CharField(max_length=1000, blank=True, default="")
    basis = models.CharField(max_length=20, choices=list(BASES.items()), blank=True, default="")
    use_case = models.CharField(max_length=120, blank=True, default="")
    host = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    introduce_by = models.DateTimeField(null=True, editable=False)
    introduced_at = models.DateTimeField(null=True, editable=False)
    # The deal that came of it, by number: intake knows no higher room.
    opportunity_id = models.BigIntegerField(null=True, unique=True, editable=False)
    shared_step = models.CharField(max_length=200, blank=True, default="")
    fee_state = models.CharField(max_length=8, choices=list(FEE_STATES.items()), blank=True, default="", editable=False)
    fee_paid_on = models.DateField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("-submitted_at", "-id")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="introduction_state_known"),
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(
                    submitted_at__isnull=False,
                    agreed_on__isnull=False,
                    wanted_by__isnull=False,
                    answer_due__isnull=False,
                )
                & ~Q(company="")
                & ~Q(domain="")
                & ~Q(country="")
                & ~Q(buyer_email="")
                & ~Q(problem=""),
                name="introduction_sent_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(decline_reason=""), name="introduction_declined_with_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=RUNNING) | Q(host__isnull=False) & ~Q(basis=""),
                name="introduction_accepted_whole",
            ),
            models.CheckConstraint(
                condition=Q(has_promised=False) | ~Q(promised=""), name="introduction_promise_named"
            ),
            models.CheckConstraint(condition=Q(fee_state__in=FEE_STATES), name="introduction_fee_known"),
            models.CheckConstraint(
                condition=~Q(fee_state="due") | Q(state="won"), name="introduction_fee_due_once_won"
            ),
            models.CheckConstraint(
                condition=Q(fee_state="paid", fee_paid_on__isnull=False)
                | ~Q(fee_state="paid") & Q(fee_paid_on__isnull=True),
                name="introduction_fee_paid_on_a_day",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partner", "-submitted_at"], name="introduction_of_partner"),
            models.Index(fields=["domain"], name="introduction_domain"),
            models.Index(Lower("buyer_email"), name="introduction_buyer"),
            models.Index(fields=["answer_due"], condition=Q(state__in=WAITING), name="introduction_waiting"),
            GinIndex(OpClass(F("company_key"), name="gin_trgm_ops"), name="introduction_alike"),
        ]

    def __str__(self) -> str:
        return f"{self.company or 'Draft'}, {self.receipt}"

    @transition(field=state, source="draft", target="submitted")
    def send(self) -> None:
        """This function will hand the introduction in."""

    @transition(field=state, source=["submitted", "needs_info"], target="in_review")
    def review(self) -> None:
        """This function will put it before its reviewer."""

    @transition(field=state, source=["submitted", "in_review"], target="needs_info")
    def ask(self) -> None:
        """This function will wait for the partner's answer."""

    @transition(field=state, source=list(WAITING), target="accepted")
    def accept(self) -> None:
        """This function will take the introduction; the partner now makes it."""

    @transition(field=state, source=list(WAITING), target="declined")
    def decline(self) -> None:
        """This function will say no to it."""

    @transition(field=state, source=list(WAITING), target="expired")
    def expire(self) -> None:
        """This function will end what nobody answered."""

    @transition(field=state, source="accepted", target="introduced")
    def make(self) -> None:
        """This function will say that buyer and host know each other."""

    @transition(field=state, source=["accepted", "introduced"], target="lapsed")
    def lapse(self) -> None:
        """This function will end an introduction that came to nothing in its time."""

    @transition(field=state, source=["accepted", "introduced", "won", "lost"], target="converted")
    def convert(self) -> None:
        """This function will say that it is an opportunity, or one again."""

    @transition(field=state, source="converted", target="won")
    def win(self) -> None:
        """This function will say that its opportunity is won."""

    @transition(field=state, source="converted", target="lost")
    def lose(self) -> None:
        """This function will say that its opportunity is lost."""

    @transition(field=state, source=[*WAITING, *RUNNING], target="withdrawn")
    def withdraw(self) -> None:
        """This function will take it back for the partner."""


class IntroductionQuestion(models.Model):
    """A question to the partner, with its answer; while it is open our clock stands still (§11.2)."""

    introduction = models.ForeignKey(Introduction, on_delete=models.PROTECT, related_name="questions")
    partner = models.ForeignKey("accounts.Partner", on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=600)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answer = models.CharField(max_length=1000, blank=True, default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("asked_at", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["introduction"], condition=Q(answered_at__isnull=True), name="introduction_one_open_question"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="") | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="introduction_answer_with_words",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class MeetingInvitation(models.Model):
    """One named meeting that a partner is asked to join; nothing else of the deal is shown to them (§11.5)."""

    introduction = models.ForeignKey(Introduction, on_delete=models.PROTECT, related_name="invitations")
    partner = models.ForeignKey("accounts.Partner", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=300, blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("starts_at", "id")

    def __str__(self) -> str:
        return self.title
