"""The mails that a development machine wrote instead of sending them; the addresses exist in development only."""

from __future__ import annotations

import email
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import cast

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from salesops.web.http import ActingRequest

MOST = 100
# What Django writes after each mail in a file.
END = b"-" * 79
POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"


@dataclass(frozen=True, slots=True)
class SentMail:
    """One mail as it lies in the folder."""

    name: str
    at: datetime
    mail: EmailMessage

    @property
    def headers(self) -> list[tuple[str, str]]:
        """What stands above the text."""
        return [(name, str(value)) for name, value in self.mail.items()]

    @property
    def plain(self) -> str:
        """The plain form; empty where there is none."""
        return self._part("plain")

    @property
    def html(self) -> str:
        """The HTML form; empty where there is none."""
        return self._part("html")

    def _part(self, kind: str) -> str:
        found = self.mail.get_body((kind,))
        return str(cast(EmailMessage, found).get_content()) if found else ""


@require_GET
def show_mails(request: ActingRequest) -> HttpResponse:
    """Show the newest mails."""
    files = sorted(folder().glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True)
    return render(request, "notifications/mails.html", {"rows": [_read(file) for file in files[:MOST]]})


@require_GET
def show_mail(request: ActingRequest, name: str) -> HttpResponse:
    """Show one mail with its headers and both forms."""
    return render(request, "notifications/one_mail.html", {"row": _named(name)})


@require_GET
def show_html(request: ActingRequest, name: str) -> HttpResponse:
    """Show the HTML form as a mail program does: its own styles, no script."""
    answer = HttpResponse(_named(name).html)
    answer["Content-Security-Policy"] = POLICY
    answer["X-Frame-Options"] = "SAMEORIGIN"
    return answer


def folder() -> Path:
    """This function will return where the mails lie."""
    return Path(settings.EMAIL_FILE_PATH)


def _named(name: str) -> SentMail:
    file = folder() / f"{name}.log"
    if not file.is_file():
        raise Http404
    return _read(file)


def _read(file: Path) -> SentMail:
    content = file.read_bytes().rpartition(END)[0] or file.read_bytes()
    at = datetime.fromtimestamp(file.stat().st_mtime, tz=timezone.get_current_timezone())
    return SentMail(file.stem, at, email.message_from_bytes(content, policy=default))
