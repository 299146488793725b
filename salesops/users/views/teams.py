"""Teams: who works together, under whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from salesops.users import queries
from salesops.users.domain.roles import can_manage_people
from salesops.users.forms import TeamForm
from salesops.users.services.change_team import change_team
from salesops.users.services.form_team import form_team
from salesops.web.http import ActingRequest
from salesops.web.sheets import SheetFormView


@require_GET
def show_teams(request: ActingRequest) -> HttpResponse:
    """Show every team with its manager and its members."""
    context = {"rows": list(queries.teams(request.actor)), "manages": can_manage_people(request.actor.roles)}
    return render(request, "users/teams.html", context)


class NewTeamView(SheetFormView):
    """A new team."""

    form_class = TeamForm
    title = "New team"
    submit_label = "Form the team"

    def get_back_url(self) -> str:
        """Cancelling leads to the teams."""
        return reverse("settings_teams")

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer everybody who works here."""
        return {"colleagues": queries.colleague_choices(self.request.actor)}

    def given(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the service is called with."""
        return {
            "actor": self.request.actor,
            "now": timezone.now(),
            "name": data["name"],
            "region": data["region"].strip().lower(),
            "manager_id": int(data["manager_id"]),
            "member_ids": [int(pk) for pk in data["members"]],
        }

    def perform(self, data: Mapping[str, Any]) -> str:
        """Form it."""
        form_team(**self.given(data), is_new=True)
        return f"{data['name']} formed."


class TeamView(NewTeamView):
    """One team changed."""

    title = "Change the team"
    submit_label = "Save"

    def load(self) -> None:
        """Read the team, or say that there is none."""
        self.team = queries.team_by_id(self.request.actor, self.kwargs["team_id"])

    def get_context(self) -> dict[str, Any]:
        """Name the team above the form."""
        return {"subject_name": self.team.name}

    def get_initial(self) -> dict[str, Any]:
        """Start with what it is."""
        return {
            "name": self.team.name,
            "region": self.team.region,
            "manager_id": str(self.team.manager_id or ""),
            "members": [str(each.user_id) for each in self.team.memberships.all()],
        }

    def perform(self, data: Mapping[str, Any]) -> str:
        """Change it."""
        change_team(**self.given(data), team_id=self.team.pk)
        return f"{data['name']} saved."
