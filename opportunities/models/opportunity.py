"""The opportunity: one possible sale, its owner, its money, its stage."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django_fsm import RETURN_VALUE, FSMField, transition

from opportunities.domain.kinds import (
    FORECAST_CATEGORIES,
    LOSS_REASONS,
    OUTCOME_CLASSES,
    POSITIONS,
    SOURCES,
    SUBTYPES,
    VIABILITY,
)
from salesops.db.models import VersionedModel

if TYPE_CHECKING:
    from salesops.process.domain.definition import Edge


def _is_open(opportunity: Opportunity) -> bool:
    return opportunity.stage_kind == "open"


def _is_lost(opportunity: Opportunity) -> bool:
    return opportunity.stage_kind == "lost"


def _is_won(opportunity: Opportunity) -> bool:
    return opportunity.stage_kind == "won"


class Opportunity(VersionedModel):
    """One possible sale. Stage, kind and probability move only with a stage event (docs/domain.md §2.6).

    `amount` is the basis of the sub-type (ACV, or TCV where the process says so) in `currency`;
    `amount_reporting` the same at the stored `rate`. Services write; nothing else does.
    """

    name = models.CharField(max_length=200)
    use_case = models.CharField(max_length=120, blank=True)
    account = models.ForeignKey("accounts.Account", null=True, on_delete=models.PROTECT, related_name="opportunities")
    subtype = models.CharField(max_length=12, choices=SUBTYPES, default="new_business")
    # Proposed by rule until somebody who may says so (docs/domain.md §2.1).
    subtype_confirmed_at = models.DateTimeField(null=True, editable=False)
    product = models.ForeignKey("opportunities.Product", null=True, blank=True, on_delete=models.PROTECT)
    source = models.CharField(max_length=24, choices=SOURCES, default="other")
    lead = models.OneToOneField(
        "intake.Lead", null=True, editable=False, on_delete=models.PROTECT, related_name="opportunity"
    )
    source_system = models.CharField(max_length=40, blank=True, editable=False)
    source_key = models.CharField(max_length=80, blank=True, editable=False)

    definition = models.ForeignKey("process.ProcessDefinition", on_delete=models.PROTECT, editable=False)
    stage = FSMField(max_length=40, editable=False)
    stage_kind = models.CharField(max_length=4, default="open", editable=False)
    stage_seq = models.PositiveIntegerField(default=1, editable=False)
    probability = models.PositiveSmallIntegerField(default=0, editable=False)
    stage_entered_at = models.DateTimeField(editable=False)
    qualified_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(editable=False)
    updated_at = models.DateTimeField(editable=False)

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="owned_opportunities")
    originator = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    region = models.CharField(max_length=32, blank=True)
    # Whose account it was when the deal began, got another owner, or closed: the past keeps its map (domain §5.4).
    territory = models.ForeignKey(
        "territories.Territory", null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )

    currency = models.CharField(max_length=3, default="USD")
    recurring = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))
    one_time = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))
    term_months = models.PositiveSmallIntegerField(default=12)
    base_acv = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))
    tcv = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0), editable=False)
    acv = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0), editable=False)
    amount = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0), editable=False)
    rate = models.DecimalField(max_digits=18, decimal_places=8, default=Decimal(1), editable=False)
    rate_date = models.DateField(null=True, editable=False)
    amount_reporting = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0), editable=False)

    close_date = models.DateField(null=True, blank=True)
    expected_purchase_date = models.DateField(null=True, blank=True)
    renewal_date = models.DateField(null=True, blank=True)
    forecast_category = models.CharField(max_length=10, choices=FORECAST_CATEGORIES, default="omitted")
    problem = models.TextField(blank=True)
    budget = models.CharField(max_length=8, choices=VIABILITY, default="unclear")
    authority = models.CharField(max_length=8, choices=VIABILITY, default="unclear")
    timeline = models.CharField(max_length=8, choices=VIABILITY, default="unclear")
    position = models.CharField(max_length=10, choices=POSITIONS, default="unknown")

    next_step = models.CharField(max_length=200, blank=True)
    next_step_date = models.DateField(null=True, blank=True)
    next_step_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="next_steps"
    )

    outcome_class = models.CharField(max_length=12, choices=OUTCOME_CLASSES, blank=True, editable=False)
    loss_reason = models.CharField(max_length=24, choices=LOSS_REASONS, blank=True, editable=False)
    loss_detail = models.TextField(blank=True, editable=False)
    competitor = models.CharField(max_length=120, blank=True, editable=False)
    reengage_on = models.DateField(null=True, editable=False)
    is_reengage_never = models.BooleanField(default=False, editable=False)
    reengagement_of = models.ForeignKey("self", null=True, editable=False, on_delete=models.PROTECT, related_name="+")
    merged_into = models.ForeignKey("self", null=True, editable=False, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "opportunities"
        constraints = [
            models.CheckConstraint(
                condition=Q(stage_kind__in=["open", "won", "lost"]), name="opportunity_stage_kind_known"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="opportunity_has_name"),
            models.CheckConstraint(
                condition=Q(recurring__gte=0) & Q(one_time__gte=0) & Q(term_months__range=(1, 120)),
                name="opportunity_money_in_range",
            ),
            models.CheckConstraint(
                condition=Q(stage_kind="open") | Q(closed_at__isnull=False), name="opportunity_closed_at"
            ),
            models.CheckConstraint(
                condition=~Q(stage_kind="lost") | (~Q(outcome_class="") & ~Q(loss_reason="")),
                name="opportunity_lost_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(outcome_class__in=["duplicate", "merged"]) | Q(merged_into__isnull=False),
                name="opportunity_duplicate_has_link",
            ),
            models.UniqueConstraint(
                fields=["source_system", "source_key"], condition=~Q(source_key=""), name="opportunity_source_once"
            ),
        ]
        indexes = [
            # The board and the table: one process, one stage or kind, newest money first.
            models.Index(fields=["definition", "stage", "-amount_reporting", "-id"], name="opportunity_board"),
            models.Index(fields=["stage_kind", "close_date", "id"], name="opportunity_closing"),
            models.Index(fields=["stage_kind", "-amount_reporting", "-id"], name="opportunity_by_amount"),
            models.Index(fields=["owner", "stage_kind", "next_step_date"], name="opportunity_my_steps"),
            # Counts and sums over a whole filter, from the index alone.
            models.Index(
                fields=["stage_kind", "definition", "stage"],
                include=["amount_reporting", "probability"],
                name="opportunity_sums",
            ),
            # Today: the next steps that are due of whoever does them, and one's deals without a dated step.
            models.Index(
                Coalesce("next_step_owner", "owner"),
                F("next_step_date"),
                F("amount_reporting").desc(),
                condition=Q(stage_kind="open") & ~Q(next_step=""),
                name="opportunity_steps_due",
            ),
            models.Index(
                fields=["owner", "-amount_reporting", "-id"],
                condition=Q(stage_kind="open") & (Q(next_step="") | Q(next_step_date__isnull=True)),
                name="opportunity_without_step",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def type(self) -> str:
        """The opportunity type the sub-type belongs to (domain §2.1)."""
        return "renewal" if self.subtype in ("renewal", "expansion") else "new_business"

    @property
    def is_open(self) -> bool:
        """Whether the opportunity is neither won nor lost."""
        return self.stage_kind == "open"

    # The machine (domain §2.6). Each move takes its edge from the pinned definition, changes fields of self
    # and nothing else; charter and gate are asked by the service, the database trigger has the last word.

    @transition(field=stage, source="*", target=RETURN_VALUE(), conditions=[_is_open])
    def advance(self, edge: Edge) -> str:
        """This function will move to the next stage."""
        return edge.dst

    @transition(field=stage, source="*", target=RETURN_VALUE(), conditions=[_is_open])
    def skip(self, edge: Edge) -> str:
        """This function will pass over a stage that was proven otherwise."""
        return edge.dst

    @transition(field=stage, source="*", target=RETURN_VALUE(), conditions=[_is_open])
    def send_back(self, edge: Edge) -> str:
        """This function will return to an earlier stage."""
        return edge.dst

    @transition(field=stage, source="*", target=RETURN_VALUE(), conditions=[_is_open])
    def lose(self, edge: Edge) -> str:
        """This function will close the opportunity without a sale."""
        return edge.dst

    @transition(field=stage, source="*", target=RETURN_VALUE(), conditions=[_is_open])
    def win(self, edge: Edge) -> str:
        """This function will close the opportunity as won."""
        return edge.dst

    @transition(field=stage, source="*", target=RETURN_VALUE(), conditions=[_is_lost])
    def reopen(self, edge: Edge) -> str:
        """This function will open a lost opportunity again."""
        return edge.dst

    @transition(field=stage, source="*", target=RETURN_VALUE(), conditions=[_is_won])
    def void_won(self, edge: Edge) -> str:
        """This function will take back a win that was recorded wrongly."""
        return edge.dst
