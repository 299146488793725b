"""How one wants to be told: mail, webhooks, calendar feed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from salesops.core.errors import NotVisible
from salesops.notifications import queries
from salesops.notifications.domain.delivery import OTHER_WISHES, URGENT_WISHES, Wishes
from salesops.notifications.forms import HookForm, PreferencesForm
from salesops.notifications.services.add_hook import add_hook
from salesops.notifications.services.change_preferences import change_preferences
from salesops.notifications.services.end_hook import end_hook
from salesops.notifications.services.make_feed import end_feed, make_feed
from salesops.web.http import ActingRequest
from salesops.web.sheets import SheetFormView


@require_GET
def show_preferences(request: ActingRequest) -> HttpResponse:
    """Show how one is told."""
    wishes = queries.wishes_of(request.actor)
    context = {
        "urgent": dict(URGENT_WISHES)[wishes.urgent],
        "other": dict(OTHER_WISHES)[wishes.other],
        "hooks": list(queries.hooks(request.actor)),
        "led": dict(queries.led_teams(request.actor)),
        "feed": queries.feed_address(request.actor),
    }
    return render(request, "notifications/preferences.html", context)


class NotificationFormView(SheetFormView):
    """A form about how one is told."""

    def get_back_url(self) -> str:
        """Cancelling leads to the notifications."""
        return reverse("settings_notifications")


class PreferencesView(NotificationFormView):
    """How mail comes."""

    form_class = PreferencesForm
    title = "E-mail"
    lead = "Everything stands in the inbox, whatever you choose here."

    def get_initial(self) -> dict[str, Any]:
        """Start with what holds now."""
        wishes = queries.wishes_of(self.request.actor)
        return {"urgent": wishes.urgent, "other": wishes.other}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Save it."""
        change_preferences(actor=self.request.actor, now=timezone.now(), wishes=Wishes(data["urgent"], data["other"]))
        return "Saved."


class NewHookView(NotificationFormView):
    """A new webhook."""

    form_class = HookForm
    title = "Add a webhook"
    lead = "Slack, Mattermost and others give an address to post to."
    submit_label = "Add it"

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer the teams one leads."""
        return {"teams": queries.led_teams(self.request.actor)}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Add it."""
        row = add_hook(
            actor=self.request.actor,
            now=timezone.now(),
            name=data["name"],
            url=data["url"],
            wants=data["wants"],
            team_id=int(data["team"]) if data.get("team") else None,
        )
        return f"{row.name} added."


class EndHookView(NotificationFormView):
    """A webhook ended."""

    form_class = Form
    title = "End this webhook?"
    lead = "Nothing is posted there any more."
    submit_label = "End it"
    submit_style = "danger"

    def load(self) -> None:
        """Read the webhook, or say that there is none."""
        self.hook = queries.hooks(self.request.actor).filter(pk=self.kwargs["hook_id"]).first()
        if self.hook is None:
            raise NotVisible("not_found", "There is no such webhook for you.")

    def get_context(self) -> dict[str, Any]:
        """Name it above the form."""
        return {"subject_name": self.hook.name if self.hook else ""}

    def perform(self, data: Mapping[str, Any]) -> str:
        """End it."""
        return f"{end_hook(actor=self.request.actor, now=timezone.now(), hook_id=self.kwargs['hook_id']).name} ended."


class NewFeedView(NotificationFormView):
    """A new address of one's calendar feed, shown once."""

    form_class = Form
    title = "Make an address?"
    lead = "You see it once. An earlier address stops working."
    submit_label = "Make the address"

    def post(self, request: ActingRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Make it and show it, once, on a page of its own."""
        secret = make_feed(actor=request.actor, now=timezone.now())
        address = f"{settings.SITE_URL}{reverse('notifications:feed', args=[secret])}"
        response = render(request, "notifications/feed_made.html", {"address": address})
        response["Cache-Control"] = "no-store"
        return response


class EndFeedView(NotificationFormView):
    """The address of one's calendar feed ended."""

    form_class = Form
    title = "End the calendar feed?"
    lead = "Programs that know the address see nothing any more."
    submit_label = "End it"
    submit_style = "danger"

    def perform(self, data: Mapping[str, Any]) -> str:
        """End it."""
        end_feed(actor=self.request.actor, now=timezone.now())
        return "Ended."
