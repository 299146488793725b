"""Set-up of requests through services: a deal with an offer, its owner asks, the people of the steps decide."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from approvals.domain.lifecycle import Justification, approval_ends
from approvals.models import ApprovalRequest, ApprovalStep
from approvals.services.approve import approve
from approvals.services.steps import waiting_steps
from approvals.services.submit import NewRequest, submit
from opportunities.domain.commercial import CommercialStanding, Cover
from opportunities.services.publish_price_book import EntryInput
from salesops.accounts.models import Account
from salesops.process.domain.registry import load_facts
from tests.cast import Cast
from tests.opportunities.pricing import COMMIT, ONBOARDING, SUPPORT, Pricing, line
from tests.story import Deal, new_account

WHO = {
    "regional_vp": "tomas",
    "vp_finance": "naomi",
    "legal": "lucia",
    "leader": "ingrid",
    "revops_admin": "kim",
    "delivery_manager": "noor",
}
WHY = Justification(
    what="24 % for Fjordline Telecom",
    why="A rival quoted less and their finance showed us the sheet.",
    give_get="24 % in year one, for 36 months and a reference call.",
    expectation="They expect an answer before their board meets.",
    alternatives="18 % with 12 months, which the buyer refused.",
    needed_by=None,
)


@dataclass
class Asking:
    """A deal with an offer of which its owner asks for approval. `discount` is off every line."""

    cast: Cast
    discount: int | str = 24
    process: str = "generic.three_stage"
    entries: tuple[EntryInput, ...] = (COMMIT, SUPPORT, ONBOARDING)
    more: dict[str, Any] = field(default_factory=dict)
    owner: str = "elena"
    account: Account = field(default_factory=new_account)
    pricing: Pricing = field(init=False)
    request_id: int = 0
    now: datetime = field(default_factory=timezone.now)

    def __post_init__(self) -> None:
        for name in WHO.values():
            self.cast.user(name)
        more = {"region": "emea", **self.more}
        self.deal = Deal(self.cast, self.owner, self.account, self.process, more, self.now)
        self.pricing = Pricing(self.deal)
        self.write(self.discount)

    def write(self, discount: int | str = 24, **more: Any) -> None:
        """Write the offer at a discount, valid no longer than an approval of today."""
        last = min(approval_ends(self.deal.now.date()), (self.deal.now + timedelta(days=20)).date())
        terms = {"valid_until": last, **more.pop("terms", {})}
        self.pricing.write(*(line(each, discount) for each in self.entries), terms=terms, **more)

    def why(self, **more: Any) -> Justification:
        """Return the justification with some of it changed."""
        return replace(WHY, needed_by=self.deal.now.date() + timedelta(days=5), **more)

    def submit(self, kind: str = "offer", who: str = "", **more: Any) -> ApprovalRequest:
        """Ask."""
        known = self.deal.known(self.cast.actor(who) if who else None)
        new = NewRequest(kind, self.why(**more), self.pricing.number)
        self.request_id = submit(**known, new=new).pk
        return self.row

    @property
    def row(self) -> ApprovalRequest:
        """The request as the database has it now."""
        return ApprovalRequest.objects.get(pk=self.request_id)

    @property
    def waiting(self) -> list[ApprovalStep]:
        """The undecided steps, in order."""
        return waiting_steps(self.row)

    def known(self, who: str) -> dict[str, Any]:
        """Return what a verdict is given with."""
        return {
            "actor": self.cast.actor(who),
            "now": self.deal.now,
            "request_id": self.request_id,
            "seen_fingerprint": self.row.subject_fingerprint,
        }

    def approve(self, who: str = "") -> ApprovalRequest:
        """Approve the next step, by whose it is."""
        return approve(**self.known(who or WHO[self.waiting[0].role]))

    def approve_all(self) -> ApprovalRequest:
        """Approve every step."""
        while self.row.state == "in_review":
            self.approve()
        return self.row

    @property
    def standing(self) -> CommercialStanding:
        """How the deal's terms stand."""
        return load_facts("opportunity", [self.deal.id], self.deal.now)[self.deal.id].part(CommercialStanding)

    @property
    def cover(self) -> Cover:
        """How the offer is covered."""
        return self.standing.cover(self.pricing.offer.pk)
