"""The lead: somebody who may become a customer, before there is a deal."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Upper
from django_countries.fields import CountryField
from django_fsm import RETURN_VALUE, FSMField, transition

from salesops.accounts.domain.industries import INDUSTRIES
from salesops.accounts.domain.personas import PERSONAS
from salesops.db.models import VersionedModel
from salesops.intake.domain.leads import DISQUALIFY_REASONS, EDGES, SOURCES, STATUSES, TIMELINES


def _may_go(lead: Lead) -> bool:
    return bool(EDGES[lead.status])


class Lead(VersionedModel):
    """Somebody at some company who may become a customer (domain §11.7).

    Where it came from is never overwritten: a trigger refuses it. `fit` and `interest` are 0–100; `behaviour` is what
    the signals counted at `scored_at` and fades from then on. `remind_at`, `due_at` and `escalates_at` are the clock
    of the first touch, set once the segment asks for one.
    """

    source = models.CharField(max_length=24, choices=SOURCES)
    source_detail = models.CharField(max_length=200, blank=True)
    introduction_id = models.BigIntegerField(null=True, unique=True, editable=False)

    company = models.CharField(max_length=200)
    normal_company = models.CharField(max_length=200, editable=False)
    domain = models.CharField(max_length=253, blank=True)
    country = CountryField(blank=True, default="")
    subdivision = models.CharField(max_length=6, blank=True)
    postal_code = models.CharField(max_length=12, blank=True)
    city = models.CharField(max_length=120, blank=True)
    industry = models.CharField(max_length=40, blank=True, choices=INDUSTRIES)
    employees = models.PositiveIntegerField(null=True, blank=True)
    technology = models.CharField(max_length=120, blank=True)

    person_name = models.CharField(max_length=160, blank=True)
    person_email = models.EmailField(blank=True)
    person_phone = models.CharField(max_length=40, blank=True)
    person_title = models.CharField(max_length=120, blank=True)
    persona = models.CharField(max_length=24, blank=True, choices=PERSONAS)

    note = models.TextField(blank=True)
    use_case = models.CharField(max_length=120, blank=True)
    timeline = models.CharField(max_length=20, blank=True, choices=TIMELINES)
    product_line = models.CharField(max_length=60, blank=True)

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="leads"
    )
    territory_id = models.BigIntegerField(null=True, editable=False)
    owner_reason = models.CharField(max_length=300, blank=True)

    status = FSMField(max_length=12, default="new", choices=STATUSES, editable=False)
    status_at = models.DateTimeField(editable=False)
    reason = models.CharField(max_length=24, blank=True, choices=DISQUALIFY_REASONS, editable=False)
    detail = models.CharField(max_length=500, blank=True, editable=False)
    revisit_on = models.DateField(null=True, blank=True)
    qualified_at = models.DateTimeField(null=True, editable=False)
    qualified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    fit = models.PositiveSmallIntegerField(default=0, editable=False)
    interest = models.PositiveSmallIntegerField(default=0, editable=False)
    behaviour = models.FloatField(default=0, editable=False)
    scored_at = models.DateTimeField(editable=False)
    icp_rule_version = models.PositiveSmallIntegerField(editable=False)
    persona_rule_version = models.PositiveSmallIntegerField(editable=False)

    opened_at = models.DateTimeField(editable=False)
    updated_at = models.DateTimeField(editable=False)
    first_touched_at = models.DateTimeField(null=True, editable=False)
    last_touched_at = models.DateTimeField(null=True, editable=False)
    remind_at = models.DateTimeField(null=True, editable=False)
    due_at = models.DateTimeField(null=True, editable=False)
    escalates_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(company=""), name="intake_lead_has_company"),
            models.CheckConstraint(
                condition=Q(source__in=[key for key, _ in SOURCES]), name="intake_lead_source_known"
            ),
            models.CheckConstraint(condition=Q(status__in=list(EDGES)), name="intake_lead_status_known"),
            models.CheckConstraint(
                condition=~Q(status="disqualified") | ~Q(reason=""), name="intake_lead_disqualified_has_reason"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["qualified", "converted"]) | Q(qualified_at__isnull=False),
                name="intake_lead_qualified_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(fit__lte=100) & Q(interest__lte=100) & Q(behaviour__gte=0), name="intake_lead_score_range"
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-opened_at", "-id"], name="intake_lead_by_status"),
            models.Index(fields=["owner", "status", "due_at"], name="intake_lead_mine"),
            models.Index(fields=["domain"], condition=~Q(domain=""), name="intake_lead_domain"),
            models.Index(Lower("person_email"), condition=~Q(person_email=""), name="intake_lead_email"),
            GinIndex(OpClass(F("normal_company"), name="gin_trgm_ops"), name="intake_lead_alike"),
            GinIndex(OpClass(Upper("company"), name="gin_trgm_ops"), name="intake_lead_search"),
        ]

    def __str__(self) -> str:
        return f"{self.person_name}, {self.company}" if self.person_name else self.company

    @property
    def is_worked(self) -> bool:
        """Whether somebody works the lead, or should."""
        return self.status in ("new", "open", "in_progress", "qualified")

    @transition(field=status, source="*", target=RETURN_VALUE(), conditions=[_may_go])
    def go(self, to: str) -> str:
        """This function will move the lead to a status."""
        return to
