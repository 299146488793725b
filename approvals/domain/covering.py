"""How an offer stands to the approvals of its deal (domain §6.5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from approvals.domain.envelope import Envelope
from opportunities.domain.commercial import CommercialStanding, Cover, Limit
from opportunities.domain.offers import OfferTerms


@dataclass(frozen=True, slots=True)
class Approval:
    """One approval that was given: what it covers, since and until when, by whom; `ended` says how it ended early."""

    request_id: int
    envelope: Envelope
    approved_at: datetime
    expires_on: date
    approved_by: tuple[str, ...]
    ended: str = ""


@dataclass(frozen=True, slots=True)
class Commercial(CommercialStanding):
    """The standing of a deal with what its gates ask besides.

    `offer_id` is the offer a gate means; `keeps_price` that a renewal asks for what was paid before.
    """

    offer_id: int | None = None
    may_skip_poc: bool = False
    keeps_price: bool = False

    def is_asked(self, what: str) -> bool:
        """This function will say whether a request about it waits for a decision."""
        if what == "poc_skip":
            return any(each.kind == "poc_skip" for each in self.pending)
        return self.is_locked


def cover_of(terms: OfferTerms, approvals: Sequence[Approval], *, is_needed: bool, today: date) -> Cover:
    """This function will find the approval that covers an offer, or the one it passes least; twin: `offer_outside()`.

    `approvals` come newest first. One whole approval covers an offer; two are never added up. One that has ended covers
    nothing: it only says what had been approved.
    """
    live = [each for each in approvals if not each.ended and each.expires_on >= today]
    if not live:
        return _ended(terms, approvals[0], is_needed=is_needed) if approvals else Cover(is_needed=is_needed)
    covers = [_cover(each, each.envelope.limits(terms), is_needed=is_needed) for each in live]
    return min(covers, key=lambda cover: len(cover.outside))


def _ended(terms: OfferTerms, approval: Approval, *, is_needed: bool) -> Cover:
    how = approval.ended or "expired"
    until = Limit("approval", "Approval", f"until {approval.expires_on:%-d %b}", how, is_inside=False)
    return _cover(approval, (until, *approval.envelope.limits(terms)), is_needed=is_needed)


def _cover(approval: Approval, limits: tuple[Limit, ...], *, is_needed: bool) -> Cover:
    return Cover(
        request_id=approval.request_id,
        approved_at=approval.approved_at,
        approved_by=approval.approved_by,
        expires_on=approval.expires_on,
        is_needed=is_needed,
        limits=limits,
    )
