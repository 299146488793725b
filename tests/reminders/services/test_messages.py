"""What is told reaches the inbox and the mail once, and stays back where the matter was settled meanwhile (P9, P10)."""

from __future__ import annotations

import pytest
from django.core import mail

from salesops.notifications import registry
from salesops.notifications.models import Message, Notification
from salesops.notifications.services.send import send_due
from salesops.reminders.domain.rules import lane
from salesops.reminders.handlers import is_still_open
from salesops.reminders.registry import known_rules
from salesops.reminders.services.plan_duties import plan_duties
from salesops.reminders.services.run_due import run_due
from tests.reminders.conftest import MONDAY, Book


def tell(book: Book) -> Notification:
    book.declare(lane("owner", "0 bd"), is_urgent=True)
    book.add()
    plan_duties("toy", 1, now=MONDAY)
    run_due(now=MONDAY)
    return Notification.objects.get()


def test_a_reminder_stands_in_the_inbox_and_leaves_as_a_mail(book: Book) -> None:
    told = tell(book)
    assert (told.recipient_id, told.title, told.path, told.why) == (
        book.owner, "Mend toy 1", "/toys/1/", "You are told as owner.",
    )  # fmt: skip
    send_due(now=MONDAY, limit=5)
    assert [message.subject for message in mail.outbox] == ["Mend toy 1"]


def test_a_mail_about_what_was_settled_meanwhile_never_leaves(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_checks", {"toy_broken": is_still_open})
    tell(book)
    book.settle()
    plan_duties("toy", 1, now=MONDAY)
    send_due(now=MONDAY, limit=5)
    assert mail.outbox == []
    assert Message.objects.get().status == "dropped"


def test_every_rule_has_that_check() -> None:
    assert set(registry._checks) >= set(known_rules()) > set()
