"""What a word rests on, as REST reads it: the part that layer 2 and the layers above have in common."""

from __future__ import annotations

from rest_framework import serializers

from opportunities.domain.kinds import SOURCE_CLASSES
from salesops.web.api.bodies import StrictBody, record_id

LONGEST_TEXT = 20_000


class EvidenceFields(StrictBody):
    """What a word rests on: a note, a source class, and at least one thing to look at."""

    note = serializers.CharField(max_length=LONGEST_TEXT)
    source_class = serializers.ChoiceField(choices=SOURCE_CLASSES)
    contact_id = record_id(allow_null=True, required=False)
    activity_id = record_id(allow_null=True, required=False)
    document_id = record_id(allow_null=True, required=False)
    link = serializers.URLField(max_length=200, allow_blank=True, required=False)
