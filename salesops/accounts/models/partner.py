"""A partner company, here as a name only; its introductions and its portal belong to layer 1."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from salesops.db.models import VersionedModel


class Partner(VersionedModel):
    """One partner."""

    name = models.CharField(max_length=160)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("name", "id")
        constraints = [
            models.UniqueConstraint(Lower("name"), name="accounts_partner_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="accounts_partner_has_name"),
        ]

    def __str__(self) -> str:
        return self.name
