"""Territories, their people, and what is said of one account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone

from salesops.accounts.queries import account_by_id
from salesops.territories.forms import AssignForm, ClaimForm, NameForm, PlaceForm, StandaloneForm, TerritoryForm
from salesops.territories.queries.disputes import dispute_by_id
from salesops.territories.queries.holders import people_choices, territory_by_id, territory_choices
from salesops.territories.queries.pages import require_reader
from salesops.territories.queries.plan_page import tomorrow
from salesops.territories.services.assign import assign
from salesops.territories.services.create_territory import create_territory
from salesops.territories.services.judge_dispute import judge_dispute
from salesops.territories.services.name_account import name_account
from salesops.territories.services.place_account import NewPlace, place_account, set_standalone
from salesops.territories.services.raise_dispute import raise_dispute
from salesops.web.sheets import SheetFormView


class _PeopleView(SheetFormView):
    """A form of the page of territories."""

    def get_back_url(self) -> str:
        """Cancelling leads to the page."""
        return reverse("territories:people")


class NewTerritoryView(_PeopleView):
    """A new territory."""

    form_class = TerritoryForm
    title = "New territory"
    lead = "A plan gives it places, an assignment gives it a person."
    submit_label = "Add territory"

    def load(self) -> None:
        """Insist on somebody who works here."""
        require_reader(self.request.actor)

    def perform(self, data: Mapping[str, Any]) -> str:
        """Add it."""
        territory = create_territory(
            actor=self.request.actor, now=timezone.now(), name=data["name"], theatre=data["theatre"]
        )
        return f"{territory.name} added."


class AssignView(_PeopleView):
    """Who has a territory."""

    form_class = AssignForm
    title = "Assign"
    submit_label = "Assign"

    def load(self) -> None:
        """Read the territory."""
        self.territory = territory_by_id(self.request.actor, self.kwargs["pk"])

    def get_context(self) -> dict[str, Any]:
        """Name the territory above the form."""
        return {"subject_name": self.territory.name}

    def get_initial(self) -> dict[str, Any]:
        """Begin tomorrow."""
        return {"starts_on": tomorrow(timezone.now()), **super().get_initial()}

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer who sells."""
        return {"people": people_choices(self.request.actor)}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Assign."""
        assign(
            actor=self.request.actor,
            now=timezone.now(),
            territory_id=self.territory.pk,
            person_id=int(data["person_id"]) if data["person_id"] else None,
            starts_on=data["starts_on"],
            reason=data["reason"],
            duty=data["duty"],
        )
        return f"{self.territory.name} is assigned."


class AccountActView(SheetFormView):
    """A form about where one account belongs."""

    def load(self) -> None:
        """Read the account."""
        self.account = account_by_id(self.request.actor, self.kwargs["account_id"])

    def get_back_url(self) -> str:
        """Cancelling leads to the account's explanation."""
        return f"{reverse('territories:map')}?account={self.account.pk}"

    def get_context(self) -> dict[str, Any]:
        """Name the account above the form."""
        return {"subject_name": self.account.name}

    def known(self) -> dict[str, Any]:
        """Return what every service is called with."""
        return {"actor": self.request.actor, "now": timezone.now(), "account_id": self.account.pk}

    def choices(self) -> list[tuple[str, str]]:
        """Offer every territory."""
        return territory_choices(self.request.actor)


class PlaceView(AccountActView):
    """Where an account sits."""

    form_class = PlaceForm
    title = "Where it sits"
    lead = "Set by hand beats the verified headquarters, and both beat the billing address."

    def perform(self, data: Mapping[str, Any]) -> str:
        """Note it."""
        fields = ("source", "country", "subdivision", "postal_code", "county", "city")
        place_account(**self.known(), new=NewPlace(**{name: data[name] for name in fields}), reason=data["reason"])
        return "Noted. The map follows within minutes."


class NameView(AccountActView):
    """An account given to a territory by name."""

    form_class = NameForm
    title = "Name it to a territory"
    lead = "A named account beats every place, from today on."

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer the territories, and none."""
        return {"territories": [("", "None: by its address"), *self.choices()]}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Name it."""
        chosen = int(data["territory_id"]) if data["territory_id"] else None
        name_account(**self.known(), territory_id=chosen, reason=data["reason"])
        return "Named. The map follows within minutes."


class StandaloneView(AccountActView):
    """An account of a family that buys for itself, or no more."""

    form_class = StandaloneForm
    title = "Who buys"
    lead = "As a rule the account at the top of the family decides."

    def perform(self, data: Mapping[str, Any]) -> str:
        """Note it."""
        set_standalone(**self.known(), is_standalone=data["is_standalone"], reason=data["reason"])
        return "Noted."


class DisputeView(AccountActView):
    """An account claimed for another territory."""

    form_class = ClaimForm
    title = "Dispute the territory"
    lead = "The regional VPs of both and sales operations decide. Until then its present owner works it."
    submit_label = "Raise the dispute"

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer the territories."""
        return {"territories": self.choices()}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Raise it."""
        claimed = int(data["territory_id"])
        raise_dispute(**self.known(), claimed_by_id=claimed, reason=data["reason"])
        return "Raised. The three sides decide on the page of disputes."


class JudgeView(SheetFormView):
    """A side's word in a dispute."""

    form_class = ClaimForm
    title = "Whose should it be"
    lead = "When the newest words of all three sides agree, it is settled."
    submit_label = "Give this word"

    def load(self) -> None:
        """Read the dispute."""
        self.dispute = dispute_by_id(self.request.actor, self.kwargs["dispute_id"])

    def get_back_url(self) -> str:
        """Cancelling leads to the disputes."""
        return reverse("territories:disputes")

    def get_context(self) -> dict[str, Any]:
        """Name the account above the form."""
        return {"subject_name": self.dispute.account.name}

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer the two territories."""
        both = (self.dispute.held_by, self.dispute.claimed_by)
        return {"territories": [(str(row.pk), row.name) for row in both]}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Give it."""
        judge_dispute(
            actor=self.request.actor,
            now=timezone.now(),
            dispute_id=self.dispute.pk,
            territory_id=int(data["territory_id"]),
            reason=data["reason"],
        )
        return "Your word is noted."
