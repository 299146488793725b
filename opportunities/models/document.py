"""Documents and files of an opportunity."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from opportunities.domain.kinds import DOCUMENT_KINDS, DOCUMENT_ORIGINS, DOCUMENT_STATES


class Document(models.Model):
    """A document by kind and state; its content is a stored file or a link. `size` is in bytes.

    `number` counts the versions of one paper.
    """

    opportunity = models.ForeignKey("opportunities.Opportunity", on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=20, choices=DOCUMENT_KINDS)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=DOCUMENT_STATES, default="draft")
    file = models.FileField(upload_to="documents/%Y/%m/", blank=True)
    content_type = models.CharField(max_length=80, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    link = models.URLField(max_length=500, blank=True)
    is_internal = models.BooleanField(default=True)
    signed_by = models.CharField(max_length=120, blank=True)
    signed_title = models.CharField(max_length=120, blank=True)
    signed_company = models.CharField(max_length=160, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    # How it came to us, and what of ours it names: the number of the quote a purchase order is for.
    number = models.PositiveSmallIntegerField(default=1)
    origin = models.CharField(max_length=11, choices=DOCUMENT_ORIGINS, default="ours")
    received_on = models.DateField(null=True, blank=True)
    reference = models.CharField(max_length=60, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="signed") | (~Q(signed_by="") & Q(signed_on__isnull=False)),
                name="document_signed_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state="signed") | ~Q(sha256="") | ~Q(link=""), name="document_signed_has_content"
            ),
        ]

    def __str__(self) -> str:
        return self.title
