"""Offers: what we would sell for how much, in one to four options; drafts are edited, what was shown is not."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django_fsm import FSMField, transition

from opportunities.domain.offer_words import (
    ACCEPTED,
    BILLING,
    CHANNELS,
    CHARGES,
    CLAUSES,
    DRAFT,
    KINDS,
    LETTERS,
    MARKETPLACES,
    PAPER,
    PRESENTED,
    STATES,
    WITHDRAWN,
)
from salesops.db.models import VersionedModel


class Offer(VersionedModel):
    """One version of what a deal offers (docs/domain.md §6, §7.1). `number` counts the deal's versions.

    Fees are percent of the value. The database refuses to show an offer outside its approval.
    """

    opportunity = models.ForeignKey("opportunities.Opportunity", on_delete=models.PROTECT, related_name="offers")
    number = models.PositiveSmallIntegerField(editable=False)
    state = FSMField(max_length=10, choices=STATES, default=DRAFT, editable=False)
    currency = models.CharField(max_length=3)
    paper = models.CharField(max_length=8, choices=PAPER, default="ours")
    clauses = ArrayField(models.CharField(max_length=20, choices=CLAUSES), default=list, blank=True)
    channel = models.CharField(max_length=16, choices=CHANNELS, default="direct_signature")
    marketplace = models.CharField(max_length=5, choices=MARKETPLACES, blank=True)
    marketplace_fee = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    partner_fee = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    legal_entity = models.CharField(max_length=160, blank=True)
    valid_until = models.DateField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(editable=False)
    updated_at = models.DateTimeField(editable=False)
    presented_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    presented_at = models.DateTimeField(null=True, editable=False)
    selected_option = models.ForeignKey(
        "opportunities.OfferOption", null=True, on_delete=models.PROTECT, related_name="+"
    )
    selected_at = models.DateTimeField(null=True, editable=False)
    confirmation = models.ForeignKey("opportunities.Document", null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["opportunity", "number"], name="offer_number_once"),
            models.UniqueConstraint(
                fields=["opportunity"], condition=Q(state__in=[PRESENTED, ACCEPTED]), name="offer_one_shown"
            ),
            models.CheckConstraint(
                condition=Q(state__in=dict(STATES))
                & Q(paper__in=dict(PAPER))
                & Q(channel__in=dict(CHANNELS))
                & Q(marketplace__in=["", *dict(MARKETPLACES)]),
                name="offer_words_known",
            ),
            models.CheckConstraint(
                condition=Q(channel="marketplace") & ~Q(marketplace="") | ~Q(channel="marketplace") & Q(marketplace=""),
                name="offer_marketplace_named",
            ),
            models.CheckConstraint(
                condition=Q(marketplace_fee__range=(0, 100), partner_fee__range=(0, 100)), name="offer_fees_in_range"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[DRAFT, WITHDRAWN]) | Q(presented_at__isnull=False, presented_by__isnull=False),
                name="offer_presented_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state=ACCEPTED, selected_option__isnull=False, selected_at__isnull=False)
                & Q(confirmation__isnull=False)
                | ~Q(state=ACCEPTED),
                name="offer_accepted_in_writing",
            ),
            models.CheckConstraint(
                condition=Q(state=WITHDRAWN, withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")
                | ~Q(state=WITHDRAWN) & Q(withdrawn_at__isnull=True),
                name="offer_withdrawn_at",
            ),
        ]

    def __str__(self) -> str:
        return f"Offer v{self.number}"

    @transition(field=state, source=DRAFT, target=PRESENTED)
    def present(self) -> None:
        """This function will show the offer to the customer."""

    @transition(field=state, source=PRESENTED, target=ACCEPTED)
    def accept(self) -> None:
        """This function will keep the customer's choice."""

    @transition(field=state, source=[DRAFT, PRESENTED, ACCEPTED], target=WITHDRAWN)
    def withdraw(self) -> None:
        """This function will take the offer back; it stays in the deal's history."""


class OfferOption(models.Model):
    """One price option: its term, its payment, its lines. The option a letter names stays the same option."""

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="options")
    letter = models.CharField(max_length=1)
    term_months = models.PositiveSmallIntegerField(default=12)
    payment_days = models.PositiveSmallIntegerField(default=30)
    is_split_payment = models.BooleanField(default=False)
    billing = models.CharField(max_length=9, choices=BILLING, default="annual")

    class Meta:
        ordering: ClassVar = ["letter"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["offer", "letter"], name="offeroption_letter_once"),
            models.CheckConstraint(
                condition=Q(letter__in=list(LETTERS))
                & Q(term_months__range=(1, 120))
                & Q(payment_days__range=(0, 365))
                & Q(billing__in=dict(BILLING)),
                name="offeroption_terms_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"Option {self.letter}"


class OfferLine(models.Model):
    """One line of an option. A catalogue line has the list price and the cost of its price book entry, always."""

    option = models.ForeignKey(OfferOption, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    entry = models.ForeignKey("opportunities.PriceBookEntry", null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    detail = models.CharField(max_length=160, blank=True)
    kind = models.CharField(max_length=8, choices=KINDS)
    charge = models.CharField(max_length=9, choices=CHARGES)
    quantity = models.DecimalField(max_digits=10, decimal_places=2, default=1)
    unit_list = models.DecimalField(max_digits=14, decimal_places=2)
    unit_net = models.DecimalField(max_digits=14, decimal_places=2)
    unit_cost = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["option", "position"],
                deferrable=models.Deferrable.DEFERRED,
                name="offerline_position_once",
            ),
            models.CheckConstraint(
                condition=~Q(name="")
                & Q(kind__in=dict(KINDS))
                & Q(charge__in=dict(CHARGES))
                & Q(quantity__gt=0, unit_list__gte=0, unit_net__gte=0, unit_cost__gte=0),
                name="offerline_in_range",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OfferEdit(models.Model):
    """Who changed what an approval would cover, once a transaction; written by the database (docs/domain.md §1.4)."""

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="edits")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    xid = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                F("offer"), F("by"), F("xid"), nulls_distinct=False, name="offeredit_once_a_transaction"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["offer", "at"], name="offeredit_since")]

    def __str__(self) -> str:
        return f"{self.offer_id} by {self.by_id}"


class Quote(models.Model):
    """The formal paper of an accepted option, numbered, with the terms it was made from (docs/domain.md §7.1, step 3).

    `terms` and `fingerprint` are the database's own reading of the offer at that moment.
    """

    opportunity = models.ForeignKey("opportunities.Opportunity", on_delete=models.PROTECT, related_name="quotes")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="quotes")
    option = models.ForeignKey(OfferOption, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=20, unique=True)
    valid_until = models.DateField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    terms = models.JSONField(editable=False)
    fingerprint = models.CharField(max_length=64, editable=False)
    document = models.ForeignKey("opportunities.Document", on_delete=models.PROTECT, related_name="+")
    voided_at = models.DateTimeField(null=True, editable=False)
    voided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    voided_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["opportunity"], condition=Q(voided_at__isnull=True), name="quote_one_in_force"
            )
        ]

    def __str__(self) -> str:
        return self.number
