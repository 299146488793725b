"""A program's key: shown once, stored hashed, scoped, bound to a person and to an end (interface §3)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from rest_framework_api_key.models import AbstractAPIKey, BaseAPIKeyManager


class ApiKeyManager(BaseAPIKeyManager):
    """Finds and makes keys; the key itself is never stored."""


class ApiKey(AbstractAPIKey):
    """One key. It acts as its owner, with the owner's rights narrowed to the scopes."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="api_keys")
    scopes = ArrayField(models.CharField(max_length=32))
    allowed_networks = ArrayField(
        models.CharField(max_length=64), blank=True, default=list, help_text="CIDR networks; empty means anywhere."
    )
    last_used_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[ApiKeyManager] = ApiKeyManager()  # type: ignore[assignment]

    class Meta(AbstractAPIKey.Meta):
        verbose_name = "API key"
        verbose_name_plural = "API keys"
        constraints = [
            models.CheckConstraint(condition=Q(expiry_date__isnull=False), name="users_apikey_ends"),
        ]
