"""`/pocs/{id}/…`: sessions, measured values, and how a proof ends."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from qualification.api import poc_bodies as bodies
from qualification.api.poc import READ_WRITE, OnePocView
from qualification.api.poc_presenting import SESSIONS
from qualification.api.poc_shapes import MeasurementShape
from qualification.queries import poc_api as queries
from qualification.services.close_measurement import close_measurement, take_up_again
from qualification.services.close_session import HeldSession, cancel_session, hold_session, miss_session
from qualification.services.conclude_poc import Readout, abandon_poc, conclude_poc
from qualification.services.measure import measure
from qualification.services.schedule_session import reschedule_session, schedule_session
from salesops.web.api.presenting import Presenter
from salesops.web.api.versions import expected_version
from salesops.web.api.views import Bodies, ListView, Scopes


class SessionsView(ListView):
    """`/pocs/{id}/sessions/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": bodies.SessionBody}
    presenter = SESSIONS

    def get(self, request: Request, poc_id: int) -> Response:
        """This function will list the sessions of a proof."""
        return self.page_of(queries.sessions_of(self.actor, poc_id))

    def post(self, request: Request, poc_id: int) -> Response:
        """This function will put a session on the calendar."""
        row = schedule_session(actor=self.actor, now=timezone.now(), poc_id=poc_id, **self.read_body(request))
        row.refresh_from_db()
        return self.shown(row, status_code=201)


class MeasurementsView(ListView):
    """`/pocs/{id}/measurements/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": bodies.MeasurementBody}
    presenter = Presenter(MeasurementShape)

    def get(self, request: Request, poc_id: int) -> Response:
        """This function will list every measured value."""
        return self.page_of(queries.measurements_of(self.actor, poc_id))

    def post(self, request: Request, poc_id: int) -> Response:
        """This function will add a measured value; pre-sales validation measures."""
        row = measure(actor=self.actor, now=timezone.now(), poc_id=poc_id, **self.read_body(request))
        return self.shown(row, status_code=201)


class StepView(OnePocView):
    """A step of a proof: If-Match names the version of the POC, the answer is the POC."""

    needs_version = frozenset({"POST"})

    def known(self, request: Request, poc_id: int) -> dict[str, Any]:
        """This function will return what every service about the POC is called with. Raises: VersionMissing, Stale."""
        version = expected_version(request)
        return {"actor": self.actor, "now": timezone.now(), "poc_id": poc_id, "expected_version": version}


class SessionStepView(StepView):
    """A step of one session of a proof."""

    def known_session(self, request: Request, poc_id: int, session_id: int) -> dict[str, Any]:
        """This function will return what a service about the session is called with. Raises: NotVisible, Refused."""
        known = self.known(request, poc_id)
        queries.require_session(self.actor, poc_id, session_id)
        return known | {"session_id": session_id}


class HoldView(SessionStepView):
    """`/pocs/{id}/sessions/{id}/hold/`."""

    bodies: ClassVar[Bodies] = {"POST": bodies.HoldBody}

    def post(self, request: Request, poc_id: int, session_id: int) -> Response:
        """This function will close a session as held, with its outputs."""
        known = self.known_session(request, poc_id, session_id)
        hold_session(**known, held=HeldSession(**self.read_body(request)))
        return self.page(poc_id)


class MissView(SessionStepView):
    """`/pocs/{id}/sessions/{id}/miss/`."""

    bodies: ClassVar[Bodies] = {"POST": bodies.NoteBody}

    def post(self, request: Request, poc_id: int, session_id: int) -> Response:
        """This function will close a session the customer did not come to."""
        miss_session(**self.known_session(request, poc_id, session_id), **self.read_body(request))
        return self.page(poc_id)


class CancelView(SessionStepView):
    """`/pocs/{id}/sessions/{id}/cancel/`."""

    bodies: ClassVar[Bodies] = {"POST": bodies.NoteBody}

    def post(self, request: Request, poc_id: int, session_id: int) -> Response:
        """This function will take a session off the calendar, for a reason."""
        cancel_session(**self.known_session(request, poc_id, session_id), **self.read_body(request))
        return self.page(poc_id)


class MoveView(SessionStepView):
    """`/pocs/{id}/sessions/{id}/move/`."""

    bodies: ClassVar[Bodies] = {"POST": bodies.MoveBody}

    def post(self, request: Request, poc_id: int, session_id: int) -> Response:
        """This function will move a session to another time: another one takes its place."""
        reschedule_session(**self.known_session(request, poc_id, session_id), **self.read_body(request))
        return self.page(poc_id)


class CloseMeasurementView(StepView):
    """`/pocs/{id}/close-measurement/`."""

    def post(self, request: Request, poc_id: int) -> Response:
        """This function will end the measuring; the outcome is what the numbers say."""
        close_measurement(**self.known(request, poc_id))
        return self.page(poc_id)


class TakeUpAgainView(StepView):
    """`/pocs/{id}/take-up-again/`."""

    bodies: ClassVar[Bodies] = {"POST": bodies.ReasonBody}

    def post(self, request: Request, poc_id: int) -> Response:
        """This function will open the measuring again; the outcome and Tech Win are gone."""
        take_up_again(**self.known(request, poc_id), **self.read_body(request))
        return self.page(poc_id)


class ConcludeView(StepView):
    """`/pocs/{id}/conclude/`."""

    bodies: ClassVar[Bodies] = {"POST": bodies.ConcludeBody}

    def post(self, request: Request, poc_id: int) -> Response:
        """This function will end a measured proof with its readout."""
        known = self.known(request, poc_id)
        conclude_poc(**known, readout=Readout(**self.read_body(request)))
        return self.page(poc_id)


class AbandonView(StepView):
    """`/pocs/{id}/abandon/`."""

    bodies: ClassVar[Bodies] = {"POST": bodies.ReasonBody}

    def post(self, request: Request, poc_id: int) -> Response:
        """This function will stop a proof before its validation session."""
        abandon_poc(**self.known(request, poc_id), **self.read_body(request))
        return self.page(poc_id)
