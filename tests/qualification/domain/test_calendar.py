"""The calendar file: read back as RFC 5545 says, whatever stands in its texts."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from qualification.domain.calendar import LINE_BYTES, Appointment, calendar_of

START = datetime(2026, 11, 24, 10, 30, tzinfo=timezone(timedelta(hours=1)))
STAMP = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def write(**more: Any) -> str:
    """Write an appointment."""
    given = {
        "uid": "poc-session-1@halden.test", "sequence": 0, "starts_at": START, "minutes": 60,
        "summary": "POC: Validation", "description": "Agenda", "organiser_name": "Ana Ferreira",
        "organiser_address": "ana@halden.test", **more,
    }  # fmt: skip
    return calendar_of(Appointment(**given), stamp=STAMP)


def read(text: str) -> list[tuple[str, str]]:
    """Read a file as the standard says: unfold, split at the first colon, undo the escapes."""
    assert text.endswith("\r\n")
    unfolded = text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    pairs = [line.split(":", 1) for line in unfolded]
    return [(name, re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], value)) for name, value in pairs]


def test_is_one_appointment_in_utc() -> None:
    found = dict(read(write()))
    assert found["DTSTART"] == "20261124T093000Z"
    assert found["DTEND"] == "20261124T103000Z"
    assert found["DTSTAMP"] == "20261120T090000Z"
    assert found["UID"] == "poc-session-1@halden.test"
    assert [value for name, value in read(write()) if name == "BEGIN"] == ["VCALENDAR", "VEVENT"]


def test_names_who_organises_it_and_how_often_it_changed() -> None:
    found = dict(read(write(sequence=2)))
    assert (found["SEQUENCE"], found["METHOD"], found["STATUS"]) == ("2", "PUBLISH", "CONFIRMED")
    assert found['ORGANIZER;CN="Ana Ferreira"'] == "mailto:ana@halden.test"


def test_takes_a_cancelled_one_off_the_calendar() -> None:
    found = dict(read(write(sequence=1, is_cancelled=True)))
    assert (found["SEQUENCE"], found["METHOD"], found["STATUS"]) == ("1", "CANCEL", "CANCELLED")


@given(st.text(max_size=80))
def test_an_organiser_stays_inside_the_quotes(name: str) -> None:
    written = write(organiser_name=name)
    assert len(written.replace("\r\n ", "").split("\r\n")) == len(write().replace("\r\n ", "").split("\r\n"))
    (line,) = [line for line in written.replace("\r\n ", "").split("\r\n") if line.startswith("ORGANIZER")]
    assert line.count('"') == 2
    assert line.endswith('":mailto:ana@halden.test')


@given(st.text(max_size=300))
def test_gives_every_text_back_and_adds_no_line(text: str) -> None:
    written = write(summary=text, description=text)
    found = read(written)
    kept = "".join(letter for letter in re.sub(r"\r\n|\r", "\n", text) if letter.isprintable() or letter == "\n")
    assert [value for name, value in found if name in ("SUMMARY", "DESCRIPTION")] == [kept, kept]
    assert len(found) == len(read(write()))
    assert all(len(line.encode()) <= LINE_BYTES for line in written.split("\r\n"))


def test_a_text_cannot_begin_another_appointment() -> None:
    names = [name for name, _ in read(write(summary="x\r\nEND:VEVENT\r\nBEGIN:VEVENT"))]
    assert names.count("END") == names.count("BEGIN") == 2
