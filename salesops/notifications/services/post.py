"""Post one notice to a Slack-compatible incoming webhook."""

from __future__ import annotations

import json

from django.conf import settings

from salesops.notifications.domain.text import cut, slack_text
from salesops.notifications.models import Message, Notification
from salesops.web.outbound import post_json

LONGEST_TEXT = 3_000


class HookRefused(Exception):
    """The receiver answered, and not with a yes."""


def post(message: Message, notices: list[Notification]) -> None:
    """This function will post the notice with a link to the place to act.

    Raises: HookRefused for any answer outside 200 to 299; OSError, UnsafeAddress where nothing was posted.
    """
    if message.hook is None:
        raise LookupError("hook")
    status = post_json(message.hook.url, json.dumps({"text": slack_words(message, notices[0])}).encode())
    if not 200 <= status < 300:
        raise HookRefused(f"The receiver answered {status}.")


def slack_words(message: Message, notice: Notification) -> str:
    """This function will write a notice in Slack's own marks; names in it keep no meaning there."""
    link = f"<{settings.SITE_URL}{slack_text(notice.path).replace('|', '%7C')}|{slack_text(notice.title)}>"
    lead = ":rotating_light: " if notice.is_urgent else ""
    who = slack_text(message.recipient.name)
    return cut(f"{lead}*{link}*\n{who}: {slack_text(notice.why)}\n{slack_text(notice.body)}".strip(), LONGEST_TEXT)
