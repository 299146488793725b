"""One's own reminders over REST: read, put off, ended, and what is refused (domain §12.3, interface §3)."""

from __future__ import annotations

import json
from datetime import timedelta
from http.client import HTTPConnection
from typing import Any

import pytest
from django.utils import timezone

from opportunities.services.set_next_step import set_next_step
from salesops.reminders.domain.rules import lane
from salesops.reminders.models import Reminder, ReminderRecipient
from salesops.reminders.queries.mine import snooze_days
from salesops.reminders.services.plan_duties import plan_duties
from salesops.reminders.services.run_due import run_due
from tests.cast import Cast, act_as, key_for
from tests.live import serving
from tests.qualification.programs import Program
from tests.reminders.conftest import MONDAY, Book
from tests.reminders.watching import Watch
from tests.story import Deal

pytestmark = pytest.mark.django_db(transaction=True)
READS, WRITES = "inbox:read", "inbox:write"


def fire(book: Book) -> list[int]:
    """Fire everything the book holds, record by record; return the reminders, oldest first."""
    for record in book.matters:
        plan_duties("toy", record, now=MONDAY)
        run_due(now=MONDAY)
    return list(Reminder.objects.order_by("id").values_list("id", flat=True))


def put_off(who: str = "elena") -> dict[str, str]:
    """A snooze that is taken, also when midnight passes on the way."""
    return {"until": snooze_days(act_as(who), now=timezone.now())[2].isoformat(), "reason": "The buyer is away"}


@pytest.fixture
def elena(cast: Cast) -> Program:
    cast.user("elena")
    return Program("elena", READS, WRITES)


@pytest.fixture
def toys(book: Book) -> list[int]:
    """Three reminders of Elena's and of her manager's."""
    book.declare(lane("owner", "0 bd"), lane("manager", "0 bd"))
    for record in (1, 2, 3):
        book.add(record)
    return fire(book)


def refusal(answer: Any) -> tuple[int, str]:
    """What a problem says to a program."""
    assert answer.headers["Content-Type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


class TestReading:
    def test_shows_what_today_shows(self, toys: list[int], elena: Program) -> None:
        shown = elena.get("reminders/").json()["results"][0]
        assert shown == {
            "id": toys[0], "rule": "toy_broken", "title": "Mend toy 1", "why": "It broke on Monday.",
            "path": "/toys/1/", "act": "Open", "is_urgent": False, "is_notice": False, "subject_kind": "toy",
            "subject_id": 1, "opened_at": "2031-03-03T09:00:00Z", "fired_at": "2031-03-03T09:00:00Z", "fires": 2,
            "lane": "owner", "in_place_of_id": None, "since": "2031-03-03T09:00:00Z", "state": "open",
            "snoozed_until": None, "snooze_reason": "",
        }  # fmt: skip

    def test_lists_page_by_page_what_is_asked_for(self, toys: list[int], elena: Program) -> None:
        assert elena.post(f"reminders/{toys[1]}/snooze/", put_off()).status_code == 204
        first = elena.get("reminders/?page_size=2&fields=id,state&count=1").json()
        assert first["results"] == [{"id": toys[0], "state": "open"}, {"id": toys[1], "state": "snoozed"}]
        assert first["count"] == 3
        second = elena.get(first["next"].partition("/api/v1/")[2]).json()
        assert second["results"] == [{"id": toys[2], "state": "open"}]
        asked = {
            text: [row["id"] for row in elena.get(f"reminders/?fields=id&{text}").json()["results"]]
            for text in ("state=open", "state=snoozed", "urgent=true", "rule=toy_broken&order=-id", "rule=other")
        }
        assert asked == {
            "state=open": [toys[0], toys[2]],
            "state=snoozed": [toys[1]],
            "urgent=true": [],
            "rule=toy_broken&order=-id": toys[::-1],
            "rule=other": [],
        }
        assert refusal(elena.get("reminders/?state=ended")) == (400, "bad_parameter")

    def test_says_who_it_stands_in_for_and_what_only_tells(self, cast: Cast, book: Book, elena: Program) -> None:
        book.declare(lane("owner", "0 bd"), is_notice=True, is_urgent=True)
        book.add()
        fire(book)
        ReminderRecipient.objects.update(in_place_of=cast.user("arjun"))
        shown = elena.get("reminders/?urgent=true").json()["results"][0]
        assert (shown["in_place_of_id"], shown["is_notice"]) == (cast.user("arjun").pk, True)

    def test_shows_one_with_its_history(self, cast: Cast, toys: list[int], elena: Program) -> None:
        body = put_off()
        elena.post(f"reminders/{toys[0]}/snooze/", body)
        page = elena.get(f"reminders/{toys[0]}/").json()
        assert (page["state"], page["snooze_reason"]) == ("snoozed", "The buyer is away")
        fired = {"what": "fired", "at": "2031-03-03T09:00:00Z", "turn": 0, "detail": ""}
        people = cast.user("elena").pk, cast.user("tomas").pk
        told = sorted(page["history"][:-1], key=lambda each: each["lane"])
        assert told == [
            {**fired, "lane": "manager", "person_id": people[1]},
            {**fired, "lane": "owner", "person_id": people[0]},
        ]
        last = page["history"][-1]
        said = f"until {body['until']}: The buyer is away"
        assert (last["what"], last["person_id"], last["detail"]) == ("snoozed", people[0], said)


class TestSnoozing:
    def test_is_for_oneself_alone(self, toys: list[int], elena: Program) -> None:
        elena.post(f"reminders/{toys[0]}/snooze/", put_off())
        managers = Program("tomas", READS).get(f"reminders/{toys[0]}/").json()
        assert (managers["lane"], managers["state"], managers["snooze_reason"]) == ("manager", "open", "")

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"until": "2020-01-06"}, "until"),
            ({"until": "soon"}, "until"),
            ({"reason": " "}, "reason"),
            ({"x": 1}, "x"),
        ],
    )
    def test_wants_a_near_day_and_a_reason(
        self, toys: list[int], elena: Program, change: dict[str, Any], field: str
    ) -> None:
        answer = elena.post(f"reminders/{toys[0]}/snooze/", put_off() | change)
        assert (answer.status_code, [each["field"] for each in answer.json()["errors"]]) == (422, [field])
        assert not ReminderRecipient.objects.exclude(snoozed_until=None).exists()

    def test_is_refused_for_an_urgent_one(self, book: Book, elena: Program) -> None:
        book.declare(lane("owner", "0 bd"), is_urgent=True)
        book.add()
        assert refusal(elena.post(f"reminders/{fire(book)[0]}/snooze/", put_off())) == (409, "not_snoozed")


