"""The abstract model of every record that people edit: its version, counted by PostgreSQL."""

from __future__ import annotations

from django.db import models


class VersionedModel(models.Model):
    """A row whose `version` a trigger raises with every change; services read it back after a save."""

    version = models.BigIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def read_version(self) -> int:
        """This function will fetch the version PostgreSQL gave the row by the last save."""
        self.refresh_from_db(fields=["version"])
        return self.version
