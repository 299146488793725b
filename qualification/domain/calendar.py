"""One appointment as an iCalendar file (RFC 5545): times in UTC, text escaped, lines folded at 75 bytes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

LINE_BYTES = 75
ESCAPES = (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\r", "\\n"), ("\n", "\\n"))


def calendar_of(
    *, uid: str, starts_at: datetime, minutes: int, stamp: datetime, summary: str, description: str, status: str
) -> str:
    """This function will return the file's text; the same `uid` again replaces the appointment in a calendar."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//salesops//POC//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{escape(uid)}",
        f"DTSTAMP:{_utc(stamp)}",
        f"DTSTART:{_utc(starts_at)}",
        f"DTEND:{_utc(starts_at + timedelta(minutes=minutes))}",
        f"SUMMARY:{escape(summary)}",
        f"DESCRIPTION:{escape(description)}",
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
