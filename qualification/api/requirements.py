"""`/opportunities/{id}/requirements/` and what belongs to them: judgements, groups, security path, questions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from opportunities.services.attest import Evidence
from qualification.api import requirement_shapes as shapes
from qualification.api.poc_bodies import ReasonBody
from qualification.queries import requirements as queries
from qualification.services.add_requirement import add_requirement
from qualification.services.align_group import align_group, unalign_group
from qualification.services.answer_question import answer_question
from qualification.services.ask_question import ask_question
from qualification.services.judge_requirement import judge_requirement
from qualification.services.write_security_path import NewStep, write_security_path
from salesops.core.actor import Actor
from salesops.web.api.listing import known_parameters
from salesops.web.api.presenting import Presenter, plain
from salesops.web.api.versions import expected_version
from salesops.web.api.views import Answers, ApiView, Bodies, ListView, Scopes

READ_WRITE: Scopes = {"GET": "deal:read", "PUT": "deal:write", "POST": "deal:write"}


class RequirementsView(ListView):
    """`/opportunities/{id}/requirements/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": shapes.RequirementBody}
    presenter = Presenter(shapes.RequirementShape)

    def get(self, request: Request, opportunity_id: int) -> Response:
        """This function will list what a deal's customer requires, withdrawn ones too."""
        return self.page_of(queries.requirements_of(self.actor, opportunity_id))

    def post(self, request: Request, opportunity_id: int) -> Response:
        """This function will write a requirement down; an aligned group is not aligned any more."""
        given = self.read_body(request)
        row = add_requirement(actor=self.actor, now=timezone.now(), opportunity_id=opportunity_id, **given)
        return self.shown(queries.requirements_of(self.actor, opportunity_id).get(pk=row.pk), status_code=201)


class JudgementsView(ListView):
    """`/requirements/{id}/judgements/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": shapes.JudgementBody}
    presenter = Presenter(shapes.JudgementShape)

    def get(self, request: Request, requirement_id: int) -> Response:
        """This function will list every word on a requirement; the newest counts."""
        return self.page_of(queries.judgements_of(self.actor, requirement_id))

    def post(self, request: Request, requirement_id: int) -> Response:
        """This function will judge a requirement; only pre-sales validation judges technical ones."""
        given = self.read_body(request)
        state = given.pop("state")
        row = judge_requirement(
            actor=self.actor,
            now=timezone.now(),
            requirement_id=requirement_id,
            state=state,
            evidence=Evidence(**given),
        )
        return self.shown(row, status_code=201)


class GroupsView(ApiView):
    """`/opportunities/{id}/requirement-groups/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    answers: ClassVar[Answers] = {"GET": shapes.GroupsShape}

    def get(self, request: Request, opportunity_id: int) -> Response:
        """This function will show how far each of the three groups is, and which are aligned."""
        known_parameters(request)
        return _groups(self.actor, opportunity_id)


class AlignView(ApiView):
    """`/opportunities/{id}/requirement-groups/{kind}/align/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": shapes.AlignmentBody}
    answers: ClassVar[Answers] = {"POST": shapes.GroupsShape}
    created_methods: ClassVar[frozenset[str]] = frozenset()

    def post(self, request: Request, opportunity_id: int, kind: str) -> Response:
        """This function will record that a group is aligned; each requirement of it is validated."""
        given = self.read_body(request)
        align_group(actor=self.actor, now=timezone.now(), opportunity_id=opportunity_id, kind=kind, **given)
        return _groups(self.actor, opportunity_id)


class UnalignView(ApiView):
    """`/opportunities/{id}/requirement-groups/{kind}/unalign/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": ReasonBody}
    answers: ClassVar[Answers] = {"POST": shapes.GroupsShape}
    created_methods: ClassVar[frozenset[str]] = frozenset()

    def post(self, request: Request, opportunity_id: int, kind: str) -> Response:
        """This function will end an alignment; Business Win is taken back."""
        given = self.read_body(request)
        unalign_group(actor=self.actor, now=timezone.now(), opportunity_id=opportunity_id, kind=kind, **given)
        return _groups(self.actor, opportunity_id)


class SecurityPathView(ApiView):
    """`/opportunities/{id}/security-path/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"PUT": shapes.SecurityPathBody}
    answers: ClassVar[Answers] = {"GET": shapes.SecurityPathShape, "PUT": shapes.SecurityPathShape}
    needs_version = frozenset({"PUT"})

    def get(self, request: Request, opportunity_id: int) -> Response:
        """This function will list the steps to the customer's security clearance, in order."""
        known_parameters(request)
        return _path(queries.requirements_page(self.actor, opportunity_id).steps)

    def put(self, request: Request, opportunity_id: int) -> Response:
        """This function will replace the path; If-Match names the version of the opportunity."""
        version = expected_version(request)
        steps = [NewStep(**each) for each in self.read_body(request)["steps"]]
        rows = write_security_path(
            actor=self.actor,
            now=timezone.now(),
            opportunity_id=opportunity_id,
            steps=steps,
            expected_version=version,
        )
        return _path(rows)


class QuestionsView(ListView):
    """`/opportunities/{id}/questions/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": shapes.QuestionBody}
    presenter = Presenter(shapes.QuestionShape)

    def get(self, request: Request, opportunity_id: int) -> Response:
        """This function will list what the customer asked, answered or not."""
        return self.page_of(queries.questions_of(self.actor, opportunity_id))

    def post(self, request: Request, opportunity_id: int) -> Response:
        """This function will keep a question that a contact asked."""
        given = self.read_body(request)
        row = ask_question(actor=self.actor, now=timezone.now(), opportunity_id=opportunity_id, **given)
        return self.shown(row, status_code=201)


class AnswerView(ApiView):
    """`/questions/{id}/answer/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": shapes.AnswerBody}
    presenter = Presenter(shapes.QuestionShape)
    created_methods: ClassVar[frozenset[str]] = frozenset()

    def post(self, request: Request, question_id: int) -> Response:
        """This function will answer a question, once."""
        given = self.read_body(request)
        return self.shown(answer_question(actor=self.actor, now=timezone.now(), question_id=question_id, **given))


def _groups(actor: Actor, opportunity_id: int) -> Response:
    rows = [
        {
            "kind": group.key,
            "listed": group.standing.listed,
            "validated": group.standing.validated,
            "is_aligned": group.standing.is_aligned,
            "note": group.alignment.note if group.alignment else "",
            "at": plain(group.alignment.at) if group.alignment else None,
        }
        for group in queries.requirements_page(actor, opportunity_id).groups
    ]
    return Response({"groups": rows})


def _path(rows: Iterable[Any]) -> Response:
    return Response({"steps": Presenter(shapes.StepShape).many(rows)})
