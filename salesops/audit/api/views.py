"""`/audit-events/`: the ledger, newest first."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from salesops.audit.models import AuditEntry
from salesops.audit.queries import entries
from salesops.web.api.bodies import record_id
from salesops.web.api.field_groups import hidden_fields, without_hidden
from salesops.web.api.listing import Filter, Listing
from salesops.web.api.presenting import Presenter
from salesops.web.api.views import ListView, Scopes


class AuditShape(serializers.Serializer[Any]):
    """One entry; `prev` and `hash` are its links in the chain of its record."""

    id = serializers.IntegerField()
    subject_kind = serializers.CharField()
    subject_id = serializers.IntegerField()
    seq = serializers.IntegerField()
    at = serializers.DateTimeField()
    actor_id = serializers.IntegerField(allow_null=True)
    actor_name = serializers.CharField()
    via = serializers.CharField()
    action = serializers.CharField()
    outcome = serializers.CharField()
    code = serializers.CharField()
    data = serializers.DictField()  # type: ignore[assignment]  # also DRF's own word
    prev = serializers.CharField()
    hash = serializers.CharField()


class GuardedAuditShape(AuditShape):
    """An entry for a key that is not shown every field: what it says of them is left out."""

    data = serializers.SerializerMethodField()  # type: ignore[assignment]  # also DRF's own word

    def get_data(self, row: AuditEntry) -> Any:
        """The entry's data without prices and personal data."""
        return without_hidden(row.data, ALL_HIDDEN)


ALL_HIDDEN = hidden_fields(frozenset())
OPEN, GUARDED = Presenter(AuditShape), Presenter(GuardedAuditShape)


class AuditEventsView(ListView):
    """`/audit-events/`."""

    scopes: ClassVar[Scopes] = {"GET": "audit:read"}
    presenter = OPEN
    listing = Listing(
        filters={
            "subject_kind": Filter("subject_kind", serializers.CharField(max_length=40)),
            "subject_id": Filter("subject_id", record_id()),
            "actor": Filter("actor_id", record_id()),
            "action": Filter("action", serializers.CharField(max_length=80)),
            "outcome": Filter("outcome", serializers.ChoiceField(choices=["done", "refused"])),
            "code": Filter("code", serializers.CharField(max_length=40)),
            "since": Filter("at__gte", serializers.DateTimeField()),
            "until": Filter("at__lt", serializers.DateTimeField()),
        },
        orders={"id": "id"},
        default_order="-id",
    )

    def presenter_now(self) -> Presenter:
        """This function will leave out prices and personal data unless the key's scopes show all of them."""
        return GUARDED if hidden_fields(self.actor.scopes) else OPEN

    def get(self, request: Request) -> Response:
        """This function will list entries of the ledger."""
        return self.page_of(entries(self.actor))
