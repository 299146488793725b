"""The story of a deal: what keeps it where it is, who does what, where it moves, what the history and the agreement say."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import pytest

from handoff.models import Agreement
from opportunities.models import StageEvent
from opportunities.services.advance import advance
from opportunities.services.confirm_won import confirm_won
from opportunities.services.file_document import change_document
from opportunities.services.issue_quote import issue_quote
from salesops.core.errors import Conflict, Refused
from salesops.process.domain.definition import Move
from salesops.process.queries import definition_of
from tests.flows.standard import Standard
from tests.flows.test_standard_criteria import look
from tests.opportunities.pricing import EntryInput


@dataclass
class Story(Standard):
    """A deal of any process. `never_refused` are criteria that hold from the start, whatever is done."""

    never_refused: frozenset[str] = frozenset()
    seen: dict[str, set[bool]] = field(default_factory=lambda: defaultdict(set))

    def waits_for(self, wanted: str, move: Move = Move.FORWARD) -> None:
        """The gate names exactly these, each with a sentence and what mends it, and nothing moves."""
        look(self, self.seen)
        before = self.deal.row
        with pytest.raises(Conflict) as refused:
            self.win_it() if move is Move.WON else self.deal.advance()
        missing = [each for each in refused.value.facts["criteria"] if each["state"] != "met"]
        assert refused.value.code == "R17"
        assert {each["id"] for each in missing} == set(wanted.split())
        assert [each["id"] for each in missing if not (each["explanation"] and each["fix"] and each["fixers"])] == []
        assert (self.deal.row.stage, self.deal.row.version) == (before.stage, before.version)

    def moves_to(self, stage: str) -> None:
        """The owner moves it; a colleague cannot, and what was proven does not hold for ever."""
        look(self, self.seen)
        look(self, self.seen, days=120)
        with pytest.raises(Refused) as foreign:
            advance(**self.deal.known(self.cast.arjun))
        assert foreign.value.code == "R14"
        self.deal.advance()
        self.is_kept(Move.FORWARD, stage, by=self.owner)

    def is_kept(self, move: Move, stage: str, *, by: str) -> None:
        """The history says who moved it where, and how every criterion of the gate stood."""
        event = StageEvent.objects.filter(opportunity=self.deal.id).latest("seq")
        row, definition = self.deal.row, definition_of(event.definition_id)
        asked = {
            item.id
            for edge in definition.edges_from(event.from_stage)
            if (edge.move, edge.dst) == (move, stage)
            for item in definition.criteria(edge)
        }
        assert (event.move, event.to_stage, event.actor_id) == (move.value, stage, self.cast.user(by).pk)
        assert (row.stage, row.stage_seq, row.probability) == (stage, event.seq, event.probability)
        assert (event.amount, event.currency) == (row.amount, row.currency)
        assert {each["id"]: each["state"] for each in event.criteria} == dict.fromkeys(asked, "met")
        assert all(each["explanation"] for each in event.criteria)

    def offers(self, discount: int, *entries: EntryInput) -> None:
        """Write the offer for the channel the deal closes by."""
        self.asking.entries = entries
        marketplace = "aws" if self.channel == "marketplace" else ""
        self.asking.write(discount, terms={"channel": self.channel, "marketplace": marketplace}, term_months=12)

    def may_not_present(self) -> None:
        """Nobody shows what nobody approved."""
        with pytest.raises(Conflict) as refused:
            self.present()
        assert refused.value.code == "R06"

    def has_approved(self, *people: str) -> None:
        """The owner asks; exactly these people decide, one after another."""
        self.asking.submit()
        for person in people:
            assert self.asking.row.state == "in_review"
            self.asking.approve(person)
        assert self.asking.row.state == "approved"

    def quote(self) -> str:
        """Finance operations issues the quote; return its number."""
        return issue_quote(**self.deal.known(self.cast.owen), number=self.asking.pricing.number).number

    def state(self, document: Any, state: str, **more: Any) -> None:
        """Take a document to another state."""
        change_document(**self.deal.known(), document_id=document.pk, state=state, **more)

    def lacks(self, *papers: str) -> None:
        """Finance is told which papers of the channel are missing, and wins nothing."""
        look(self, self.seen)
        with pytest.raises(Conflict) as refused:
            self.win_it()
        assert refused.value.code == "R21"
        assert refused.value.facts["missing"] == list(papers)

    def win_it(self) -> None:
        """Finance confirms."""
        confirm_won(**self.deal.known(self.cast.naomi))

    def is_won(self, *path: str) -> Agreement:
        """Finance wins it, never the owner; the agreement is there. On the way every criterion failed and held."""
        look(self, self.seen)
        look(self, self.seen, days=120)
        with pytest.raises(Refused) as own:
            confirm_won(**self.deal.known())
        assert own.value.code == "R15"
        self.win_it()
        self.is_kept(Move.WON, "closed_won", by="naomi")
        events = StageEvent.objects.filter(opportunity=self.deal.id).order_by("seq")
        assert [each.to_stage for each in events] == [*path, "closed_won"]
        assert [each.seq for each in events] == list(range(1, len(path) + 2))
        assert {key for key, said in self.seen.items() if said != {True, False}} == self.never_refused
        return Agreement.objects.get(opportunity=self.deal.id)
