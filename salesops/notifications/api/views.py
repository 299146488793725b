"""`/notifications/`: one's own inbox."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from salesops.notifications.queries import inbox
from salesops.notifications.services.mark_read import mark_read
from salesops.web.api.bodies import NothingBody
from salesops.web.api.listing import Filter, Listing
from salesops.web.api.presenting import Presenter
from salesops.web.api.views import ApiView, Bodies, ListView, Scopes


class NotificationShape(serializers.Serializer[Any]):
    """One line of the inbox; `path` is where to act, `why` says why it is there."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    is_urgent = serializers.BooleanField()
    title = serializers.CharField()
    body = serializers.CharField()
    path = serializers.CharField()
    why = serializers.CharField()
    subject_kind = serializers.CharField()
    subject_id = serializers.IntegerField()
    at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)


class NotificationsView(ListView):
    """`/notifications/`."""

    scopes: ClassVar[Scopes] = {"GET": "inbox:read"}
    presenter = Presenter(NotificationShape)
    listing = Listing(
        filters={
            "unread": Filter("read_at__isnull", serializers.BooleanField(), help="Nobody has opened it."),
            "urgent": Filter("is_urgent", serializers.BooleanField()),
            "kind": Filter("kind__in", serializers.CharField(max_length=64), many=True),
        },
        orders={"id": "id"},
        default_order="-id",
    )

    def get(self, request: Request) -> Response:
        """This function will list one's own notifications, newest first."""
        return self.page_of(inbox(self.actor))


class ReadView(ApiView):
    """`/notifications/{id}/read/`."""

    scopes: ClassVar[Scopes] = {"POST": "inbox:write"}
    bodies: ClassVar[Bodies] = {"POST": NothingBody}
    created_methods: ClassVar[frozenset[str]] = frozenset()
    presenter = Presenter(NotificationShape)

    def post(self, request: Request, notification_id: int) -> Response:
        """This function will mark one as read."""
        self.read_body(request)
        return self.shown(mark_read(actor=self.actor, now=timezone.now(), notification_id=notification_id))
