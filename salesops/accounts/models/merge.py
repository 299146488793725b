"""What a merge of duplicates did, row by row, so that it can be told and undone."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class MergeRecord(models.Model):
    """One merge of two accounts or two contacts. `before` holds the kept record's values that the merge filled."""

    kind = models.CharField(max_length=8, choices=[("account", "Account"), ("contact", "Contact")])
    kept_id = models.BigIntegerField()
    absorbed_id = models.BigIntegerField()
    reason = models.CharField(max_length=300)
    before = models.JSONField(default=dict)
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by_id = models.BigIntegerField(null=True)

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(condition=~Q(kept_id=F("absorbed_id")), name="accounts_merge_two_records"),
            models.UniqueConstraint(
                fields=["kind", "absorbed_id"], condition=Q(undone_at__isnull=True), name="accounts_merge_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.absorbed_id} into {self.kept_id}"


class MergedRow(models.Model):
    """One row that pointed at the absorbed record and now points at the kept one.

    `kind` names the row's record in glossary words ("opportunity"); `field` the reference that was moved.
    """

    merge = models.ForeignKey(MergeRecord, on_delete=models.CASCADE, related_name="rows")
    kind = models.CharField(max_length=40)
    row_id = models.BigIntegerField()
    field = models.CharField(max_length=40)
    removed = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["merge", "kind", "row_id", "field"], name="accounts_mergedrow_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.row_id}.{self.field}"
