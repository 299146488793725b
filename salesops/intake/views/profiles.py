"""What a lead's score is made of: both profiles in their versions, signals, segments; and writing the next version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from salesops.accounts.queries.profiles import may_publish, profile_version, profiles_in_force, version_in_force
from salesops.accounts.services.amend_profile import amend_profile
from salesops.accounts.services.discard_profile import discard_profile
from salesops.accounts.services.draft_profile import draft_profile
from salesops.accounts.services.publish_profile import publish_profile
from salesops.intake.domain.leads import TIMELINES
from salesops.intake.domain.scoring import SEGMENT_WORDS, SEGMENTS, SIGNALS, TIMELINE_POINTS, WEIGHTS
from salesops.intake.forms.profiles import IcpForm, PersonaForm, VersionForm, start
from salesops.intake.queries.profiles import profile_page, shelves
from salesops.web.http import ActingRequest
from salesops.web.sheets import SheetFormView


@require_GET
def show_profiles(request: ActingRequest) -> HttpResponse:
    """Show the rules behind every score."""
    context = {
        "shelves": shelves(request.actor, profiles_in_force()),
        "may_publish": may_publish(request.actor),
        "signals": list(SIGNALS.values()),
        "timelines": [(label, TIMELINE_POINTS[key]) for key, label in TIMELINES],
        "weights": [(label, round(weight * 100)) for label, weight in WEIGHTS.items()],
        "segments": [(name, least, SEGMENT_WORDS[name]) for name, least in SEGMENTS],
    }
    return render(request, "intake/profiles.html", context)


@require_GET
def show_version(request: ActingRequest, kind: str, number: int) -> HttpResponse:
    """Show one version of a profile: what it says, what it changes, and which leads a draft would move."""
    page = profile_page(request.actor, kind, number, now=timezone.now())
    return render(request, "intake/profile_version.html", {"page": page, "row": page.row})


class RulesView(SheetFormView):
    """A form in which the rules of one profile are written."""

    form_class = IcpForm
    lead = "Nothing is scored by it before it is published."
    submit_label = "Save the draft"
    leaves = True

    def load(self) -> None:
        """Read the version."""
        self.row = profile_version(self.request.actor, self.kwargs["kind"], self.kwargs["number"])

    @property
    def known(self) -> dict[str, Any]:
        """What every service about the profile is called with."""
        return {"actor": self.request.actor, "now": timezone.now(), "kind": self.row.kind}

    def get_form_class(self) -> type[IcpForm | PersonaForm]:
        """Ask for the rules of this profile."""
        return PersonaForm if self.row.kind == "persona" else IcpForm

    def get_back_url(self) -> str:
        """Both ways lead to the version."""
        return reverse("intake:profile", args=[self.row.kind, self.row.number])

    def get_context(self) -> dict[str, Any]:
        """Name the version above the form."""
        return {"subject_name": str(self.row)}


class NewVersionView(RulesView):
    """The next version of a profile."""

    title = "Draft the next version"

    def load(self) -> None:
        """Read what is in force."""
        self.row = version_in_force(self.request.actor, self.kwargs["kind"])

    def get_initial(self) -> dict[str, Any]:
        """Start with what is in force."""
        return start(self.row.said)

    def perform(self, data: Mapping[str, Any]) -> str:
        """Draft it."""
        self.row = draft_profile(**self.known, rules=data["rules"], reason=data["reason"])
        return f"{self.row} is drafted."


class EditVersionView(RulesView):
    """What a draft says."""

    title = "Edit the draft"

    def get_initial(self) -> dict[str, Any]:
        """Start with what the draft says."""
        return {"version": self.row.version, "reason": self.row.reason, **start(self.row.said)}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Save it."""
        written = {name: data[name] for name in ("version", "rules", "reason")}
        return f"{amend_profile(**self.known, number=self.row.number, **written)} saved."


class DraftActView(SheetFormView):
    """An act on a draft, as it was read."""

    form_class = VersionForm
    leaves = True

    def load(self) -> None:
        """Read the draft."""
        self.row = profile_version(self.request.actor, self.kwargs["kind"], self.kwargs["number"])

    def get_initial(self) -> dict[str, Any]:
        """Keep which version was read."""
        return {"version": self.row.version}

    def get_back_url(self) -> str:
        """Cancelling leads to the draft."""
        return reverse("intake:profile", args=[self.row.kind, self.row.number])

    def get_context(self) -> dict[str, Any]:
        """Name the draft above the form."""
        return {"subject_name": str(self.row)}

    def known(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Return what every service about the draft is called with."""
        which = {"kind": self.row.kind, "number": self.row.number, "version": data["version"]}
        return {"actor": self.request.actor, "now": timezone.now(), **which}


class PublishVersionView(DraftActView):
    """A draft that comes into force."""

    title = "Publish this version?"
    lead = "It is in force at once and never changes again. Worked leads are scored anew; the rest keeps its score."
    submit_label = "Publish"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Publish it."""
        return f"{publish_profile(**self.known(data))} is in force."


class DiscardVersionView(DraftActView):
    """A draft that goes."""

    title = "Discard this draft?"
    lead = "The version in force stays as it is."
    submit_label = "Discard"
    submit_style = "danger"

    def get_success_url(self) -> str:
        """Go to the profiles: the draft is gone."""
        return reverse("intake:profiles")

    def perform(self, data: Mapping[str, Any]) -> str:
        """Discard it."""
        discard_profile(**self.known(data))
        return f"{self.row} discarded."
