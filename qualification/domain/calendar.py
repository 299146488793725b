"""One appointment as an iCalendar file (RFC 5545): times in UTC, text escaped, lines folded at 75 bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LINE_BYTES = 75
ESCAPES = (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\r", "\\n"), ("\n", "\\n"))


@dataclass(frozen=True, slots=True)
class Appointment:
    """What stands in a calendar; the same `uid` with a higher `sequence` replaces it or takes it off."""

    uid: str
    sequence: int
    starts_at: datetime
    minutes: int
    summary: str
    description: str
    organiser_name: str
    organiser_address: str
    is_cancelled: bool = False


def calendar_of(each: Appointment, *, stamp: datetime) -> str:
    """This function will return the file's text; `stamp` is when it was made."""
    method, status = ("CANCEL", "CANCELLED") if each.is_cancelled else ("PUBLISH", "CONFIRMED")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//salesops//POC//EN",
        "CALSCALE:GREGORIAN",
        f"METHOD:{method}",
        "BEGIN:VEVENT",
        f"UID:{escape(each.uid)}",
        f"SEQUENCE:{each.sequence}",
        f"DTSTAMP:{_utc(stamp)}",
        f"DTSTART:{_utc(each.starts_at)}",
        f"DTEND:{_utc(each.starts_at + timedelta(minutes=each.minutes))}",
        f"SUMMARY:{escape(each.summary)}",
        f"DESCRIPTION:{escape(each.description)}",
        f'ORGANIZER;CN="{_quoted(each.organiser_name)}":mailto:{_quoted(each.organiser_address)}',
        f"STATUS:{status}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{fold(line)}\r\n" for line in lines)


def escape(text: str) -> str:
    """This function will write a text so that nothing in it ends the value or the line."""
    for plain, escaped in ESCAPES:
        text = text.replace(plain, escaped)
    return "".join(letter for letter in text if letter.isprintable())


def fold(line: str) -> str:
    """This function will break a line after at most 75 bytes, never inside a letter."""
    parts: list[str] = []
    part = ""
    for letter in line:
        if len((part + letter).encode()) > LINE_BYTES - (1 if parts else 0):
            parts.append(part)
            part = ""
        part += letter
    return "\r\n ".join([*parts, part])


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _quoted(text: str) -> str:
    """Write a text so that it stays inside its quotes: a parameter cannot escape one."""
    return "".join(letter for letter in text.replace('"', "'") if letter.isprintable())
