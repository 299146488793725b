"""`/processes/`: every version of every process, to read."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from salesops.process import queries
from salesops.web.api.listing import known_parameters
from salesops.web.api.presenting import Presenter
from salesops.web.api.views import Answers, ApiView, Scopes


class ProcessShape(serializers.Serializer[Any]):
    """One version of one process."""

    id = serializers.IntegerField()
    key = serializers.CharField()
    version = serializers.IntegerField()
    title = serializers.CharField()
    record_type = serializers.CharField()
    status = serializers.ChoiceField(choices=["draft", "published", "retired"])
    author = serializers.CharField()
    approver = serializers.CharField()
    changelog = serializers.CharField()
    published_at = serializers.DateTimeField(allow_null=True)
    checksum = serializers.CharField()


class FullProcessShape(ProcessShape):
    """One version with its stages, moves and criteria, and what keeps it from being published."""

    content = serializers.DictField()
    faults = serializers.ListField(child=serializers.CharField())


class ProcessesShape(serializers.Serializer[Any]):
    """All versions of all processes; they are few."""

    results = ProcessShape(many=True)


class ProcessesView(ApiView):
    """`/processes/`."""

    scopes: ClassVar[Scopes] = {"GET": "process:read"}
    answers: ClassVar[Answers] = {"GET": ProcessesShape}

    def get(self, request: Request) -> Response:
        """This function will list every version."""
        known_parameters(request)
        return Response({"results": Presenter(ProcessShape).many(queries.definitions(self.actor))})


class ProcessView(ApiView):
    """`/processes/{key}/{version}/`."""

    scopes: ClassVar[Scopes] = {"GET": "process:read"}
    answers: ClassVar[Answers] = {"GET": FullProcessShape}

    def get(self, request: Request, key: str, version: int) -> Response:
        """This function will show one version in full; a published one never changes."""
        known_parameters(request)
        row = queries.definition_by_name(self.actor, key, version)
        return Response(Presenter(FullProcessShape).one(row))
