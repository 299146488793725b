"""Bodies: only declared fields, nothing silently dropped (P19)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

BIGGEST_ID = 2**63 - 1
MOST_NAMED = 40


def record_id(**more: Any) -> serializers.IntegerField:
    """This function will return a field that holds a record's id."""
    return serializers.IntegerField(min_value=1, max_value=BIGGEST_ID, **more)


def say_choices(field: serializers.Field[Any, Any, Any, Any]) -> None:
    """This function will let a field that takes one of a few values name them when it gets another."""
    chosen = getattr(field, "child", field)
    if isinstance(chosen, serializers.ChoiceField) and len(chosen.choices) <= MOST_NAMED:
        names = ", ".join(str(key) for key in chosen.choices if key != "")
        chosen.error_messages["invalid_choice"] = f'"{{input}}" is none of these: {names}.'


class FileContent(serializers.CharField):
    """The bytes of a file, in base64."""

    def to_internal_value(self, data: Any) -> Any:
        """This function will return the bytes."""
        try:
            return base64.b64decode(super().to_internal_value(data), validate=True)
        except (binascii.Error, ValueError) as error:
            raise serializers.ValidationError("This is not base64.") from error


class StrictBody(serializers.Serializer[Any]):
    """A body whose every field is declared; an unknown one is an error, so a typo never passes for success."""

    def get_fields(self) -> Any:
        """This function will return the declared fields, those of a few values with the words that name them."""
        fields = super().get_fields()
        for field in fields.values():
            say_choices(field)
        return fields

    def to_internal_value(self, data: Any) -> Any:
        """This function will refuse unknown fields, then read the known ones."""
        if isinstance(data, Mapping):
            unknown = {str(name)[:60]: ["There is no such field."] for name in data if name not in self.fields}
            # DRF would turn a number into text; a name of 7 is a mistake of the caller's program.
            untyped = {
                name: ["Not a text."]
                for name, field in self.fields.items()
                if isinstance(field, serializers.CharField) and not isinstance(data.get(name), str | None)
            }
            if unknown or untyped:
                raise serializers.ValidationError(unknown | untyped)
        return super().to_internal_value(data)


class NothingBody(StrictBody):
    """No fields."""


class PatchBody(StrictBody):
    """A body in which every field may be left out, but not all of them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("partial", True)
        super().__init__(*args, **kwargs)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """This function will refuse an empty change."""
        if not attrs:
            raise serializers.ValidationError("Name at least one field to change.")
        return attrs
