"""The person behind a request, and the colleagues."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from salesops.users import queries
from salesops.web.api.listing import Filter, Listing
from salesops.web.api.permissions import ANY_KEY
from salesops.web.api.presenting import Presenter
from salesops.web.api.views import Answers, ApiView, ListView


class Me(serializers.Serializer[Any]):
    """Who the caller is and what they may ask for."""

    user_id = serializers.IntegerField(allow_null=True)
    name = serializers.CharField()
    roles = serializers.ListField(child=serializers.CharField())
    regions = serializers.ListField(child=serializers.CharField())
    team_ids = serializers.ListField(child=serializers.IntegerField())
    scopes = serializers.ListField(child=serializers.CharField(), allow_null=True)


class Person(serializers.Serializer[Any]):
    """A colleague."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    email = serializers.EmailField()
    is_active = serializers.BooleanField()
    time_zone = serializers.CharField()


class MeView(ApiView):
    """`/me/`."""

    answers: ClassVar[Answers] = {"GET": Me}

    scopes: ClassVar[dict[str, str]] = {"GET": ANY_KEY}

    def get(self, request: Request) -> Response:
        """This function will say who the caller is."""
        actor = self.actor
        return Response(
            {
                "user_id": actor.user_id,
                "name": actor.name,
                "roles": sorted(actor.roles),
                "regions": sorted(actor.regions),
                "team_ids": sorted(actor.team_ids),
                "scopes": None if actor.scopes is None else sorted(actor.scopes),
            }
        )


class PeopleView(ListView):
    """`/people/`."""

    scopes: ClassVar[dict[str, str]] = {"GET": "person:read"}
    presenter = Presenter(Person)
    listing = Listing(
        filters={"is_active": Filter("is_active", serializers.BooleanField())},
        orders={"id": "id", "name": "name"},
        default_order="name",
    )

    def get(self, request: Request) -> Response:
        """This function will list the colleagues."""
        return self.page_of(queries.people(self.actor))


class PersonView(ApiView):
    """`/people/{id}/`."""

    scopes: ClassVar[dict[str, str]] = {"GET": "person:read"}
    presenter = Presenter(Person)

    def get(self, request: Request, person_id: int) -> Response:
        """This function will show one colleague."""
        return self.shown(queries.person(self.actor, person_id))
