"""Write a proposal: each time a new version."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opportunities.models import Opportunity
from opportunities.services.locking import require_version
from opportunities.services.telling import tell
from qualification import events
from qualification.domain.proposal import ProposalTerms, fingerprint, terms_as_data, terms_faults
from qualification.models import ProposalVersion, Review
from qualification.services.validation_locking import THE_PROPOSAL, lock_deal
from salesops.core.actor import Actor
from salesops.core.errors import Invalid

ACTION = "scope.edit"


def write_proposal(
    *, actor: Actor, now: datetime, opportunity_id: int, terms: ProposalTerms, expected_number: int | None = None
) -> ProposalVersion:
    """This function will add a version of the proposal; the same terms again change nothing (domain §1.5).

    A review that waits goes on with the new version. `expected_number` is the newest version the writer has read,
    0 where there was none.

    Raises: NotVisible, Refused, Conflict R28, Invalid naming each wrong field, StaleVersion.
    """
    with transaction.atomic():
        opportunity = lock_deal(actor, opportunity_id, ACTION)
        newest = ProposalVersion.objects.filter(opportunity=opportunity).order_by("-number").first()
        require_version(opportunity, THE_PROPOSAL, expected_number, newest.number if newest else 0)
        if faults := terms_faults(terms) | _unknown_documents(opportunity, terms):
            raise Invalid(faults)
        mark = fingerprint(terms)
        if newest and newest.fingerprint == mark:
            return newest
        written = ProposalVersion.objects.create(
            opportunity=opportunity,
            number=newest.number + 1 if newest else 1,
            terms=terms_as_data(terms),
            fingerprint=mark,
            by_id=actor.person_id,
            at=now,
        )
        Review.objects.filter(opportunity=opportunity, state="waiting").update(proposal=written)
        data = {"number": written.number, "fingerprint": mark}
        tell(opportunity, events.PROPOSAL_WRITTEN, actor=actor, now=now, data=data)
        return written


def _unknown_documents(opportunity: Opportunity, terms: ProposalTerms) -> dict[str, list[str]]:
    named = {each.document_id for each in terms.third_parties if each.document_id is not None}
    known = set(opportunity.documents.exclude(state="void").values_list("pk", flat=True))
    return {"third_parties": ["A commitment is a document of this opportunity."]} if named - known else {}
