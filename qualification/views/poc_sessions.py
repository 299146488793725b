"""Forms about the sessions of a proof of concept, and a session for the calendar."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from opportunities.queries.choices import contact_choices
from qualification.domain.calendar import Appointment, calendar_of
from qualification.domain.poc import BY_KEY, SessionTemplate
from qualification.forms.poc import BookSessionForm, HoldSessionForm, MoveSessionForm, SessionNoteForm
from qualification.queries.poc import booking_of, session_of
from qualification.services.close_session import HeldSession, cancel_session, hold_session, miss_session
from qualification.services.schedule_session import reschedule_session, schedule_session
from qualification.views.poc import PocFormView, lead_choices
from salesops.web.http import ActingRequest


class BookSessionView(PocFormView):
    """Put a session on the calendar."""

    form_class = BookSessionForm
    title = "Book a session"
    submit_label = "Book it"

    def get_initial(self) -> dict[str, Any]:
        """Start with the kind asked for and the POC's lead."""
        return {"lead": self.poc.lead_id} | super().get_initial()

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer the people of pre-sales validation."""
        return {"leads": lead_choices(self.request)}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Book it."""
        given = {"kind": data["kind"], "starts_at": data["starts_at"], "lead_id": data["lead"]}
        schedule_session(**self.known(), **given)
        return f"{BY_KEY[data['kind']].label} booked."


class SessionFormView(PocFormView):
    """A form about one session."""

    template: SessionTemplate

    def load(self) -> None:
        """Read the session."""
        super().load()
        self.session = session_of(self.actor, self.deal.pk, self.kwargs["session_id"])
        self.template = BY_KEY[self.session.kind]

    def get_context(self) -> dict[str, Any]:
        """Say which session and when."""
        start = timezone.localtime(self.session.starts_at)
        lead = f"{self.template.minutes} min on {start:%-d %b %Y at %H:%M}, {self.session.lead.name}."
        return super().get_context() | {"title": f"{self.title}: {self.template.label}", "lead": lead}

    def this_session(self) -> dict[str, Any]:
        """Give what every service about the session is called with."""
        return self.known() | {"session_id": self.session.pk}


class MoveSessionView(SessionFormView):
    """Another time."""

    form_class = MoveSessionForm
    title = "Move"
    submit_label = "Move it"

    def get_initial(self) -> dict[str, Any]:
        """Start with the time there is."""
        return {"starts_at": self.session.starts_at}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Move it."""
        reschedule_session(**self.this_session(), starts_at=data["starts_at"])
        return f"{self.template.label} moved."


class HoldSessionView(SessionFormView):
    """It took place."""

    form_class = HoldSessionForm
    title = "Close the session"
    submit_label = "Close the session"

    def get_initial(self) -> dict[str, Any]:
        """Start with the planned minutes."""
        return {f"minutes_{item.key}": item.minutes for item in self.template.agenda}

    def get_form_arguments(self) -> dict[str, Any]:
        """Ask for the items and outputs of this kind of session; offer the account's contacts."""
        return {"template": self.template, "contacts": contact_choices(self.actor, self.deal)}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Close it as held; an item without minutes was left out."""
        given = {item.key: data[f"minutes_{item.key}"] for item in self.template.agenda}
        minutes = {key: value for key, value in given.items() if value is not None}
        held = HeldSession(minutes, data["outputs"], data["note"], data["contacts"])
        hold_session(**self.this_session(), held=held)
        return f"{self.template.label} closed."


class MissSessionView(SessionFormView):
    """The customer did not come."""

    form_class = SessionNoteForm
    title = "Nobody came"
    submit_label = "Record it"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Record it."""
        miss_session(**self.this_session(), note=data["note"])
        return "Recorded. Book it again."


class CancelSessionView(SessionFormView):
    """It will not take place."""

    form_class = SessionNoteForm
    title = "Cancel"
    submit_label = "Cancel the session"
    submit_style = "danger"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Cancel it."""
        cancel_session(**self.this_session(), note=data["note"])
        return f"{self.template.label} cancelled."


@require_GET
def calendar_file(request: ActingRequest, pk: int, session_id: int) -> HttpResponse:
    """Give a session as a file every calendar opens: opened again, it moves the appointment or takes it off."""
    booking = booking_of(request.actor, pk, session_id)
    session, template = booking.session, BY_KEY[booking.session.kind]
    agenda = "\n".join(f"{item.text}, {item.minutes} min" for item in template.agenda)
    appointment = Appointment(
        uid=f"poc-session-{booking.first_id}@{request.get_host()}",
        sequence=booking.changes,
        starts_at=session.starts_at,
        minutes=template.minutes,
        summary=f"POC: {template.label}",
        description=f"{template.purpose}\n\n{agenda}\n\nLed by {session.lead.name}",
        organiser_name=session.lead.name,
        organiser_address=session.lead.email,
        is_cancelled=booking.is_cancelled,
    )
    text = calendar_of(appointment, stamp=timezone.now())
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="poc-{template.key}-{session.starts_at:%Y-%m-%d}.ics"'
    return answer
