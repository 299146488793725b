"""`/opportunities/{id}/terms/` and `legal-items/`: what is settled before the signature (domain §7.4)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from opportunities.domain.terms import SEVERITIES, TERM_KINDS, TERM_STATES
from opportunities.queries import closing as queries
from opportunities.services.raise_legal_item import raise_legal_item
from opportunities.services.settle_legal_item import settle_legal_item
from opportunities.services.settle_terms import MOST_TOPICS, TOPIC_LENGTH, settle_terms
from salesops.core.actor import Actor
from salesops.web.api.bodies import StrictBody, record_id
from salesops.web.api.listing import known_parameters
from salesops.web.api.presenting import Presenter, plain
from salesops.web.api.views import Answers, ApiView, Bodies, ListView, Scopes

READ_WRITE: Scopes = {"GET": "deal:read", "POST": "deal:write"}
LONGEST = 1_000


class TopicShape(serializers.Serializer[Any]):
    """One topic with the newest word on it; `open` and nobody where there is none."""

    topic = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=TERM_KINDS)
    state = serializers.ChoiceField(choices=TERM_STATES)
    note = serializers.CharField()
    by_id = serializers.IntegerField(allow_null=True)
    at = serializers.DateTimeField(allow_null=True)


class TopicsShape(serializers.Serializer[Any]):
    """The topics of a deal's terms, the standard ones first."""

    topics = TopicShape(many=True)


class LegalItemShape(serializers.Serializer[Any]):
    """A point of procurement or legal; one about a document is a redline. Open while `settled_at` is null."""

    id = serializers.IntegerField()
    opportunity_id = serializers.IntegerField()
    text = serializers.CharField()
    severity = serializers.ChoiceField(choices=SEVERITIES)
    document_id = serializers.IntegerField(allow_null=True)
    by_id = serializers.IntegerField()
    at = serializers.DateTimeField()
    settled = serializers.CharField()
    settled_by_id = serializers.IntegerField(allow_null=True)
    settled_at = serializers.DateTimeField(allow_null=True)


class TopicsBody(StrictBody):
    """How topics stand: keys of standard ones, or one's own words, which need `kind` the first time."""

    topics = serializers.ListField(child=serializers.CharField(max_length=TOPIC_LENGTH), max_length=MOST_TOPICS)
    state = serializers.ChoiceField(choices=TERM_STATES)
    kind = serializers.ChoiceField(choices=TERM_KINDS, required=False)
    note = serializers.CharField(max_length=LONGEST, allow_blank=True, required=False)


class LegalItemBody(StrictBody):
    """An open point; with `document_id` it is a redline on that document."""

    text = serializers.CharField(max_length=300)
    severity = serializers.ChoiceField(choices=SEVERITIES)
    document_id = record_id(allow_null=True, required=False)


class SettleItemBody(StrictBody):
    """How a point was settled."""

    how = serializers.CharField(max_length=LONGEST)


class TermsView(ApiView):
    """`/opportunities/{id}/terms/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": TopicsBody}
    answers: ClassVar[Answers] = {"GET": TopicsShape, "POST": TopicsShape}
    created_methods: ClassVar[frozenset[str]] = frozenset()

    def get(self, request: Request, opportunity_id: int) -> Response:
        """This function will list the topics of a deal's terms and how each stands."""
        known_parameters(request)
        return _topics(self.actor, opportunity_id)

    def post(self, request: Request, opportunity_id: int) -> Response:
        """This function will record how topics stand; every word is kept, the newest counts."""
        given = self.read_body(request)
        settle_terms(actor=self.actor, now=timezone.now(), opportunity_id=opportunity_id, **given)
        return _topics(self.actor, opportunity_id)


class LegalItemsView(ListView):
    """`/opportunities/{id}/legal-items/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": LegalItemBody}
    presenter = Presenter(LegalItemShape)

    def get(self, request: Request, opportunity_id: int) -> Response:
        """This function will list the points of procurement and legal, settled ones too."""
        return self.page_of(queries.legal_items_of(self.actor, opportunity_id))

    def post(self, request: Request, opportunity_id: int) -> Response:
        """This function will keep an open point; a redline takes Legal Win back."""
        given = self.read_body(request)
        row = raise_legal_item(actor=self.actor, now=timezone.now(), opportunity_id=opportunity_id, **given)
        return self.shown(row, status_code=201)


class SettleItemView(ApiView):
    """`/legal-items/{id}/settle/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": SettleItemBody}
    presenter = Presenter(LegalItemShape)
    created_methods: ClassVar[frozenset[str]] = frozenset()

    def post(self, request: Request, item_id: int) -> Response:
        """This function will settle a point, once."""
        given = self.read_body(request)
        return self.shown(settle_legal_item(actor=self.actor, now=timezone.now(), item_id=item_id, **given))


def _topics(actor: Actor, opportunity_id: int) -> Response:
    rows = [
        {
            "topic": each.key,
            "name": each.label,
            "kind": each.kind,
            "state": each.state,
            "note": each.said.note if each.said else "",
            "by_id": each.said.by_id if each.said else None,
            "at": plain(each.said.at) if each.said else None,
        }
        for each in queries.topics(actor, opportunity_id)
    ]
    return Response({"topics": rows})
