"""What is sent about a proof of concept over REST: every field declared, nothing else taken."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from opportunities.forms.evidence_body import LONGEST_TEXT
from qualification.domain.poc import BY_KEY, EXTENSION_DAYS
from qualification.domain.success_plan import CATEGORIES, DIRECTIONS, PRIORITIES
from qualification.models import VERDICTS
from salesops.web.api.bodies import StrictBody, record_id

MOST_CRITERIA, MOST_PEOPLE, A_DAY = 50, 50, 1440
LONGEST_TERM = 4_000


def _text(longest: int = LONGEST_TERM, **more: Any) -> serializers.CharField:
    return serializers.CharField(max_length=longest, **more)


def _open(longest: int = LONGEST_TERM) -> serializers.CharField:
    return _text(longest, allow_blank=True, required=False, default="")


class PocBody(StrictBody):
    """Who leads the proof: a person of pre-sales validation."""

    lead_id = record_id()


class CriterionBody(StrictBody):
    """A success criterion; a relationship criterion names a MEDDPICC component in `metric`, its level in `target`."""

    key = serializers.RegexField(r"^[a-z0-9][a-z0-9_-]{0,39}$")
    text = _text(300)
    category = serializers.ChoiceField(choices=CATEGORIES)
    priority = serializers.ChoiceField(choices=PRIORITIES)
    metric = _text(120)
    unit = _open(40)
    direction = serializers.ChoiceField(choices=DIRECTIONS)
    baseline = _open(40)
    target = _text(40)


class ParticipantBody(StrictBody):
    """A contact of the account; the name is the contact's."""

    contact_id = record_id()
    duty = _open(300)
    is_champion = serializers.BooleanField(required=False, default=False)
    is_committed = serializers.BooleanField(required=False, default=False)


class SuccessPlanBody(StrictBody):
    """The whole success plan; what is left out is empty."""

    objective = _text()
    use_case = _open()
    in_scope = _text()
    out_of_scope = _open()
    infosec = _open()
    environment = _open()
    our_people = _open()
    participants = serializers.ListField(child=ParticipantBody(), max_length=MOST_PEOPLE)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    checkpoints = _open()
    readout_on = serializers.DateField()
    readout_audience = _open()
    decision_rule = _text()
    next_step = _open()
    criteria = serializers.ListField(child=CriterionBody(), max_length=MOST_CRITERIA)


class SignLinkBody(StrictBody):
    """The champion who is asked to sign."""

    contact_id = record_id()


class SignatureBody(StrictBody):
    """A sign-off of the newest version, given by e-mail (name the filed mail) or in a meeting (name the activity)."""

    plan_number = serializers.IntegerField(min_value=1)
    contact_id = record_id()
    method = serializers.ChoiceField(choices=["e_mail", "meeting"])
    note = _text(LONGEST_TEXT)
    activity_id = record_id(allow_null=True, required=False)
    document_id = record_id(allow_null=True, required=False)


class SessionBody(StrictBody):
    """A session to put on the calendar; without a lead the POC's lead leads it."""

    kind = serializers.ChoiceField(choices=list(BY_KEY))
    starts_at = serializers.DateTimeField()
    lead_id = record_id(allow_null=True, required=False)


class HoldBody(StrictBody):
    """What came of a session: minutes by item of the agenda, outputs that exist, who of the customer was there."""

    minutes = serializers.DictField(
        child=serializers.IntegerField(min_value=0, max_value=A_DAY), required=False, default=dict
    )
    outputs = serializers.ListField(child=_text(40), max_length=20)
    note = _text(LONGEST_TEXT)
    contact_ids = serializers.ListField(child=record_id(), max_length=100)


class NoteBody(StrictBody):
    """Why a session did not take place."""

    note = _text(LONGEST_TEXT)


class MoveBody(StrictBody):
    """When the session takes place instead."""

    starts_at = serializers.DateTimeField()


class MeasurementBody(StrictBody):
    """A measured value, in the criterion's unit."""

    criterion = _text(40)
    value = serializers.DecimalField(max_digits=18, decimal_places=4)
    note = _open(LONGEST_TEXT)


class ReasonBody(StrictBody):
    """Why, in words."""

    reason = _text(LONGEST_TEXT)


class ExtensionBody(StrictBody):
    """How many days more, and what for."""

    days = serializers.IntegerField(min_value=1, max_value=EXTENSION_DAYS)
    reason = _text(LONGEST_TEXT)


class ConcludeBody(StrictBody):
    """The meeting the results were read out in, what the customer says to them, and the agreed next step."""

    activity_id = record_id()
    verdict = serializers.ChoiceField(choices=VERDICTS)
    next_step = _text(200)
