"""Keep Tech Win to what the proof of concept says."""

from __future__ import annotations

from datetime import datetime

from opportunities.models import Opportunity
from opportunities.services.locking import ref
from qualification.domain.poc_outcome import PASS
from qualification.models import Poc
from qualification.services.poc_results import results_of_poc
from salesops.core.errors import Conflict

ACCEPTED = ("accept", "accept_with_reservations")


def require_proof(*, opportunity_id: int, now: datetime) -> None:
    """This function will insist that the deal's proof carries a Tech Win (domain §2.5).

    Every must passes, the readout was held, the customer accepts. Where no proof was run, or each was abandoned,
    the evidence text is enough. `tech_win_guard()` in SQL is its twin.

    Raises: Conflict naming everything that is missing.
    """
    opportunity = Opportunity.objects.get(pk=opportunity_id)
    poc = Poc.objects.filter(opportunity=opportunity).exclude(state="abandoned").order_by("-id").first()
    missing = _missing(poc, now) if poc else []
    if missing:
        raise Conflict(
            "tech_win_unproven",
            f"Tech Win rests on the POC, and it lacks: {'; '.join(missing)}. Nothing was changed.",
            next_action="Bring the POC to its readout, then record Tech Win.",
            action="criterion.attest",
            subject=ref(opportunity),
            missing=missing,
        )


def _missing(poc: Poc, now: datetime) -> list[str]:
    results = results_of_poc(poc, poc.measured_at or now)
    musts = [each for each in results if each.criterion.priority == "must"]
    failed = [each.criterion.text for each in musts if each.state != PASS]
    checks = [
        (poc.measured_at is None, "the measurement closed"),
        (not musts or bool(failed), f"every must passing ({', '.join(failed) or 'no plan is written'})"),
        (poc.state != "concluded", "the readout held"),
        (poc.verdict not in ACCEPTED, "the customer's acceptance of the results"),
    ]
    return [words for is_missing, words in checks if is_missing]
