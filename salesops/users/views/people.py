"""The people of the workspace: who they are, what they may do, when they are away and who stands in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from salesops.users import queries
from salesops.users.domain.roles import can_manage_people
from salesops.users.forms import AbsenceForm, NewPersonForm, RoleForm
from salesops.users.services.cancel_absence import cancel_absence
from salesops.users.services.disable_person import disable_person
from salesops.users.services.grant_role import grant_role
from salesops.users.services.invite_person import invite_person
from salesops.users.services.revoke_role import revoke_role
from salesops.users.services.set_absence import set_absence
from salesops.web.http import ActingRequest
from salesops.web.sheets import SheetFormView


@require_GET
def show_people(request: ActingRequest) -> HttpResponse:
    """Show who works here, with roles, teams and who is away today."""
    context = {
        "rows": queries.people_with_roles(request.actor),
        "away": queries.away_on(timezone.localdate()),
        "manages": can_manage_people(request.actor.roles),
    }
    return render(request, "users/people.html", context)


@require_GET
def show_person(request: ActingRequest, person_id: int) -> HttpResponse:
    """Show one person, and what the reader may change about them."""
    person = queries.person(request.actor, person_id)
    manages = can_manage_people(request.actor.roles)
    is_self = request.actor.user_id == person.pk
    context = {
        "person": person,
        "grants": list(queries.grants_of(request.actor, person_id).order_by("role", "region")),
        "absences": list(queries.absences_of(request.actor, person_id, since=timezone.localdate())),
        "today": timezone.localdate(),
        "manages": manages,
        "may_disable": manages and person.is_active and not is_self,
        "keeps_absence": manages or is_self or queries.is_manager_of(request.actor, person_id),
    }
    return render(request, "users/person.html", context)


class NewPersonView(SheetFormView):
    """A person taken in."""

    form_class = NewPersonForm
    title = "Take a person in"
    lead = "They get a mail with a link to choose their password."
    submit_label = "Take in"

    def get_initial(self) -> dict[str, Any]:
        """Start in the time zone of who asks."""
        return {"time_zone": timezone.get_current_timezone_name(), **super().get_initial()}

    def get_back_url(self) -> str:
        """Cancelling leads to the people."""
        return reverse("settings_people")

    def perform(self, data: Mapping[str, Any]) -> str:
        """Take them in."""
        person = invite_person(
            actor=self.request.actor,
            now=timezone.now(),
            email=data["email"],
            name=data["name"],
            time_zone=data["time_zone"],
            role=data["role"],
            region=data["region"].strip().lower(),
        )
        return f"{person.name} is taken in; the link to choose a password is on its way to {person.email}."


class PersonFormView(SheetFormView):
    """A form about one person."""

    def load(self) -> None:
        """Read the person, or say that there is none."""
        self.person = queries.person(self.request.actor, self.kwargs["person_id"])

    def get_back_url(self) -> str:
        """Cancelling leads to the person."""
        return reverse("settings_person", args=[self.person.pk])

    def get_context(self) -> dict[str, Any]:
        """Name the person above the form."""
        return {"subject_name": self.person.name}

    def known(self) -> dict[str, Any]:
        """Return what every service about the person is called with."""
        return {"actor": self.request.actor, "now": timezone.now(), "user_id": self.person.pk}


class AbsenceView(PersonFormView):
    """Days away and who stands in."""

    form_class = AbsenceForm
    title = "Set days away"
    lead = "Both days are included. What waits for this person reaches the deputy."
    submit_label = "Set days away"

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer everyone else as deputy."""
        return {"colleagues": queries.colleague_choices(self.request.actor, but=self.person.pk)}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Set them."""
        set_absence(**self.known(), deputy_id=int(data["deputy"]), starts_on=data["starts_on"], ends_on=data["ends_on"])
        return f"{self.person.name} is away from {data['starts_on']:%-d %b} to {data['ends_on']:%-d %b}."


class CancelAbsenceView(PersonFormView):
    """Days away taken back."""

    form_class = Form
    title = "Take these days back?"
    lead = "The deputy stands in no more."
    submit_label = "Take back"
    submit_style = "danger"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Take them back."""
        cancel_absence(**self.known(), absence_id=self.kwargs["absence_id"])
        return "Days away taken back."


class GrantView(PersonFormView):
    """A role given."""

    form_class = RoleForm
    title = "Give a role"
    lead = "It counts from the next request on."
    submit_label = "Give the role"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Give it."""
        grant = grant_role(**self.known(), role=data["role"], region=data["region"].strip().lower())
        return f"{self.person.name} is {grant.get_role_display()} now."


class RevokeView(PersonFormView):
    """A role taken away."""

    form_class = Form
    title = "Take this role away?"
    lead = "The next request has it no more."
    submit_label = "Take away"
    submit_style = "danger"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Take it away."""
        revoke_role(**self.known(), role=self.kwargs["role"], region=self.request.GET.get("region", "")[:32])
        return "Role taken away."


class DisableView(PersonFormView):
    """Every way in closed."""

    form_class = Form
    title = "End this person's access?"
    lead = "Sessions, keys and roles end at once. What the person did stays, and so do the deals they own."
    submit_label = "End access"
    submit_style = "danger"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Close them."""
        disable_person(**self.known())
        return f"{self.person.name} has no access any more."
