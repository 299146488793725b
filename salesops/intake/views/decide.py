"""Forms by which our people decide introductions and keep the relation with the partner."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone

from salesops.intake.domain.findings import bases_left
from salesops.intake.forms.introductions import (
    AcceptForm,
    AskForm,
    DeclineForm,
    ExtendForm,
    FeeForm,
    InviteForm,
    ReviewerForm,
    RivalForm,
    SettleForm,
    ShareForm,
)
from salesops.intake.queries.findings import findings_for
from salesops.intake.queries.introductions import introduction_by_receipt
from salesops.intake.services.accept_introduction import HOSTS, Acceptance, accept_introduction
from salesops.intake.services.ask_partner import ask_partner
from salesops.intake.services.change_reviewer import REVIEWERS, change_reviewer
from salesops.intake.services.decline_introduction import decline_introduction
from salesops.intake.services.end_for_rival import end_for_rival
from salesops.intake.services.extend_protection import extend_protection
from salesops.intake.services.invite_to_meeting import invite_to_meeting
from salesops.intake.services.pay_fee import pay_fee
from salesops.intake.services.settle_dispute import settle_dispute
from salesops.intake.services.share_step import share_step
from salesops.users.queries import people_by_roles
from salesops.web.sheets import SheetFormView


class IntroductionFormView(SheetFormView):
    """A form about one introduction."""

    def load(self) -> None:
        """Read the introduction."""
        self.introduction = introduction_by_receipt(self.request.actor, self.kwargs["receipt"])

    def known(self) -> dict[str, Any]:
        """Return what every service is told."""
        return {"actor": self.request.actor, "now": timezone.now(), "receipt": self.introduction.receipt}

    def get_back_url(self) -> str:
        """Cancelling leads to the introduction."""
        return reverse("intake:introduction", args=[self.introduction.receipt])

    def get_context(self) -> dict[str, Any]:
        """Name the introduction above the form."""
        return {"subject_name": f"{self.introduction.company}, {self.introduction.receipt}"}

    def choices(self, roles: tuple[str, ...]) -> list[tuple[str, str]]:
        """List people with any of the roles."""
        return [(str(each.pk), each.name) for each in people_by_roles(self.request.actor, roles)]


class AcceptView(IntroductionFormView):
    """The introduction accepted."""

    form_class = AcceptForm
    title = "Accept this introduction"
    lead = "A lead opens for who the territory says, and the partner makes the introduction within five business days."
    submit_label = "Accept"

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer the footings that are left."""
        return {"bases": bases_left(findings_for(self.introduction, timezone.now())), "hosts": self.choices(HOSTS)}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Accept it."""
        host_id = int(data["host_id"]) if data["host_id"] else None
        how = Acceptance(data["basis"], host_id, data["use_case"], data["words"])
        done = accept_introduction(**self.known(), how=how)
        return f"Accepted. {done.host} meets {done.buyer_name}."


class DeclineView(IntroductionFormView):
    """The introduction declined."""

    form_class = DeclineForm
    title = "Decline this introduction?"
    lead = "The partner sees the reason, and nothing else."
    submit_label = "Decline"
    submit_style: ClassVar[str] = "danger"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Decline it."""
        decline_introduction(**self.known(), reason=data["reason"], note=data["note"])
        return "Declined. The partner was told the reason."


class AskView(IntroductionFormView):
    """A question to the partner."""

    form_class = AskForm
    title = "Ask the partner"
    lead = "Our clock stands still until they answer; after five business days without an answer it expires."
    submit_label = "Ask"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Ask it."""
        ask_partner(**self.known(), text=data["text"])
        return "Asked. The clock stands still."


class ReviewerView(IntroductionFormView):
    """Another reviewer."""

    form_class = ReviewerForm
    title = "Who decides it"

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer who may decide."""
        return {"people": self.choices(REVIEWERS)}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Give it on."""
        done = change_reviewer(**self.known(), reviewer_id=int(data["reviewer_id"]))
        return f"{done.reviewer} decides it."


class ExtendView(IntroductionFormView):
    """A longer protection."""

    form_class = ExtendForm
    title = "Extend the protection by 30 days"
    lead = "Once only, on evidence."
    submit_label = "Extend"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Extend it."""
        protection = extend_protection(**self.known(), evidence=data["evidence"])
        return f"Protected until {protection.ends_at:%d %b %Y}."


class RivalView(IntroductionFormView):
    """A protection ended because a rival was introduced."""

    form_class = RivalForm
    title = "End the protection: a rival was introduced?"
    lead = "At once and for good. The introduction itself goes on, and the partner may object."
    submit_label = "End the protection"
    submit_style: ClassVar[str] = "danger"

    def perform(self, data: Mapping[str, Any]) -> str:
        """End it."""
        end_for_rival(**self.known(), words=data["words"])
        return "Ended. The partner was told the reason."


class FeeView(IntroductionFormView):
    """The partner's fee, paid."""

    form_class = FeeForm
    title = "The fee was paid"
    lead = "The partner sees that it was paid and when, never how much."
    submit_label = "Mark as paid"

    def get_initial(self) -> dict[str, Any]:
        """Start with today."""
        return {"paid_on": timezone.localdate()}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Keep it."""
        pay_fee(**self.known(), paid_on=data["paid_on"])
        return "Paid. The partner was told."


class ShareView(IntroductionFormView):
    """The step the partner sees."""

    form_class = ShareForm
    title = "Share the next step"
    submit_label = "Share"

    def get_initial(self) -> dict[str, Any]:
        """Start with what is shared."""
        return {"step": self.introduction.shared_step}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Share it."""
        share_step(**self.known(), step=data["step"])
        return "The partner sees it."


class InviteView(IntroductionFormView):
    """A meeting for the partner."""

    form_class = InviteForm
    title = "Invite the partner to a meeting"
    submit_label = "Invite"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Invite them."""
        invite_to_meeting(**self.known(), title=data["title"], starts_at=data["starts_at"], place=data["place"])
        return "Invited."


class SettleView(IntroductionFormView):
    """The answer to a dispute."""

    form_class = SettleForm
    title = "Settle the dispute"
    lead = "The partner reads your words; both sides stay on record."
    submit_label = "Settle"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Settle it."""
        settle_dispute(**self.known(), outcome=data["outcome"], ruling=data["ruling"])
        return "Settled."
