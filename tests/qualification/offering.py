"""Set-up of a proposal and its validation through services; Ana validates, Ingrid leads, Lucia is legal, Naomi finance."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from qualification.domain.proposal import ProposalTerms, ScopeItem
from qualification.domain.triggers import Fired
from qualification.models import ProposalVersion, Review
from qualification.queries.causes import causes_of, open_points_of
from qualification.services.check_assumption import check_assumption
from qualification.services.clear_trigger import clear_trigger
from qualification.services.confidence_call import ask_for_call
from qualification.services.confirm import confirm
from qualification.services.decide_review import NewVerdict, decide_review
from qualification.services.estimate_effort import Effort, estimate_effort
from qualification.services.finalise_proposal import finalise_proposal
from qualification.services.raise_red_flag import NewRedFlag, raise_red_flag
from qualification.services.request_validation import request_validation
from qualification.services.write_proposal import write_proposal
from tests.story import Deal

EVIDENCE = "Datasheet of the vendor, page 14"
PLAIN = ProposalTerms(items=(ScopeItem("Nightly jobs on our platform", "platform"),))
# Who clears on which route.
CLEARERS = {"psv": "ana", "lr": "ingrid", "legal": "lucia", "finance": "naomi"}


@dataclass
class Offering:
    """The proposal of a deal and the acts on it."""

    deal: Deal
    terms: ProposalTerms = PLAIN
    review: Review | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        for who in CLEARERS.values():
            self.deal.cast.actor(who)

    def known(self, who: str = "") -> dict[str, Any]:
        """Return what every service about the proposal is called with."""
        return self.deal.known(self.deal.cast.actor(who) if who else None)

    @property
    def request_id(self) -> int:
        """The number of the review that was asked for."""
        assert self.review is not None
        return int(self.review.pk)

    @property
    def newest(self) -> ProposalVersion:
        """The newest version as the database has it now."""
        return ProposalVersion.objects.filter(opportunity=self.deal.id).latest("number")

    def write(self, **more: Any) -> ProposalVersion:
        """Write a version with these terms changed."""
        self.terms = replace(self.terms, **more)
        return write_proposal(**self.known(), terms=self.terms)

    def causes(self) -> dict[str, Fired]:
        """What fires now, by key."""
        return {each.key: each for each in causes_of(self.newest, self.deal.now)}

    def open_keys(self) -> list[str]:
        """The keys of what keeps the newest version from being final."""
        return sorted({each.key for each in open_points_of(self.newest, self.deal.now)})

    def request(self) -> Review:
        """Ask for validation."""
        self.review = request_validation(**self.known(), question="Can we do this by June?")
        return self.review

    def estimate(self, likely: str = "10", cost: str = "1000", kind: str = "services") -> None:
        """Estimate the effort, in days."""
        days = Decimal(likely)
        effort = Effort(kind, days - 1, days, days + 5, Decimal(cost))
        estimate_effort(**self.known("ana"), effort=effort)

    def flag(self, severity: str = "medium") -> Any:
        """Raise a red flag."""
        new = NewRedFlag("The host changes its refund flow", severity, self.deal.cast.actor("ana").user_id,
                         self.deal.now.date() + timedelta(days=3))  # fmt: skip
        return raise_red_flag(**self.known("ana"), new=new)

    def ask_for_call(self) -> Any:
        """Let the customer ask for a confidence call."""
        contact = self.deal.contact.pk
        return ask_for_call(**self.known(), contact_id=contact, topic="How you test contactless")

    def confirm(self, kind: str, name: str, *, for_buyer: bool = False) -> Any:
        """Confirm something for all, or for this buyer."""
        known = self.known("ana")
        if not for_buyer:
            del known["opportunity_id"]
        return confirm(**known, kind=kind, name=name, evidence=EVIDENCE)

    def validate(self, text: str, state: str = "validated") -> None:
        """Check an assumption."""
        check_assumption(**self.known("ana"), text=text, state=state, evidence=EVIDENCE)

    def clear(self, trigger: str, *routes: str) -> None:
        """Clear a trigger on these routes, or on all of them, each by one of its people."""
        fired = self.causes()[trigger]
        for route in routes or fired.routes:
            clear_trigger(
                **self.known(CLEARERS[route]), trigger=trigger, route=route, about=fired.about, evidence=EVIDENCE
            )

    def clear_all(self) -> None:
        """Clear everything that fires, on all its routes."""
        for key in self.causes():
            self.clear(key)

    def decide(self, verdict: str = "clear", **more: Any) -> Review:
        """Give the verdict."""
        assert self.review is not None
        known = self.known("ana")
        del known["opportunity_id"]
        return decide_review(**known, review_id=self.review.pk, new=NewVerdict(verdict, **more))

    def finalise(self) -> ProposalVersion:
        """Make the newest version final."""
        return finalise_proposal(**self.known(), number=self.newest.number)
