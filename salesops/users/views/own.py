"""Settings of a person: profile and security, API keys, the people of the workspace."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ObjectDoesNotExist
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from salesops.core.errors import SalesOpsError
from salesops.users.domain.roles import can_manage_people
from salesops.users.domain.scopes import SCOPES
from salesops.users.forms import KeyForm, ProfileForm, WorkspaceForm
from salesops.users.queries import api_keys, days_off_ahead, own_working_time, workspace
from salesops.users.services.change_profile import change_profile
from salesops.users.services.change_workspace import change_workspace
from salesops.users.services.create_api_key import create_api_key
from salesops.users.services.openid import CheckedAdapter, CheckedCallback
from salesops.users.services.revoke_api_key import revoke_api_key
from salesops.web.http import ActingRequest, mark_refusal
from salesops.web.sheets import SheetFormView


@login_not_required
@require_GET
def finish_sign_on(request: ActingRequest, provider_id: str) -> HttpResponse:
    """Come back from single sign-on."""
    try:
        answer: HttpResponse = CheckedCallback.adapter_view(CheckedAdapter(request, provider_id))(request)
    except ObjectDoesNotExist as error:
        raise Http404 from error
    return answer


@require_GET
def show_settings(request: ActingRequest) -> HttpResponse:
    """Lead to the first page of the settings."""
    return redirect("settings_profile")


@require_GET
def show_profile(request: ActingRequest) -> HttpResponse:
    """Show one's own profile and what protects it."""
    own, setting = own_working_time(request.actor), workspace()
    working_time = own or setting.working_time
    context = {
        "working_time": working_time,
        "is_own": own is not None,
        "ahead": days_off_ahead(working_time, today=timezone.localdate()),
    }
    return render(request, "users/profile.html", context)


@require_GET
def show_keys(request: ActingRequest) -> HttpResponse:
    """Show the API keys one may see."""
    context = {"rows": list(api_keys(request.actor)), "scopes": SCOPES, "now": timezone.now()}
    return render(request, "users/keys.html", context)


class ProfileView(SheetFormView):
    """One's own name and time zone."""

    form_class = ProfileForm
    title = "Edit profile"

    def get_initial(self) -> dict[str, Any]:
        """Start with what is known."""
        return {"name": self.request.user.name, "time_zone": self.request.user.time_zone}  # type: ignore[union-attr]

    def get_back_url(self) -> str:
        """Cancelling leads to the profile."""
        return reverse("settings_profile")

    def perform(self, data: Mapping[str, Any]) -> str:
        """Save it."""
        change_profile(actor=self.request.actor, now=timezone.now(), **data)
        return "Saved."


@require_GET
def show_workspace(request: ActingRequest) -> HttpResponse:
    """Show how the workspace is run, and to operations the way to change it."""
    may_change = can_manage_people(request.actor.roles)
    return render(request, "users/workspace.html", {"setting": workspace(), "may_change": may_change})


class WorkspaceView(SheetFormView):
    """The company's name and the minima by deal size."""

    form_class = WorkspaceForm
    title = "Edit workspace"

    def get_initial(self) -> dict[str, Any]:
        """Start with what holds now."""
        setting = workspace()
        return {"company_name": setting.company_name, "reduces_minima": setting.reduces_minima}

    def get_back_url(self) -> str:
        """Cancelling leads to the settings."""
        return reverse("settings_workspace")

    def perform(self, data: Mapping[str, Any]) -> str:
        """Save it."""
        change_workspace(actor=self.request.actor, now=timezone.now(), **data)
        return "Saved."


class NewKeyView(SheetFormView):
    """A new API key, shown once."""

    form_class = KeyForm
    title = "New API key"
    lead = "It does what you may do, inside its scopes. You see it once."
    submit_label = "Make the key"

    def get_back_url(self) -> str:
        """Cancelling leads to the keys."""
        return reverse("settings_keys")

    def post(self, request: ActingRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Make the key and show it, once, on a page of its own."""
        form = KeyForm(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        data = form.cleaned_data
        try:
            key, text = create_api_key(
                actor=request.actor,
                now=timezone.now(),
                owner_id=request.actor.user_id or 0,
                name=data["name"],
                scopes=data["scopes"],
                lifetime=timedelta(days=data["days"]),
                allowed_networks=[part.strip() for part in data["networks"].split(",") if part.strip()],
            )
        except SalesOpsError as error:
            form.add_error(None, error.message)
            return mark_refusal(self.show(form, status=error.status), error)
        response = render(request, "users/key_made.html", {"key": key, "text": text})
        response["Cache-Control"] = "no-store"
        return response


class RevokeKeyView(SheetFormView):
    """A key ended."""

    form_class = Form
    title = "End this key?"
    lead = "The next request with it is refused."
    submit_label = "End the key"
    submit_style = "danger"

    def get_back_url(self) -> str:
        """Cancelling leads to the keys."""
        return reverse("settings_keys")

    def perform(self, data: Mapping[str, Any]) -> str:
        """End it."""
        revoke_api_key(actor=self.request.actor, now=timezone.now(), prefix=self.kwargs["prefix"])
        return "Key ended."
