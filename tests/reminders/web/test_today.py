"""Today: reminders beside next steps, decisions on top; each ends by what is done on its page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from opportunities.services.set_next_step import set_next_step
from salesops.reminders.models import Reminder, ReminderRecipient
from tests.approvals.asking import Asking
from tests.cast import Cast
from tests.reminders.watching import Watch
from tests.story import Deal

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def deal(cast: Cast) -> Deal:
    cast.user("tomas")
    deal = Deal(cast)
    Watch("next_step_missing", deal.id, timezone.now()).pass_days(8)
    return deal


def reminder_of(deal: Deal) -> Reminder:
    return Reminder.objects.get(rule="next_step_missing", scope_id=deal.id)


def test_shows_a_reminder_and_not_the_same_deal_twice(deal: Deal, browser_of: Callable[[str], Client]) -> None:
    page = browser_of("elena").get("/today/").content.decode()
    assert f"Say what happens next on {deal.row.name}" in page
    assert "Without a dated next step" not in page
    assert f"/opportunities/{deal.id}/next-step/" in page


def test_ends_with_what_it_asks_for(deal: Deal, browser_of: Callable[[str], Client]) -> None:
    set_next_step(**deal.known(), text="Send the agenda", due=timezone.localdate() + timedelta(days=3))
    page = browser_of("elena").get("/today/").content.decode()
    assert "Say what happens next" not in page


def test_is_put_off_by_the_form_and_stands_among_what_is_put_off(
    deal: Deal, browser_of: Callable[[str], Client]
) -> None:
    elena, path = browser_of("elena"), f"/reminders/{reminder_of(deal).pk}/snooze/"
    form = elena.get(path)
    days = form.context["form"].fields["until"].choices
    refused = elena.post(path, {"until": days[0][0], "reason": ""})
    assert refused.status_code == 422
    assert elena.post(path, {"until": days[1][0], "reason": "The buyer is away"}).status_code == 302
    page = elena.get("/today/").content.decode()
    assert "Put off" in page
    assert "Reminders due" not in page
    assert "The buyer is away" in elena.get(f"/reminders/{reminder_of(deal).pk}/").content.decode()


def test_done_says_what_is_left(deal: Deal, browser_of: Callable[[str], Client]) -> None:
    answer = browser_of("elena").post(f"/reminders/{reminder_of(deal).pk}/done/")
    assert answer.status_code == 409
    assert "It ends by itself when the next step is set." in answer.content.decode()


def test_is_nobody_elses(deal: Deal, browser_of: Callable[[str], Client]) -> None:
    for path in ("", "snooze/", "done/"):
        assert browser_of("arjun").get(f"/reminders/{reminder_of(deal).pk}/{path}").status_code == 404


def test_shows_decisions_on_top(cast: Cast, browser_of: Callable[[str], Client]) -> None:
    Asking(cast).submit()
    page = browser_of("tomas").get("/today/").content.decode()
    assert "Decisions waiting" in page
    assert "/approvals/" in page[page.index("Decisions waiting") :]


def test_a_person_without_a_reminder_sees_none(deal: Deal, browser_of: Callable[[str], Client]) -> None:
    assert not ReminderRecipient.objects.filter(person__email__startswith="arjun").exists()
    assert "Reminders due" not in browser_of("arjun").get("/today/").content.decode()
