"""The closing page: steps, signatories, documents, terms, and points of procurement and legal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from opportunities.domain.kinds import label
from opportunities.domain.terms import KIND_OF, OPEN, STANDARD_TOPICS, TERM_KINDS
from opportunities.models import LegalItem, Opportunity, Term
from opportunities.queries.closing_standing import ClosingStanding, standing_of
from opportunities.queries.detail import may
from opportunities.queries.visible import get_visible
from salesops.core.actor import Actor
from salesops.core.errors import NotVisible

ACTIONS = ("signature.collect", "marketplace.offer_create", "opp.edit_core")


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic of the terms with the newest word on it."""

    key: str
    kind: str
    said: Term | None

    @property
    def label(self) -> str:
        """The words for the topic."""
        return label(STANDARD_TOPICS, self.key)

    @property
    def state(self) -> str:
        """How it stands; open where nobody has said anything."""
        return self.said.state if self.said else OPEN


@dataclass(frozen=True, slots=True)
class TermGroup:
    """The topics of one kind."""

    key: str
    label: str
    topics: tuple[Topic, ...]

    @property
    def settled(self) -> int:
        """How many are agreed or do not apply."""
        return sum(each.state != OPEN for each in self.topics)


@dataclass(frozen=True, slots=True)
class ClosingPage:
    """Everything the closing page shows."""

    opportunity: Opportunity
    may: Mapping[str, object]
    groups: tuple[TermGroup, ...]
    open_items: tuple[LegalItem, ...]
    settled_items: tuple[LegalItem, ...]
    standing: ClosingStanding

    @property
    def settled(self) -> tuple[int, int]:
        """How many topics are settled, and of how many."""
        return sum(each.settled for each in self.groups), sum(len(each.topics) for each in self.groups)

    @property
    def has_open_topic(self) -> bool:
        """Whether a topic waits."""
        settled, total = self.settled
        return settled < total


def closing_page(actor: Actor, opportunity_id: int, *, now: datetime) -> ClosingPage:
    """This function will read what is settled and what is open before the signature. Raises: NotVisible, Refused."""
    row = get_visible(actor, opportunity_id)
    topics = topics_of(row)
    items = legal_items_of(actor, opportunity_id, row).select_related("by", "settled_by", "document").order_by("id")
    return ClosingPage(
        opportunity=row,
        may=may(actor, row, *ACTIONS),
        groups=tuple(
            TermGroup(key, words, tuple(each for each in topics if each.kind == key)) for key, words in TERM_KINDS
        ),
        open_items=tuple(each for each in items if each.settled_at is None),
        settled_items=tuple(each for each in items if each.settled_at is not None),
        standing=standing_of(row, now=now),
    )


def topics_of(row: Opportunity) -> list[Topic]:
    """This function will list a deal's topics, the standard ones first, each with the newest word on it."""
    newest = Term.objects.filter(opportunity=row).order_by("topic", "-id").distinct("topic").select_related("by")
    said = {each.topic: each for each in newest}
    own = sorted((each for each in said.values() if each.topic not in KIND_OF), key=lambda each: each.topic.casefold())
    standard = [Topic(key, kind, said.get(key)) for key, kind in KIND_OF.items()]
    return [*standard, *(Topic(each.topic, each.kind, each) for each in own)]


def topics(actor: Actor, opportunity_id: int) -> list[Topic]:
    """This function will list the topics of a deal's terms. Raises: NotVisible, Refused."""
    return topics_of(get_visible(actor, opportunity_id))


def legal_items_of(actor: Actor, opportunity_id: int, row: Opportunity | None = None) -> QuerySet[LegalItem]:
    """This function will list the points of procurement and legal, settled ones too. Raises: NotVisible, Refused."""
    return LegalItem.objects.filter(opportunity=row or get_visible(actor, opportunity_id))


def legal_item_of(actor: Actor, opportunity_id: int, item_id: int) -> LegalItem:
    """This function will return one point of the deal. Raises: NotVisible, Refused."""
    found = legal_items_of(actor, opportunity_id).filter(pk=item_id).first()
    if found is None:
        raise NotVisible("not_found", "There is no such point here.", next_action="Open the closing.")
    return found
