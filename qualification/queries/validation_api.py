"""What the REST interface reads of proposals and validation: always behind their opportunity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from opportunities.queries.visible import get_visible, visible_to
from qualification.models import ConfidenceCall, Confirmation, ProposalVersion, RedFlag, Review
from qualification.queries.proposal import ProposalPage, proposal_page, version_of
from salesops.charter import Facts, decide
from salesops.core.actor import Actor
from salesops.core.errors import NotVisible


@dataclass(frozen=True, slots=True)
class VersionRead:
    """One version of a proposal; `page` is what stands beside it, None where a newer version is written."""

    version: ProposalVersion
    page: ProposalPage | None


def proposals_of(actor: Actor, opportunity_id: int) -> QuerySet[ProposalVersion]:
    """This function will return the versions of a deal's proposal. Raises: NotVisible, Refused."""
    return ProposalVersion.objects.filter(opportunity=get_visible(actor, opportunity_id)).select_related("basis")


def read_version(actor: Actor, opportunity_id: int, number: int, *, now: datetime) -> VersionRead:
    """This function will read one version, and what is asked about it where it is the newest.

    Raises: NotVisible, Refused.
    """
    page = proposal_page(actor, opportunity_id, now=now)
    if page.version and page.version.number == number:
        return VersionRead(page.version, page)
    return VersionRead(version_of(actor, opportunity_id, number), None)


def reviews_of(actor: Actor, opportunity_id: int) -> QuerySet[Review]:
    """This function will return every validation of a deal's proposal. Raises: NotVisible, Refused."""
    return Review.objects.filter(opportunity=get_visible(actor, opportunity_id)).select_related("proposal")


def visible_reviews(actor: Actor) -> QuerySet[Review]:
    """This function will return the validations of all deals, for those who read deals in full."""
    rows = Review.objects.filter(opportunity__in=visible_to(actor)).select_related("proposal")
    return rows if _reads_deals(actor) else rows.none()


def review_record(actor: Actor, review_id: int) -> Review:
    """This function will return one validation. Raises: NotVisible."""
    found = visible_reviews(actor).filter(pk=review_id).first()
    if found is None:
        raise NotVisible("not_found", f"There is no review {review_id} for you.", next_action="Open the desk.")
    return found


def flags_of(actor: Actor, opportunity_id: int) -> QuerySet[RedFlag]:
    """This function will return the red flags of a deal, settled ones too. Raises: NotVisible, Refused."""
    return RedFlag.objects.filter(opportunity=get_visible(actor, opportunity_id))


def calls_of(actor: Actor, opportunity_id: int) -> QuerySet[ConfidenceCall]:
    """This function will return the confidence calls of a deal. Raises: NotVisible, Refused."""
    return ConfidenceCall.objects.filter(opportunity=get_visible(actor, opportunity_id))


def visible_confirmations(actor: Actor) -> QuerySet[Confirmation]:
    """This function will return what was confirmed for every buyer and for single ones, taken back or not.

    Raises: NotVisible for people who see no deal in full.
    """
    if not _reads_deals(actor):
        raise NotVisible("not_found", "There is no such list for you.", next_action="Read the deals you see.")
    return Confirmation.objects.filter(Q(opportunity=None) | Q(opportunity__in=visible_to(actor)))


def _reads_deals(actor: Actor) -> bool:
    return decide(actor, "opp.view_full", Facts()).allowed
