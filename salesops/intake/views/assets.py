"""The library of marketing assets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from salesops.charter import Facts, decide
from salesops.intake.domain.marketing import AUDIENCES, EDGES, STATES
from salesops.intake.forms.leads import AssetForm, MoveAssetForm
from salesops.intake.queries.assets import asset_by_id, library
from salesops.intake.services.write_asset import FIELDS, amend_asset, create_asset, move_asset
from salesops.web.http import ActingRequest
from salesops.web.sheets import SheetFormView


@require_GET
def show_assets(request: ActingRequest) -> HttpResponse:
    """Show the library with whom each asset brought."""
    state, audience = request.GET.get("state", ""), request.GET.get("audience", "")
    asked = {
        "state": state if state in dict(STATES) else "",
        "audience": audience if audience in dict(AUDIENCES) else "",
    }
    context = {
        "library": library(request.actor, **asked),
        "asked": asked,
        "audiences": AUDIENCES,
        "may_edit": decide(request.actor, "asset.edit", Facts()).allowed,
    }
    return render(request, "intake/assets.html", context)


class NewAssetView(SheetFormView):
    """A new asset."""

    form_class = AssetForm
    title = "New asset"
    lead = "It begins as an idea."
    submit_label = "Add asset"

    def get_back_url(self) -> str:
        """Cancelling leads to the library."""
        return reverse("intake:assets")

    def perform(self, data: Mapping[str, Any]) -> str:
        """Add it."""
        asset = create_asset(actor=self.request.actor, now=timezone.now(), **{name: data[name] for name in FIELDS})
        return f"{asset.title} added."


class AssetFormView(SheetFormView):
    """A form about one asset."""

    def load(self) -> None:
        """Read the asset."""
        self.asset = asset_by_id(self.request.actor, self.kwargs["asset_id"])

    def get_back_url(self) -> str:
        """Cancelling leads to the library."""
        return reverse("intake:assets")

    def get_context(self) -> dict[str, Any]:
        """Name the asset above the form."""
        return {"subject_name": self.asset.title}


class EditAssetView(AssetFormView):
    """What an asset is."""

    form_class = AssetForm
    title = "Edit asset"

    def get_initial(self) -> dict[str, Any]:
        """Start with what it is."""
        return {"version": self.asset.version, **{name: getattr(self.asset, name) for name in FIELDS}}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Save it."""
        amend_asset(
            actor=self.request.actor,
            now=timezone.now(),
            asset_id=self.asset.pk,
            version=data["version"] or self.asset.version,
            values={name: data[name] for name in FIELDS},
        )
        return "Saved."


class MoveAssetView(AssetFormView):
    """Where an asset goes next."""

    form_class = MoveAssetForm
    title = "Move this asset on"
    submit_label = "Move it"

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer the states it may go to."""
        return {"ways": [(key, dict(STATES)[key]) for key in EDGES[self.asset.state]]}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Move it."""
        asset = move_asset(actor=self.request.actor, now=timezone.now(), asset_id=self.asset.pk, to=data["to"])
        return f"{asset.title} is {dict(STATES)[asset.state].lower()}."
