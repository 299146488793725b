"""Requirements, the security path and questions over REST: how they are shown, and what is sent."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from opportunities.forms.evidence_body import LONGEST_TEXT, EvidenceFields
from qualification.domain.requirements import KINDS, QUESTION_KINDS, STATES
from qualification.services.write_security_path import MOST_STEPS
from salesops.web.api.bodies import StrictBody, record_id

Shape = serializers.Serializer[Any]


class RequirementShape(Shape):
    """One requirement; `state` is the newest word on it, `open` without one."""

    id = serializers.IntegerField()
    opportunity_id = serializers.IntegerField()
    kind = serializers.CharField()
    text = serializers.CharField()
    state = serializers.CharField()
    by_id = serializers.IntegerField()
    at = serializers.DateTimeField()


class JudgementShape(Shape):
    """A person's word on a requirement; never edited."""

    id = serializers.IntegerField()
    requirement_id = serializers.IntegerField()
    state = serializers.CharField()
    note = serializers.CharField()
    source_class = serializers.CharField()
    contact_id = serializers.IntegerField(allow_null=True)
    activity_id = serializers.IntegerField(allow_null=True)
    document_id = serializers.IntegerField(allow_null=True)
    link = serializers.CharField()
    by_id = serializers.IntegerField()
    at = serializers.DateTimeField()


class GroupShape(Shape):
    """One of the three groups: how many requirements count, how many are validated, whether it is aligned."""

    kind = serializers.CharField()
    listed = serializers.IntegerField()
    validated = serializers.IntegerField()
    is_aligned = serializers.BooleanField()
    note = serializers.CharField()
    at = serializers.DateTimeField(allow_null=True)


class GroupsShape(Shape):
    """The three groups of a deal."""

    groups = GroupShape(many=True)


class StepShape(Shape):
    """One step of the path to the customer's security clearance."""

    text = serializers.CharField()
    owner_name = serializers.CharField()
    due_on = serializers.DateField()


class SecurityPathShape(Shape):
    """The path, in order."""

    steps = StepShape(many=True)


class QuestionShape(Shape):
    """A question of the customer; open while `answered_at` is null."""

    id = serializers.IntegerField()
    opportunity_id = serializers.IntegerField()
    kind = serializers.CharField()
    text = serializers.CharField()
    contact_id = serializers.IntegerField()
    by_id = serializers.IntegerField()
    at = serializers.DateTimeField()
    answer = serializers.CharField()
    answered_by_id = serializers.IntegerField(allow_null=True)
    answered_at = serializers.DateTimeField(allow_null=True)


class RequirementBody(StrictBody):
    """A requirement to write down."""

    kind = serializers.ChoiceField(choices=KINDS)
    text = serializers.CharField(max_length=300)


class JudgementBody(EvidenceFields):
    """A word on a requirement, with its evidence."""

    state = serializers.ChoiceField(choices=STATES)


class AlignmentBody(StrictBody):
    """Why a group matches."""

    note = serializers.CharField(max_length=LONGEST_TEXT)


class StepBody(StrictBody):
    """One step of the path."""

    text = serializers.CharField(max_length=300)
    owner_name = serializers.CharField(max_length=120)
    due_on = serializers.DateField()


class SecurityPathBody(StrictBody):
    """The whole path, in order."""

    steps = serializers.ListField(child=StepBody(), max_length=MOST_STEPS)


class QuestionBody(StrictBody):
    """A question that a contact of the account asked."""

    kind = serializers.ChoiceField(choices=QUESTION_KINDS)
    text = serializers.CharField(max_length=LONGEST_TEXT)
    contact_id = record_id()


class AnswerBody(StrictBody):
    """What they were answered."""

    answer = serializers.CharField(max_length=LONGEST_TEXT)
