"""Choose the process of a new deal: as proposed from what is known, or another one for a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from opportunities.domain.lifecycles import Situation
from opportunities.domain.subtypes import REASON_LENGTH
from opportunities.queries.lifecycles import propose_process
from salesops.core.errors import Invalid


@dataclass(frozen=True, slots=True)
class ChosenProcess:
    """The process of a deal; `reason` is what its history says of the choice, `told` what its event does."""

    key: str
    reason: str
    told: dict[str, Any]


def choose_process(process: str, situation: Situation, reason: str) -> ChosenProcess:
    """This function will take the named process, or the proposed one where none is named (domain §2.2).

    Another one than proposed wants a reason, unless the proposed one is not published and nobody could take it.

    Raises: Invalid where nothing is named and nothing answered, or the reason is under 20 characters.
    """
    if not situation.is_known:
        if not process:
            raise Invalid({"process": ["Name a process, or say what they buy."]})
        return ChosenProcess(process, "", {})
    proposed = propose_process(situation)
    why = f"By rule {proposed.title}: {proposed.proposal.sentence}"
    told = {"lifecycle": proposed.proposal.lifecycle.key, "proposed_process": proposed.process, "proposal": why}
    if process in ("", proposed.process):
        return ChosenProcess(proposed.process, why, told)
    given = reason.strip()
    if proposed.is_published and len(given) < REASON_LENGTH:
        sentence = f"Say in at least {REASON_LENGTH} characters why not {proposed.title}."
        raise Invalid({"process_reason": [sentence]})
    instead = given or "It is not published yet."
    return ChosenProcess(process, f"{why} Another one: {instead}", told | {"reason": instead})
