"""Forms about more time for a proof: ask, give one's part, refuse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import Form

from qualification.domain.poc import EXTENSION_DAYS
from qualification.forms.poc import ExtensionForm, ReasonForm
from qualification.services.extend_poc import ask_extension, give_extension, refuse_extension
from qualification.views.poc import PocFormView


class AskView(PocFormView):
    """Ask for more days."""

    form_class = ExtensionForm
    title = "Ask for more time"
    lead = "Pre-sales validation and a regional VP give it together. A second one is a risk; there is no third."
    submit_label = "Ask"

    def get_initial(self) -> dict[str, Any]:
        """Propose the most there is."""
        return {"days": EXTENSION_DAYS}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Ask for it."""
        row = ask_extension(**self.known(), days=data["days"], reason=data["reason"])
        waits = "a regional VP" if row.validator_id else "pre-sales validation and a regional VP"
        return f"{row.days} days asked for. It waits for {waits}."


class GiveView(PocFormView):
    """One's part of what is asked."""

    form_class = Form
    title = "Give more time"
    lead = "The time box grows once both have said yes. A plan that ends over a week later is signed again."
    submit_label = "Give it"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Give it."""
        row = give_extension(**self.known())
        return f"The POC has {row.days} days more." if row.is_given else "Your part is given; one more person decides."


class RefuseView(PocFormView):
    """No more time."""

    form_class = ReasonForm
    title = "Refuse more time"
    lead = "The time box stays as it is. It can be asked for again."
    submit_label = "Refuse"
    submit_style = "danger"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Refuse it."""
        refuse_extension(**self.known(), reason=data["reason"])
        return "Refused; the time box stays as it is."
