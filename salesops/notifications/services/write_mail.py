"""Write one mail, plain and HTML, and hand it to the mail server."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string

from salesops.notifications.domain.delivery import MOST_IN_DIGEST, TIMEOUT
from salesops.notifications.models import Message, Notification
from salesops.notifications.services.unsubscribe import unsubscribe_path
from salesops.users.queries import workspace
from salesops.web.deadline import cut_off_after


def send_mail(message: Message, notices: list[Notification]) -> None:
    """This function will send one mail about the notices, within ten seconds.

    Its Message-ID is the same at every attempt. Links lead to the place to act; opening one changes nothing.

    Raises: OSError, smtplib.SMTPException where it cannot be handed over.
    """
    server = get_connection(timeout=TIMEOUT.total_seconds())
    mail = written(message, notices)
    mail.connection = server
    with cut_off_after(TIMEOUT, lambda: getattr(getattr(server, "connection", None), "sock", None)):
        mail.send()


def written(message: Message, notices: list[Notification]) -> EmailMultiAlternatives:
    """This function will write the mail of a message: one notice, or a digest of several."""
    is_digest = message.notification_id is None
    link = f"{settings.SITE_URL}{unsubscribe_path(message.recipient_id)}" if is_digest else ""
    context = {
        "notices": notices[:MOST_IN_DIGEST],
        "more": max(len(notices) - MOST_IN_DIGEST, 0),
        "is_digest": is_digest,
        "recipient": message.recipient,
        "site": settings.SITE_URL,
        "workspace": workspace(),
        "unsubscribe": link,
    }
    mail = EmailMultiAlternatives(
        subject=_subject(notices, is_digest),
        body=render_to_string("notifications/mail.txt", context),
        to=[message.recipient.email],
        headers=_headers(message, link),
    )
    mail.attach_alternative(render_to_string("notifications/mail.html", context), "text/html")
    return mail


def message_id(dedupe: str) -> str:
    """This function will name a message for mail servers: the same name at every attempt, unlike any other's."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"<{hashlib.sha256(dedupe.encode()).hexdigest()[:40]}@{host}>"


def _subject(notices: list[Notification], is_digest: bool) -> str:
    if not is_digest:
        return notices[0].title
    urgent = sum(each.is_urgent for each in notices)
    counted = f"{len(notices)} thing{'s' * (len(notices) != 1)} to look at"
    return f"{counted}, {urgent} urgent" if urgent else counted


def _headers(message: Message, link: str) -> dict[str, Any]:
    headers = {
        "Message-ID": message_id(message.dedupe),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if link:
        # RFC 8058: the mail program unsubscribes by one POST; opening the address only shows a page.
        headers |= {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return headers
