"""A person at an account, and every position we have known them in."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Upper

from salesops.accounts.domain.personas import PERSONAS
from salesops.accounts.models.account import Account
from salesops.db.models import VersionedModel


class Contact(VersionedModel):
    """One person. `left_at` says when we learned that they are no longer at the account."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=160)
    email = models.EmailField(blank=True, default="")
    phone = models.CharField(max_length=40, blank=True, default="")
    title = models.CharField(max_length=120, blank=True, default="")
    persona = models.CharField(max_length=24, blank=True, default="", choices=PERSONAS)
    left_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, editable=False, on_delete=models.PROTECT, related_name="absorbed"
    )
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ("name", "id")
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="accounts_contact_has_name"),
            models.UniqueConstraint(
                F("account"),
                Lower("email"),
                condition=~Q(email="") & Q(merged_into__isnull=True),
                name="accounts_contact_email_once",
            ),
        ]
        indexes = [
            models.Index(fields=["name", "id"], name="accounts_contact_name"),
            models.Index(Lower("email"), name="accounts_contact_email"),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="accounts_contact_search"),
        ]

    def __str__(self) -> str:
        return self.name


class ContactPosition(models.Model):
    """One position a contact held, as far as we knew; the open one has no end (role history)."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="positions")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120, blank=True, default="")
    persona = models.CharField(max_length=24, blank=True, default="")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-from_at", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["contact"], condition=Q(until_at__isnull=True), name="accounts_position_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} from {self.from_at:%Y-%m-%d}"
