"""What the certification process asks of a proposal. SQL twins: migrations/0019_certification_gates.sql."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from qualification.domain.validation import ValidationFacts
from salesops.process.domain.gate import Fix, Verdict, all_hold, check
from salesops.process.domain.registry import RecordFacts, criterion

Args = Mapping[str, Any]
# Triggers that belong to the verdict: a confidence call not held, a margin below the floor.
OF_THE_VERDICT = ("T05", "T06")
WRITE = Fix("open_proposal", "Write the proposal")
OPEN = Fix("open_proposal", "Open it")


@criterion("criteria_all_pass", of="scope")
def scope(known: RecordFacts, args: Args, now: datetime) -> Verdict:
    """This function will ask that assumptions, processor, devices and card brands are named (domain §2.11)."""
    proposal = known.part(ValidationFacts)
    if not proposal.number:
        return check(holds=False, sentence="No proposal is written.", fix=WRITE)
    words = ", ".join(proposal.unnamed)
    return check(
        not words, f"Not named: {words}." if words else "Assumptions, processor, devices, brands named.", WRITE
    )


@criterion("criteria_all_pass", of="validation_asked")
def validation_asked(known: RecordFacts, args: Args, now: datetime) -> Verdict:
    """This function will ask that pre-sales validation was asked to look at the proposal."""
    is_asked = known.part(ValidationFacts).is_asked
    return check(is_asked, "Validation was asked for." if is_asked else "Validation was not asked for.", OPEN)


@criterion("criteria_all_pass", of="verdict")
def verdict(known: RecordFacts, args: Args, now: datetime) -> Verdict:
    """This function will ask for a verdict that clears, the margin, and the call the customer asked for (T05, T06)."""
    proposal = known.part(ValidationFacts)
    if not proposal.number:
        return check(holds=False, sentence="No proposal is written.", fix=WRITE)
    open_points = [each.sentence for each in proposal.open_points if each.key in OF_THE_VERDICT]
    words = "clears" if proposal.is_clear else "has no verdict that clears"
    return all_hold(
        check(proposal.is_clear, f"Proposal version {proposal.number} {words}.", OPEN),
        check(not open_points, f"{'; '.join(open_points)}." if open_points else "Margin and calls are in order.", OPEN),
    )
