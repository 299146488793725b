"""Sign-ins to the partner portal, the links of invited referrers, and the names a partner may read (ADR 0601)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from salesops.intake.domain.marketing import KINDS


class PortalSession(models.Model):
    """One sign-in of a partner's person; only a hash of its secret is kept, and it opens the portal alone."""

    secret_hash = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey("accounts.PartnerPerson", on_delete=models.PROTECT, related_name="sessions")
    began_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.person} since {self.began_at:%Y-%m-%d %H:%M}"


class ReferrerLink(models.Model):
    """An address by which one invited referrer of a partner introduces, until it ends or is revoked."""

    partner = models.ForeignKey("accounts.Partner", on_delete=models.PROTECT, related_name="referrer_links")
    name = models.CharField(max_length=120)
    secret_hash = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made_at", "-id")

    def __str__(self) -> str:
        return f"{self.name} for {self.partner}"


class PortalPerson(models.Model):
    """A view: the names of those of us who handle a partner's own introductions, and nothing else about people."""

    name = models.CharField(max_length=120)

    class Meta:
        managed = False
        db_table = "intake_portalperson"
        ordering: ClassVar = ("id",)

    def __str__(self) -> str:
        return self.name


class PortalKit(models.Model):
    """A view: what of our marketing partners may use, and nothing of how it is made (domain §11.7)."""

    title = models.CharField(max_length=160)
    summary = models.CharField(max_length=500)
    kind = models.CharField(max_length=16, choices=KINDS)
    topic = models.CharField(max_length=80)
    link = models.CharField(max_length=500)
    published_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "intake_portalkit"
        ordering: ClassVar = ("-published_at", "-id")

    def __str__(self) -> str:
        return self.title