class TestEnding:
    def test_waits_until_the_matter_is_settled(self, book: Book, toys: list[int], elena: Program) -> None:
        answer = elena.post(f"reminders/{toys[0]}/done/")
        assert refusal(answer) == (409, "still_open")
        assert answer.json()["next_action"] == "It ends by itself when the toy is mended."
        book.settle(1)
        assert elena.post(f"reminders/{toys[0]}/done/").status_code == 204
        assert [row["id"] for row in elena.get("reminders/").json()["results"]] == toys[1:]
        assert refusal(elena.get(f"reminders/{toys[0]}/")) == (404, "not_found")

    def test_of_a_notice_is_for_oneself_alone(self, book: Book, elena: Program) -> None:
        book.declare(lane("owner", "0 bd"), lane("manager", "0 bd"), is_notice=True)
        book.add()
        reminder = fire(book)[0]
        assert elena.post(f"reminders/{reminder}/done/").status_code == 204
        assert elena.get("reminders/").json()["results"] == []
        assert len(Program("tomas", READS).get("reminders/").json()["results"]) == 1

    def test_takes_no_fields(self, toys: list[int], elena: Program) -> None:
        assert elena.post(f"reminders/{toys[0]}/done/", {"sure": True}).status_code == 422


@pytest.mark.parametrize("number", ["own", 999_999, 10**30])
def test_is_nobody_elses(toys: list[int], number: int | str) -> None:
    arjun, reminder = Program("arjun", READS, WRITES), toys[0] if number == "own" else number
    answers = [
        arjun.get(f"reminders/{reminder}/"),
        arjun.post(f"reminders/{reminder}/snooze/", put_off("arjun")),
        arjun.post(f"reminders/{reminder}/done/"),
    ]
    assert [refusal(each) for each in answers] == [(404, "not_found")] * 3
    assert arjun.get("reminders/").json()["results"] == []


def test_a_program_follows_a_reminder_to_its_end(cast: Cast) -> None:
    """On a real server: it reads what is due, puts it off (a retry once only), does what is asked, and it is gone."""
    cast.user("tomas")
    deal = Deal(cast)
    Watch("next_step_missing", deal.id, timezone.now()).pass_days(8)
    key = key_for("elena", READS, WRITES)
    with serving() as port:

        def call(method: str, where: str, body: Any = None, **headers: str) -> tuple[int, Any]:
            connection = HTTPConnection("127.0.0.1", port, timeout=30)
            given = {"Authorization": f"Bearer {key}", "Content-Type": "application/json", **headers}
            connection.request(method, f"/api/v1/reminders/{where}", body and json.dumps(body), given)
            answer = connection.getresponse()
            text = answer.read()
            connection.close()
            return answer.status, json.loads(text) if text else None

        shown = call("GET", "?rule=next_step_missing")[1]["results"][0]
        assert shown["path"] == f"/opportunities/{deal.id}/next-step/set/"
        where, once, body = f"{shown['id']}/", {"Idempotency-Key": "snooze-once"}, put_off()
        assert [call("POST", f"{where}snooze/", body, **once) for _ in range(2)] == [(204, None)] * 2
        assert [each["what"] for each in call("GET", where)[1]["history"]].count("snoozed") == 1
        assert call("POST", f"{where}done/", {})[0] == 409
        set_next_step(**deal.known(), text="Send the agenda", due=timezone.localdate() + timedelta(days=3))
        assert call("GET", where)[0] == 404
