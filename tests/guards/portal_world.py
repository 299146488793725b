"""Partners who each hide something, and every way to ask the portal about a receipt (reliability P17)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.utils import timezone

from salesops.accounts.models import Partner, PartnerPerson
from salesops.core.actor import Actor
from salesops.intake.services.ask_partner import ask_partner
from salesops.intake.services.decline_introduction import decline_introduction
from salesops.intake.services.invite_to_meeting import invite_to_meeting
from salesops.intake.services.keep_draft import keep_draft
from salesops.intake.services.raise_dispute import raise_dispute
from salesops.intake.urls import portal_urls
from tests.cast import act_as
from tests.intake.introducing import accepted, actor_for, answers, introduced, new_partner, person_of, portal_client

ACTS = ("details", "answer", "made", "withdraw", "dispute")
BODY = {"answer": "We would know.", "words": "We were first at this company.", "save": "1"}
# In the shape of a receipt, and never one: made receipts draw eight letters at random.
NOBODYS = "I-22222222"
# Every word by which anything in this world could be known.
TELLING = re.compile(r"hidden\d{3}|Secret partner \d{3}|Person \d{3}|I-[2-9A-HJ-NP-Z]{8}")
# What differs from one answer to the next, whatever was asked.
PASSING = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"')
PASSING_HEADERS = ("Set-Cookie", "X-Request-Id", "Content-Security-Policy", "Date")

TABLES = ("introduction", "introductionquestion", "meetinginvitation", "protection", "protectiondispute", "lead")
SUM = "SELECT '{table}', count(*), md5(string_agg(t::text, '|' ORDER BY id)) FROM intake_{table} t"


@dataclass(frozen=True, slots=True)
class Guest:
    """A partner's person with the receipts of four introductions: one waits, one runs, one ended, one is a draft."""

    person: PartnerPerson
    receipts: tuple[str, ...]
    words: frozenset[str]

    def client(self, now: datetime) -> Client:
        """Return a browser of theirs, signed in to the portal."""
        return portal_client(self.person, now)


class World:
    """So many partners, each a stranger to the others."""

    def __init__(self, partners: int) -> None:
        self.now = timezone.now()
        kim = act_as("kim")
        self.guests = [self._guest(kim, number) for number in range(partners)]

    def others(self, at: int) -> list[Guest]:
        """Return everybody but the guest at a place, in a circle from there on."""
        return self.guests[at + 1 :] + self.guests[:at]

    def _guest(self, kim: Actor, number: int) -> Guest:
        partner = new_partner(f"Secret partner {number:03}", now=self.now)
        person = person_of(partner, f"Person {number:03}", now=self.now)
        receipts = self._bring(kim, person, partner, f"hidden{number:03}")
        words = {f"Secret partner {number:03}", f"Person {number:03}", f"hidden{number:03}", *receipts}
        return Guest(person, receipts, frozenset(words))

    def _bring(self, kim: Actor, person: PartnerPerson, partner: Partner, word: str) -> tuple[str, ...]:
        waiting, running, ended = (
            introduced(
                kim, partner, now=self.now, company=f"Company {word} {kind}", country="US",
                website=f"{word}{kind}.example", email=f"buyer@{word}{kind}.example", buyer=f"Buyer {word}, CFO",
            )
            for kind in ("waiting", "running", "ended")
        )  # fmt: skip
        known = {"actor": kim, "now": self.now}
        ask_partner(**known, receipt=waiting.receipt, text=f"What is it about {word}?")
        accepted(running, now=self.now)
        meets_at = self.now + timedelta(days=3)
        invite_to_meeting(**known, receipt=running.receipt, title=f"Call on {word}", starts_at=meets_at)
        decline_introduction(**known, receipt=ended.receipt, reason="duplicate")
        theirs = {"actor": actor_for(person), "now": self.now}
        raise_dispute(**theirs, receipt=ended.receipt, words=f"We were first at {word} in May.")
        draft = keep_draft(**theirs, answers=answers(self.now, company=f"Draft {word}"))
        return waiting.receipt, running.receipt, ended.receipt, draft.receipt


def ways(receipt: str) -> Iterator[list[tuple[str, str]]]:
    """Write out, for each address of the portal that takes a receipt, every method and act it could be asked with."""
    for pattern in portal_urls:
        text = "/partners/" + str(pattern.pattern)
        if "<str:receipt>" in text:
            path = text.replace("<str:receipt>", receipt)
            acts = ACTS if "<slug:act>" in text else ("",)
            yield [(method, path.replace("<slug:act>", act)) for act in acts for method in ("get", "post")]


def said(answer: Any) -> tuple[int, dict[str, str], str]:
    """Return status, headers and words of an answer, without what differs from request to request."""
    headers = {name: value for name, value in answer.headers.items() if name not in PASSING_HEADERS}
    return answer.status_code, headers, PASSING.sub("", answer.content.decode())


def strange_words(text: str, guest: Guest) -> set[str]:
    """Return every word of somebody else's that a text holds."""
    return set(TELLING.findall(text)) - guest.words


def state_of_all() -> list[Any]:
    """Return the sum of every row about introductions; a refused request must not change one."""
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(SUM.format(table=table) for table in TABLES))
        return cursor.fetchall()
