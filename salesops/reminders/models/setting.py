"""What operations set for a rule: on or off, its lanes, and which revision that is (domain §12)."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class RuleSetting(models.Model):
    """The newest word of operations about a rule; without a row the rule stands as declared.

    `lanes` is a list of `{"to": "owner", "at": ["1 bd"], "every": "1 bd", "is_on": true}`.
    """

    rule = models.CharField(max_length=48, primary_key=True)
    revision = models.IntegerField(default=2)
    is_on = models.BooleanField(default=True)
    lanes = models.JSONField(default=list)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.rule} r{self.revision}"
