"""Whether what a gate asks approval for is approved (domain §6.1, §6.5). SQL twin: migrations/0004_cover.sql."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from approvals.domain.covering import Commercial
from salesops.process.domain.gate import Fix, State, Verdict
from salesops.process.domain.registry import RecordFacts, criterion

REQUEST = Fix("request_approval", "Request approval")
DRAFT = Fix("open_offers", "Draft an offer")


@criterion("approval_covers")
def approval_covers(known: RecordFacts, args: Mapping[str, Any], now: datetime) -> Verdict:
    """This function will ask that an approval covers the offer as it is, or that skipping the POC was approved.

    `requested` lets a request that waits suffice.
    """
    standing, what = known.part(Commercial), args["what"]
    if args.get("requested") and standing.is_asked(what):
        return Verdict(State.MET, f"Requested: {standing.pending[0].waiting_for} decides.")
    if what == "poc_skip":
        if standing.may_skip_poc:
            return Verdict(State.MET, "Going on without a POC is approved.")
        return Verdict(State.UNMET, "Nobody has approved going on without a POC.", fix=REQUEST)
    if standing.offer_id is None:
        if what == "renewal" and standing.keeps_price:
            return Verdict(State.MET, "The price stays as it was; nobody has to approve that.")
        return Verdict(State.UNMET, "There is no offer yet.", fix=DRAFT)
    return _of_offer(standing, standing.offer_id)


def _of_offer(standing: Commercial, offer_id: int) -> Verdict:
    cover = standing.cover(offer_id)
    if not cover.is_needed:
        return Verdict(State.MET, "The offer is inside every guardrail; this process asks for exceptions only.")
    if cover.approved_at is None:
        waits = [each for each in standing.pending if each.offer_id is not None]
        words = f"Waits for {waits[0].waiting_for}." if waits else "The offer is not approved yet."
        return Verdict(State.UNMET, words, fix=None if waits else REQUEST)
    by, day = " and ".join(cover.approved_by), f"{cover.approved_at:%-d %b}"
    if cover.outside:
        passed = "; ".join(f"{each.label} {each.now} (approved {each.approved})" for each in cover.outside)
        words = f"The approval of {day} no longer covers the offer: {passed}."
        return Verdict(State.UNMET, words, fix=REQUEST)
    until = f" until {cover.expires_on:%-d %b}" if cover.expires_on else ""
    return Verdict(State.MET, f"Approved by {by} on {day}{until}.")
