"""What both sides agree before they sign: words on the topics of the terms, and points of procurement and legal."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from opportunities.domain.kinds import label
from opportunities.domain.terms import SEVERITIES, STANDARD_TOPICS, TERM_KINDS, TERM_STATES


class Term(models.Model):
    """A person's word on one topic; rows are never changed, the newest of a topic counts.

    `topic` is the key of a standard topic or the words of one's own. A standard topic without a word is open.
    """

    opportunity = models.ForeignKey("opportunities.Opportunity", on_delete=models.PROTECT, related_name="terms")
    topic = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=TERM_KINDS)
    state = models.CharField(max_length=14, choices=TERM_STATES)
    note = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(topic=""), name="term_has_topic"),
            models.CheckConstraint(condition=Q(kind__in=dict(TERM_KINDS)), name="term_kind"),
            models.CheckConstraint(condition=Q(state__in=dict(TERM_STATES)), name="term_state"),
        ]

    def __str__(self) -> str:
        return f"{label(STANDARD_TOPICS, self.topic)}: {self.get_state_display()}"


class LegalItem(models.Model):
    """A point that procurement or legal still has; one about a document of the deal is a redline. Settled once."""

    opportunity = models.ForeignKey("opportunities.Opportunity", on_delete=models.PROTECT, related_name="legal_items")
    text = models.CharField(max_length=300)
    severity = models.CharField(max_length=5, choices=SEVERITIES)
    document = models.ForeignKey("opportunities.Document", null=True, on_delete=models.PROTECT, related_name="redlines")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled = models.CharField(max_length=1000, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(severity__in=dict(SEVERITIES)), name="legal_item_severity"),
            models.CheckConstraint(
                condition=Q(settled="", settled_by__isnull=True, settled_at__isnull=True)
                | (~Q(settled="") & Q(settled_by__isnull=False, settled_at__isnull=False)),
                name="legal_item_settled_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return self.text
