"""`/introductions/{receipt}/` and what our own people do with one: the acts of its page (domain §11.2–§11.6)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from salesops.intake.api.introduction_bodies import (
    AcceptIntroductionBody,
    AskPartnerBody,
    BuyerFindingsShape,
    DeclineIntroductionBody,
    ExtendProtectionBody,
    FeeBody,
    IntroductionShape,
    InviteBody,
    PersonalIntroductionShape,
    ReviewerBody,
    RivalBody,
    RulingBody,
    ShareStepBody,
)
from salesops.intake.domain.findings import bases_left
from salesops.intake.queries.findings import findings_for
from salesops.intake.queries.introductions import introduction_by_receipt
from salesops.intake.services.accept_introduction import Acceptance, accept_introduction
from salesops.intake.services.ask_partner import ask_partner
from salesops.intake.services.change_reviewer import change_reviewer
from salesops.intake.services.decline_introduction import decline_introduction
from salesops.intake.services.end_for_rival import end_for_rival
from salesops.intake.services.extend_protection import extend_protection
from salesops.intake.services.invite_to_meeting import invite_to_meeting
from salesops.intake.services.pay_fee import pay_fee
from salesops.intake.services.settle_dispute import settle_dispute
from salesops.intake.services.share_step import share_step
from salesops.web.api.field_groups import PERSONAL as PERSONAL_FIELDS
from salesops.web.api.field_groups import hidden_fields
from salesops.web.api.presenting import Presenter
from salesops.web.api.versions import expected_version
from salesops.web.api.views import ApiView, Bodies, Scopes

PERSONAL, PLAIN = Presenter(PersonalIntroductionShape), Presenter(IntroductionShape)
READ: Scopes = {"GET": "intro:read"}


class IntroductionApi(ApiView):
    """Shows names and addresses to people, and to keys with person:read."""

    scopes: ClassVar[Scopes] = READ
    presenter = PERSONAL

    def presenter_now(self) -> Presenter:
        """This function will return what this caller may see of an introduction (P19)."""
        return PLAIN if PERSONAL_FIELDS & hidden_fields(self.actor.scopes) else PERSONAL


class IntroductionView(IntroductionApi):
    """`/introductions/{receipt}/`."""

    def get(self, request: Request, receipt: str) -> Response:
        """This function will show one introduction."""
        return self.shown(introduction_by_receipt(self.actor, receipt))


class FindingsView(ApiView):
    """`/introductions/{receipt}/findings/`."""

    scopes: ClassVar[Scopes] = READ
    presenter = Presenter(BuyerFindingsShape)

    def get(self, request: Request, receipt: str) -> Response:
        """This function will compare the buyer with everything we know, now (domain §11.3)."""
        found = findings_for(introduction_by_receipt(self.actor, receipt), timezone.now())
        return Response(BuyerFindingsShape({"findings": found, "bases": bases_left(found)}).data)


class ActApi(IntroductionApi):
    """One act on the version that was read; the introduction as it is then comes back."""

    scopes: ClassVar[Scopes] = {"POST": "intro:decide"}
    needs_version = frozenset({"POST"})
    created_methods = frozenset()
    service: ClassVar[Callable[..., Any]]

    def post(self, request: Request, receipt: str) -> Response:
        """This function will do it."""
        known = {"actor": self.actor, "now": timezone.now(), "receipt": receipt, "version": expected_version(request)}
        type(self).service(**known, **self.told(self.read_body(request)))
        return self.shown(introduction_by_receipt(self.actor, receipt))

    def told(self, body: dict[str, Any]) -> dict[str, Any]:
        """This function will return what the service is told of the body."""
        return body


class QuestionView(ActApi):
    """`/introductions/{receipt}/question/`: ask the partner one thing; our clock stands still."""

    bodies: ClassVar[Bodies] = {"POST": AskPartnerBody}
    service = staticmethod(ask_partner)


class AcceptanceView(ActApi):
    """`/introductions/{receipt}/acceptance/`: accept the introduction."""

    bodies: ClassVar[Bodies] = {"POST": AcceptIntroductionBody}
    service = staticmethod(accept_introduction)

    def told(self, body: dict[str, Any]) -> dict[str, Any]:
        """This function will return how it is accepted."""
        return {"how": Acceptance(**body)}


class DecliningView(ActApi):
    """`/introductions/{receipt}/declining/`: decline the introduction."""

    bodies: ClassVar[Bodies] = {"POST": DeclineIntroductionBody}
    service = staticmethod(decline_introduction)


class ReviewerView(ActApi):
    """`/introductions/{receipt}/reviewer/`: give it to another reviewer."""

    bodies: ClassVar[Bodies] = {"POST": ReviewerBody}
    service = staticmethod(change_reviewer)


class ExtensionView(ActApi):
    """`/introductions/{receipt}/extension/`: lengthen the protection, once."""

    bodies: ClassVar[Bodies] = {"POST": ExtendProtectionBody}
    service = staticmethod(extend_protection)


class RivalView(ActApi):
    """`/introductions/{receipt}/rival/`: end the protection because a rival was introduced."""

    bodies: ClassVar[Bodies] = {"POST": RivalBody}
    service = staticmethod(end_for_rival)


class SharedStepView(ActApi):
    """`/introductions/{receipt}/shared-step/`: show the partner the next step."""

    bodies: ClassVar[Bodies] = {"POST": ShareStepBody}
    service = staticmethod(share_step)


class InvitationsView(ActApi):
    """`/introductions/{receipt}/invitations/`: invite the partner to a meeting."""

    bodies: ClassVar[Bodies] = {"POST": InviteBody}
    service = staticmethod(invite_to_meeting)


class RulingView(ActApi):
    """`/introductions/{receipt}/ruling/`: answer the open dispute."""

    bodies: ClassVar[Bodies] = {"POST": RulingBody}
    service = staticmethod(settle_dispute)


class FeeView(ActApi):
    """`/introductions/{receipt}/fee/`: say that the fee was paid."""

    bodies: ClassVar[Bodies] = {"POST": FeeBody}
    service = staticmethod(pay_fee)
