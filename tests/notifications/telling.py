"""Tells people things, and a mail server of the test's own that keeps what it is given."""

from __future__ import annotations

import email
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from salesops.notifications.services.notify import notify
from tests.cast import hire


def tell(key: str = "one", *, to: str = "elena", urgent: bool = True, now: datetime | None = None, **more: Any) -> bool:
    """Tell one of the cast something, in a transaction of its own."""
    given = {
        "dedupe": f"test:{key}",
        "recipient_id": hire(to).pk,
        "kind": "test.told",
        "is_urgent": urgent,
        "title": f"Look at {key}",
        "body": f"Body of {key}",
        "path": "/today/",
        "why": "You own the deal.",
        "subject_kind": "opportunity",
        "subject_id": 1,
        "now": now or timezone.now(),
    }
    with transaction.atomic():
        return notify(**given | more)


class Post:
    """What a mail server took, in order, and what it answers: `says(mail)` may return another word than yes."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.port = 0
        self.says: Any = lambda mail: "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep a mail."""
        mail = email.message_from_bytes(bytes(envelope.content or b""), policy=default)
        answer: str = self.says(mail)
        if answer.startswith("250"):
            self.mails.append(mail)  # type: ignore[arg-type]
        return answer

    @property
    def subjects(self) -> list[str]:
        """The subjects of the mails, in order."""
        return [str(mail["Subject"]) for mail in self.mails]

    @property
    def ids(self) -> list[str]:
        """The names of the mails, in order."""
        return [str(mail["Message-ID"]) for mail in self.mails]


class AnyPort(Controller):
    """A server on whatever port is free."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        super()._trigger_server()


@contextmanager
def mail_server() -> Iterator[Post]:
    """Run a real SMTP server on a free port and have the settings name it."""
    post = Post()
    controller = AnyPort(post, hostname="127.0.0.1", port=0)
    controller.start()
    try:
        backend = "django.core.mail.backends.smtp.EmailBackend"
        with override_settings(
            EMAIL_BACKEND=backend, EMAIL_HOST="127.0.0.1", EMAIL_PORT=controller.port, EMAIL_USE_TLS=False
        ):
            post.port = controller.port
            yield post
    finally:
        controller.stop()
