"""What gates ask on the way to the signature. SQL twins: migrations 0014_terms.sql to 0016_closing.sql."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from opportunities.criteria.evaluators import icp_fit, persona_ok
from opportunities.criteria.loading import load_closing
from opportunities.domain.kinds import label
from opportunities.domain.terms import STANDARD_TOPICS, ClosingFacts
from salesops.charter.refusals import refusal
from salesops.process.domain.gate import Fix, State, Verdict, all_hold, check
from salesops.process.domain.registry import RecordFacts, criterion, facts

Args = Mapping[str, Any]
OPEN_CLOSING = Fix("open_closing", "Open the closing")
NAMED = 3

facts("opportunity", ClosingFacts)(load_closing)


@criterion("open_items_zero", of="terms")
def terms(known: RecordFacts, args: Args, now: datetime) -> Verdict:
    """This function will ask that every topic of the terms is agreed or does not apply (5-X1)."""
    waiting = known.part(ClosingFacts).open_topics
    words = named([label(STANDARD_TOPICS, each) for each in waiting])
    return check(
        not waiting,
        f"Not settled yet: {words}." if waiting else "Every topic of the terms is settled.",
        Fix("open_closing", "Settle the terms"),
    )


@criterion("criteria_all_pass", of="negotiation")
def negotiation(known: RecordFacts, args: Args, now: datetime) -> Verdict:
    """This function will ask that an offer is with the customer and something is still to be agreed (5-E3)."""
    here = known.part(ClosingFacts)
    is_open = len(here.open_topics)
    return all_hold(
        check(
            here.offer_number is not None,
            f"Offer v{here.offer_number} is with the customer." if here.offer_number else "No offer is presented.",
            OPEN_CLOSING,
        ),
        check(
            is_open > 0,
            f"{is_open} topic{'' if is_open == 1 else 's'} of the terms open." if is_open else "No topic is open.",
            OPEN_CLOSING,
        ),
    )


@criterion("criteria_all_pass", of="fit")
def fit(known: RecordFacts, args: Args, now: datetime) -> Verdict:
    """This function will ask that the account fits and the contact is the right persona (1-E4)."""
    return all_hold(icp_fit(known, args, now), persona_ok(known, args, now))


@criterion("criteria_all_pass", of="signatories")
def signatories(known: RecordFacts, args: Args, now: datetime) -> Verdict:
    """This function will ask for signer and administrator, told apart, where a marketplace closes the deal (R26)."""
    here = known.part(ClosingFacts)
    if here.channel != "marketplace":
        return Verdict(State.MET, "No marketplace is involved.")
    return check(
        here.has_administrator,
        "Signer and marketplace administrator are named."
        if here.has_administrator
        else refusal("R26").sentence + " " + refusal("R26").next_action,
        Fix("name_signer", "Name them"),
    )


@criterion("criteria_all_pass", of="closing_documents")
def closing_documents(known: RecordFacts, args: Args, now: datetime) -> Verdict:
    """This function will ask for every document of the channel the deal closes by (domain §7.3, 6-X1)."""
    here = known.part(ClosingFacts).closing_set
    if not here.items:
        return Verdict(State.UNMET, "No offer is with the customer.", fix=OPEN_CLOSING)
    words = ", ".join(each.label for each in here.missing)
    return check(
        not here.missing, f"Missing: {words}." if words else "Every document of the channel is filed.", OPEN_CLOSING
    )


@criterion("open_items_zero", of="legal_items")
def legal_items(known: RecordFacts, args: Args, now: datetime) -> Verdict:
    """This function will ask that at most `allowed` points of procurement and legal are open, none major (6-E2)."""
    here = known.part(ClosingFacts)
    total, allowed = len(here.minor_items) + len(here.major_items), args.get("allowed", 0)
    return all_hold(
        check(
            total <= allowed,
            f"{total or 'No'} point{'' if total == 1 else 's'} of procurement and legal open, {allowed} may be.",
            OPEN_CLOSING,
        ),
        check(
            not here.major_items,
            f"Major: {named(here.major_items)}." if here.major_items else "None is major.",
            OPEN_CLOSING,
        ),
    )


@criterion("open_items_zero", of="papers")
def papers(known: RecordFacts, args: Args, now: datetime) -> Verdict:
    """This function will ask that no agreement is with the customer, neither signed nor void (R2-E2)."""
    here = known.part(ClosingFacts).papers
    if not here:
        return Verdict(State.MET, "No formal agreement is in progress.")
    return Verdict(State.UNMET, f"In progress: {named(here)}.", fix=OPEN_CLOSING)


@criterion("open_items_zero", of="other_renewals")
def other_renewals(known: RecordFacts, args: Args, now: datetime) -> Verdict:
    """This function will ask that no other renewal of the same use case is open (R1-E3)."""
    here = known.part(ClosingFacts).other_renewals
    if not here:
        return Verdict(State.MET, "No other renewal of this use case is open.")
    return Verdict(State.UNMET, f"Open besides: {named(here)}.", fix=Fix("edit_core", "Check this deal"))


def named(words: Sequence[str]) -> str:
    """This function will name the first few of many things and count the rest."""
    shown = ", ".join(words[:NAMED])
    return f"{shown} and {len(words) - NAMED} more" if len(words) > NAMED else shown
