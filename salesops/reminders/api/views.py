"""`/reminders/`: one's own open reminders, as Today shows them: read, put off, ended (domain §12.3)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from salesops.reminders.models import Reminder
from salesops.reminders.queries.mine import own_reminder, own_reminders
from salesops.reminders.registry import declared
from salesops.reminders.services.end_reminder import end_reminder
from salesops.reminders.services.snooze import snooze
from salesops.web.api.bodies import NothingBody, StrictBody
from salesops.web.api.listing import Filter, Listing
from salesops.web.api.presenting import Presenter
from salesops.web.api.views import ApiView, Bodies, ListView, Scopes


class ReminderShape(serializers.Serializer[Any]):
    """An open reminder as its person has it: `path` is where to `act`; `lane` and `in_place_of_id` say why they do."""

    id = serializers.IntegerField()
    rule = serializers.CharField()
    title = serializers.CharField()
    why = serializers.CharField()
    path = serializers.CharField()
    act = serializers.CharField()
    is_urgent = serializers.BooleanField()
    is_notice = serializers.SerializerMethodField(help_text="It only tells; saying that it is read ends it.")
    subject_kind = serializers.CharField()
    subject_id = serializers.IntegerField()
    opened_at = serializers.DateTimeField()
    fired_at = serializers.DateTimeField()
    fires = serializers.IntegerField()
    lane = serializers.CharField()
    in_place_of_id = serializers.IntegerField(allow_null=True)
    since = serializers.DateTimeField()
    state = serializers.ChoiceField(choices=["open", "snoozed"])
    snoozed_until = serializers.DateTimeField(allow_null=True)
    snooze_reason = serializers.CharField()

    def get_is_notice(self, row: Reminder) -> bool:
        """Whether its rule only tells what happened."""
        return declared(row.rule).rule.is_notice


class ReminderEntryShape(serializers.Serializer[Any]):
    """Something that happened to a reminder: fired, snoozed, ended, stopped."""

    what = serializers.CharField()
    at = serializers.DateTimeField()
    lane = serializers.CharField()
    turn = serializers.IntegerField()
    person_id = serializers.IntegerField(allow_null=True)
    detail = serializers.CharField()


ENTRIES = Presenter(ReminderEntryShape)


class ReminderPageShape(ReminderShape):
    """A reminder with everything that happened to it, oldest first."""

    history = serializers.SerializerMethodField()

    @extend_schema_field(ReminderEntryShape(many=True))
    def get_history(self, row: Reminder) -> list[dict[str, Any]]:
        """What happened so far."""
        return ENTRIES.many(row.entries.all())


class SnoozeBody(StrictBody):
    """Until which working day, five at most, and why it can wait."""

    until = serializers.DateField()
    reason = serializers.CharField(max_length=200)


class RemindersView(ListView):
    """`/reminders/`."""

    scopes: ClassVar[Scopes] = {"GET": "inbox:read"}
    presenter = Presenter(ReminderShape)
    listing = Listing(
        filters={
            "state": Filter("state", serializers.ChoiceField(choices=["open", "snoozed"]), help="open or snoozed."),
            "urgent": Filter("is_urgent", serializers.BooleanField()),
            "rule": Filter("rule__in", serializers.CharField(max_length=48), many=True),
        },
        orders={"id": "id"},
        default_order="id",
    )

    def get(self, request: Request) -> Response:
        """This function will list one's own open reminders, oldest first."""
        return self.page_of(own_reminders(self.actor, now=timezone.now()))


class ReminderView(ApiView):
    """`/reminders/{id}/`."""

    scopes: ClassVar[Scopes] = {"GET": "inbox:read"}
    presenter = Presenter(ReminderPageShape)

    def get(self, request: Request, reminder_id: int) -> Response:
        """This function will show one with its history."""
        return self.shown(own_reminder(self.actor, reminder_id, now=timezone.now()))


class SnoozeView(ApiView):
    """`/reminders/{id}/snooze/`."""

    scopes: ClassVar[Scopes] = {"POST": "inbox:write"}
    bodies: ClassVar[Bodies] = {"POST": SnoozeBody}
    created_methods: ClassVar[frozenset[str]] = frozenset()

    def post(self, request: Request, reminder_id: int) -> Response:
        """This function will put it off for oneself; nothing is shown, which a key that only writes may not read."""
        snooze(actor=self.actor, now=timezone.now(), reminder_id=reminder_id, **self.read_body(request))
        return Response(status=204)


class DoneView(ApiView):
    """`/reminders/{id}/done/`."""

    scopes: ClassVar[Scopes] = {"POST": "inbox:write"}
    bodies: ClassVar[Bodies] = {"POST": NothingBody}
    created_methods: ClassVar[frozenset[str]] = frozenset()

    def post(self, request: Request, reminder_id: int) -> Response:
        """This function will end it for oneself, 409 `still_open` while its matter stands."""
        self.read_body(request)
        end_reminder(actor=self.actor, now=timezone.now(), reminder_id=reminder_id)
        return Response(status=204)
