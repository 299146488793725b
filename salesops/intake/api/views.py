"""`/leads/` and what hangs under it; names and addresses need the scope person:read."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from salesops.intake.api.serializers import (
    DisqualifyBody,
    LeadPatch,
    LeadShape,
    NewLead,
    PersonalLeadShape,
    QualifyBody,
    ReopenBody,
    RestBody,
    SignalBody,
    TouchBody,
)
from salesops.intake.domain.leads import SOURCES, STATUSES
from salesops.intake.domain.scoring import SEGMENTS
from salesops.intake.queries.leads import lead_by_id, scored_leads
from salesops.intake.services.amend_lead import amend_lead
from salesops.intake.services.disqualify_lead import disqualify_lead
from salesops.intake.services.log_touch import log_touch
from salesops.intake.services.open_lead import NewSignal, open_lead
from salesops.intake.services.park_lead import park_lead
from salesops.intake.services.qualify_lead import qualify_lead
from salesops.intake.services.record_signal import record_signal
from salesops.intake.services.reopen_lead import reopen_lead
from salesops.web.api.bodies import record_id
from salesops.web.api.field_groups import PERSONAL as PERSONAL_FIELDS
from salesops.web.api.field_groups import hidden_fields
from salesops.web.api.listing import Filter, Listing
from salesops.web.api.presenting import Presenter
from salesops.web.api.versions import expected_version
from salesops.web.api.views import ApiView, Bodies, ListView, Scopes

PERSONAL, PLAIN = Presenter(PersonalLeadShape), Presenter(LeadShape)
READ_WRITE: Scopes = {"GET": "lead:read", "POST": "lead:write", "PATCH": "lead:write"}


class LeadApi(ApiView):
    """Shows names and addresses to people, and to keys with person:read."""

    scopes: ClassVar[Scopes] = READ_WRITE
    presenter = PERSONAL

    def presenter_now(self) -> Presenter:
        """This function will return what this caller may see of a lead (P19)."""
        return PLAIN if PERSONAL_FIELDS & hidden_fields(self.actor.scopes) else PERSONAL

    def lead_now(self, lead_id: int, now: datetime, *, status_code: int = 200, location: str = "") -> Response:
        """This function will show a lead with its score of this moment."""
        return self.shown(lead_by_id(self.actor, lead_id, now=now), status_code=status_code, location=location)


class LeadsView(LeadApi, ListView):
    """`/leads/`."""

    bodies: ClassVar[Bodies] = {"POST": NewLead}
    listing = Listing(
        filters={
            "status": Filter("status__in", serializers.ChoiceField(choices=STATUSES), many=True),
            "source": Filter("source__in", serializers.ChoiceField(choices=SOURCES), many=True),
            "segment": Filter(
                "segment__in", serializers.ChoiceField(choices=[name for name, _ in SEGMENTS]), many=True
            ),
            "owner": Filter("owner_id__in", record_id(), many=True),
            "has_owner": Filter("owner__isnull", serializers.BooleanField(), negated=True),
            "updated_since": Filter("updated_at__gte", serializers.DateTimeField()),
            "q": Filter("company__icontains", serializers.CharField(max_length=100), help="Words of the company."),
        },
        orders={"id": "id", "updated_at": "updated_at"},
        default_order="id",
    )

    def get(self, request: Request) -> Response:
        """This function will list leads."""
        return self.page_of(scored_leads(self.actor, timezone.now()))

    def post(self, request: Request) -> Response:
        """This function will open a lead."""
        now = timezone.now()
        lead = open_lead(actor=self.actor, now=now, **self.read_body(request))
        return self.lead_now(lead.pk, now, status_code=201, location=f"/api/v1/leads/{lead.pk}/")


class LeadView(LeadApi):
    """`/leads/{id}/`."""

    bodies: ClassVar[Bodies] = {"PATCH": LeadPatch}
    needs_version = frozenset({"PATCH"})

    def get(self, request: Request, lead_id: int) -> Response:
        """This function will show one lead."""
        return self.lead_now(lead_id, timezone.now())

    def patch(self, request: Request, lead_id: int) -> Response:
        """This function will change a lead."""
        version, now = expected_version(request), timezone.now()
        amend_lead(actor=self.actor, now=now, lead_id=lead_id, version=version, values=self.read_body(request))
        return self.lead_now(lead_id, now)


class LeadSignalsView(LeadApi):
    """`/leads/{id}/signals/`."""

    bodies: ClassVar[Bodies] = {"POST": SignalBody}

    def post(self, request: Request, lead_id: int) -> Response:
        """This function will record something they did."""
        now = timezone.now()
        record_signal(actor=self.actor, now=now, lead_id=lead_id, signal=NewSignal(**self.read_body(request)))
        return self.lead_now(lead_id, now, status_code=201)


class LeadTouchesView(LeadApi):
    """`/leads/{id}/touches/`."""

    bodies: ClassVar[Bodies] = {"POST": TouchBody}

    def post(self, request: Request, lead_id: int) -> Response:
        """This function will log something we did."""
        now = timezone.now()
        log_touch(actor=self.actor, now=now, lead_id=lead_id, **self.read_body(request))
        return self.lead_now(lead_id, now, status_code=201)


class LeadMoveApi(LeadApi):
    """A change of a lead's status, on the version that was read."""

    needs_version = frozenset({"POST"})
    created_methods = frozenset()


class LeadQualificationView(LeadMoveApi):
    """`/leads/{id}/qualification/`."""

    bodies: ClassVar[Bodies] = {"POST": QualifyBody}

    def post(self, request: Request, lead_id: int) -> Response:
        """This function will qualify a lead."""
        version, now = expected_version(request), timezone.now()
        qualify_lead(actor=self.actor, now=now, lead_id=lead_id, version=version, **self.read_body(request))
        return self.lead_now(lead_id, now)


class LeadRestView(LeadMoveApi):
    """`/leads/{id}/rest/`."""

    bodies: ClassVar[Bodies] = {"POST": RestBody}

    def post(self, request: Request, lead_id: int) -> Response:
        """This function will let a lead rest."""
        version, now = expected_version(request), timezone.now()
        park_lead(actor=self.actor, now=now, lead_id=lead_id, version=version, **self.read_body(request))
        return self.lead_now(lead_id, now)


class LeadDisqualificationView(LeadMoveApi):
    """`/leads/{id}/disqualification/`."""

    bodies: ClassVar[Bodies] = {"POST": DisqualifyBody}

    def post(self, request: Request, lead_id: int) -> Response:
        """This function will disqualify a lead."""
        version, now = expected_version(request), timezone.now()
        disqualify_lead(actor=self.actor, now=now, lead_id=lead_id, version=version, **self.read_body(request))
        return self.lead_now(lead_id, now)


class LeadReopeningView(LeadMoveApi):
    """`/leads/{id}/reopening/`."""

    bodies: ClassVar[Bodies] = {"POST": ReopenBody}

    def post(self, request: Request, lead_id: int) -> Response:
        """This function will open a lead again."""
        version, now = expected_version(request), timezone.now()
        reopen_lead(actor=self.actor, now=now, lead_id=lead_id, version=version, **self.read_body(request))
        return self.lead_now(lead_id, now)
