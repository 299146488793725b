"""What was done with the customer: activities and who attended."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from opportunities.domain.kinds import ACTIVITY_KINDS


class Activity(models.Model):
    """A call, meeting, mail, note, outreach or enquiry. `sentiment` is a person's judgement, −2 to +2."""

    opportunity = models.ForeignKey("opportunities.Opportunity", on_delete=models.PROTECT, related_name="activities")
    kind = models.CharField(max_length=10, choices=ACTIVITY_KINDS)
    subject = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    happened_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    sentiment = models.SmallIntegerField(null=True, blank=True)
    contacts = models.ManyToManyField("accounts.Contact", blank=True, related_name="activities")
    people = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="activities")
    # Kept on the row so that a gate needs no join: how many customers attended, and whether an AE did.
    customer_count = models.PositiveSmallIntegerField(default=0, editable=False)
    has_ae = models.BooleanField(default=False, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name_plural = "activities"
        indexes = [models.Index(fields=["opportunity", "-happened_at", "-id"], name="activity_timeline")]
        constraints = [
            models.CheckConstraint(
                condition=Q(sentiment__isnull=True) | Q(sentiment__range=(-2, 2)), name="activity_sentiment_range"
            )
        ]

    def __str__(self) -> str:
        return self.subject
