"""`/guardrails/`: every version of the guardrails, to read; drafting and publishing is done by people on the screen."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from approvals.queries.rule_sets import rule_set_page, rule_sets
from salesops.web.api.listing import known_parameters
from salesops.web.api.presenting import Presenter
from salesops.web.api.views import Answers, ApiView, Scopes


class RuleSetShape(serializers.Serializer[Any]):
    """One version; the one published last is in force. Version 1 came with the house and has no author."""

    number = serializers.IntegerField()
    state = serializers.ChoiceField(choices=["draft", "published", "discarded"])
    reason = serializers.CharField()
    author_id = serializers.IntegerField(allow_null=True)
    created_at = serializers.DateTimeField()
    published_by_id = serializers.IntegerField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)


class RuleChangeShape(serializers.Serializer[Any]):
    """One rule that differs, in words."""

    what = serializers.CharField()
    old = serializers.CharField()
    new = serializers.CharField()


class FullRuleSetShape(RuleSetShape):
    """One version with its rules and what it changed; money is in the reporting currency, money and percent as text."""

    rules = serializers.DictField()
    is_in_force = serializers.BooleanField()
    changes = RuleChangeShape(many=True, help_text="against what it replaced; of a draft against what is in force")


class RuleSetsShape(serializers.Serializer[Any]):
    """All versions; they are few."""

    results = RuleSetShape(many=True)


class RuleSetsView(ApiView):
    """`/guardrails/`."""

    scopes: ClassVar[Scopes] = {"GET": "process:read"}
    answers: ClassVar[Answers] = {"GET": RuleSetsShape}

    def get(self, request: Request) -> Response:
        """This function will list every version, newest first."""
        known_parameters(request)
        return Response({"results": Presenter(RuleSetShape).many(rule_sets(self.actor))})


class RuleSetView(ApiView):
    """`/guardrails/{number}/`."""

    scopes: ClassVar[Scopes] = {"GET": "process:read"}
    answers: ClassVar[Answers] = {"GET": FullRuleSetShape}

    def get(self, request: Request, number: int) -> Response:
        """This function will show one version with its rules."""
        known_parameters(request)
        page = rule_set_page(self.actor, number, now=timezone.now())
        changes = [{"what": each.what, "old": each.old, "new": each.new} for each in page.changes]
        plain = Presenter(RuleSetShape).one(page.row)
        return Response({**plain, "rules": page.row.rules, "is_in_force": page.is_in_force, "changes": changes})
