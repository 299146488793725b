"""The process a new deal is proposed, and whether it can be chosen (domain §2.2, §2.4)."""

from __future__ import annotations

from dataclasses import dataclass

from opportunities.domain.lifecycles import LifecycleProposal, Situation, choose_lifecycle
from salesops.process.queries import newest_version, unpublished


@dataclass(frozen=True, slots=True)
class ProcessProposal:
    """The lifecycle by rule with its process; `faults` say why that one cannot be chosen yet (R25)."""

    proposal: LifecycleProposal
    title: str
    is_published: bool
    faults: list[str]

    @property
    def process(self) -> str:
        """The key of the process."""
        return self.proposal.lifecycle.process


def propose_process(situation: Situation) -> ProcessProposal:
    """This function will propose a process from what is known of the customer."""
    proposal = choose_lifecycle(situation)
    row = newest_version(proposal.lifecycle.process)
    if row is None:
        return ProcessProposal(proposal, proposal.lifecycle.label, False, ["It is not written yet."])
    return ProcessProposal(proposal, row.title, row.status == "published", list(row.faults))


def not_offered() -> list[str]:
    """This function will name the processes that cannot be chosen because no version of them is published (R25)."""
    return [row.title for row in unpublished()]
