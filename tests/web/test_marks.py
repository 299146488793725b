"""A mark is read from the facts of a record and drawn where its place is shown."""

from __future__ import annotations

import pytest
from django.utils.html import format_html

from salesops.web import marks


@pytest.fixture
def no_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marks, "_MARKS", {})


@pytest.mark.usefixtures("no_marks")
class TestMarks:
    def test_are_read_in_their_order_and_drawn_escaped(self) -> None:
        bold = marks.mark("row", "second", order=2, draw=lambda value: format_html("<b>{}</b>", value))
        bold(lambda facts: facts["name"])
        marks.mark("row", "first", order=1, draw=lambda value: format_html("<i>{}</i>", value))(len)
        assert [shown.text for shown in marks.marks_on("row", {"name": "A & B"})] == ["<i>1</i>", "<b>A &amp; B</b>"]
        assert marks.marks_on("elsewhere", {}) == []

    def test_take_a_key_once(self) -> None:
        register = marks.mark("row", "score", order=1, draw=lambda value: format_html("{}", value))
        register(len)
        with pytest.raises(ValueError, match="score"):
            register(len)
