"""A thousand random lives of a deal against a plain model: services, evaluate() and the trigger agree (P3)."""

from __future__ import annotations

import os
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from opportunities.domain.closing import Loss
from opportunities.models import (
    Activity,
    Attestation,
    Document,
    Opportunity,
    PursuitPlan,
    StageEvent,
    Stakeholder,
)
from opportunities.services.advance import advance
from opportunities.services.confirm_won import confirm_won
from opportunities.services.lose import lose
from opportunities.services.moving import subject_of
from opportunities.services.reopen import reopen
from opportunities.services.send_back import send_back
from opportunities.services.waive import lift_waiver, waive
from qualification.models import Assessment
from salesops.core.errors import Conflict
from salesops.process.queries import evaluate, next_edge
from tests.cast import Cast
from tests.guards.plain_model import MAX_AGE, PlainDeal
from tests.story import LINK, NOTE, PROBLEM, Deal, new_account

SEQUENCES = 5000 if os.environ.get("SALESOPS_PROVE") == "long" else 1000
PARTS = 4
STEPS = 40
WHY = "The board has decided this on paper already."
NEEDED = ("economic_buyer", "identify_pain", "decision_process")


def put_on_record(deal: Deal, what: str, now: datetime) -> None:
    """Store one piece of evidence directly: the services that file it are tried elsewhere, and slower."""
    opportunity, by = deal.row, deal.cast.elena.user_id
    common = {"opportunity": opportunity, "by_id": by}
    link = {"link": LINK, "created_at": now, "title": what}
    if what == "call":
        Activity.objects.create(**common, kind="call", subject="Call", note=NOTE, happened_at=now, created_at=now)
    elif what == "problem":
        Opportunity.objects.filter(pk=deal.id).update(problem=PROBLEM)
    elif what == "plan":
        texts = dict.fromkeys(["objective", "why_now", "why_us"], "Long enough a text")
        PursuitPlan.objects.create(opportunity=opportunity, updated_at=now, updated_by_id=by, **texts)
    elif what == "buyer":
        Stakeholder.objects.create(opportunity=opportunity, contact=deal.contact, role="economic_buyer", added_at=now)
    elif what == "proposal":
        Document.objects.create(**common, **link, kind="proposal", state="issued")
    elif what == "agreement":
        signed = {"state": "signed", "signed_by": "Kari Aasen", "signed_on": now.date()}
        Document.objects.create(**common, **link, **signed, kind="agreement")
    else:
        said = {"note": NOTE, "source_class": "customer_said", "contact": deal.contact, "at": now}
        Attestation.objects.create(**common, **said, criterion_id="N-3")


class Life(RuleBasedStateMachine):
    """One deal and its plain twin, living through the same acts."""

    gated: Counter[str] = Counter()

    @initialize()
    def begin(self) -> None:
        """Open a deal."""
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.cast = Cast({})
        for name in ("elena", "tomas", "naomi", "owen"):
            self.cast.user(name)
        self.deal = Deal(self.cast, account=new_account("Fjordline Telecom"))
        self.now = self.deal.now = timezone.now() + timedelta(minutes=1)
        self.plain = PlainDeal(close_at=self.now + timedelta(days=90))

    def teardown(self) -> None:
        """Take the life back."""
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def known(self, name: str = "elena") -> dict[str, Any]:
        """What services are called with."""
        return {"actor": self.cast.actor(name), "now": self.now, "opportunity_id": self.deal.id}

    @rule(days=st.sampled_from([1, 5, 20, 35, 61]))
    def wait(self, days: int) -> None:
        """Let time pass."""
        self.now = self.deal.now = self.now + timedelta(days=days)

    @rule(what=st.sampled_from(["call", "problem", "plan", "buyer", "proposal", "agreement"]))
    def do(self, what: str) -> None:
        """Put one thing on record."""
        if self.plain.stage not in ("discovery", "negotiation") or what in self.plain.done:
            return
        put_on_record(self.deal, what, self.now)
        self.plain.done.add(what)

    @rule(component=st.sampled_from(NEEDED), level=st.integers(0, 2))
    def assess(self, component: str, level: int) -> None:
        """Set a component's level, without the service: the ledger is not what is tried here."""
        Assessment.objects.create(
            opportunity_id=self.deal.id, component=component, level=level, note=NOTE,
            source_class="customer_said", set_by_id=self.cast.elena.user_id, set_at=self.now,
        )  # fmt: skip
        self.plain.levels[component] = (level, self.now)

    @rule()
    def agree(self) -> None:
        """Record that both sides agree."""
        if self.plain.stage == "negotiation":
            put_on_record(self.deal, "agreed", self.now)
            self.plain.agreed_at = self.now

    @rule(criterion=st.sampled_from(["D-1", "D-3", "1-M", "2-M", "N-2", "N-4"]))
    def let_through(self, criterion: str) -> None:
        """Waive a criterion, or lift its waiver."""
        if self.plain.stage not in ("discovery", "negotiation"):
            return
        known = self.known("tomas")
        if criterion == "N-4":
            with pytest.raises(Conflict, match="cannot be waived"), transaction.atomic():
                waive(**known, criterion_id=criterion, reason=WHY)
        elif criterion in self.plain.waived:
            lift_waiver(**known, criterion_id=criterion, reason=WHY)
            self.plain.waived.discard(criterion)
        else:
            waive(**known, criterion_id=criterion, reason=WHY)
            self.plain.waived.add(criterion)

    @rule()
    def prepare(self) -> None:
        """Do everything the plain model says is missing, so that gates open often enough to matter."""
        missing = self.plain.missing(self.now)
        names = {"D-1": "call", "D-2": "problem", "D-3": "plan", "D-4": "buyer", "N-2": "proposal", "N-4": "agreement"}
        for key in sorted(missing & set(names)):
            self.do(what=names[key])
        if missing & {"1-M", "2-M"}:
            for component in NEEDED:
                self.assess(component=component, level=2)
        if "N-3" in missing:
            self.agree()

    @rule()
    def go_prepared(self) -> None:
        """Prepare, then go: without this a random life rarely reaches the far gates."""
        self.prepare()
        self.go_forward()

    @rule()
    def go_forward(self) -> None:
        """Try the next gate, as the person who may."""
        missing = self.plain.missing(self.now)
        service, name = (advance, "elena") if self.plain.stage != "negotiation" else (confirm_won, "naomi")
        if missing:
            with pytest.raises(Conflict) as refused, transaction.atomic():
                service(**self.known(name))
            said = {c["id"] for c in refused.value.facts.get("criteria", []) if c["state"] in ("unmet", "stale")}
            assert said == missing - {"closed"}
            Life.gated["refused"] += 1
            return
        service(**self.known(name))
        self.plain.stage = "negotiation" if self.plain.stage == "discovery" else "closed_won"
        self.plain.closed_at = self.now if self.plain.stage == "closed_won" else None
        Life.gated["passed"] += 1

    @rule()
    def force_the_database(self) -> None:
        """Write the event and the stage oneself: the trigger must decide as the plain model does."""
        row = Opportunity.objects.get(pk=self.deal.id)
        edge = next_edge(subject_of(row))
        if edge is None:
            return
        is_open = not self.plain.missing(self.now)
        evaluation = evaluate(subject_of(row), edge, now=self.now)
        assert evaluation.allowed is is_open
        try:
            with transaction.atomic():
                StageEvent.objects.create(
                    opportunity=row, seq=row.stage_seq + 1, move=edge.move, from_stage=edge.src, to_stage=edge.dst,
                    at=self.now, via="sql", definition_id=row.definition_id, amount=row.amount, currency=row.currency,
                    amount_reporting=row.amount_reporting, probability=0, owner_id=row.owner_id,
                    actor_id=self._acts_as("owen" if edge.move == "won" else "elena"),
                )  # fmt: skip
                raise InterruptedError
        except InterruptedError:
            assert is_open
        except Exception as error:  # whatever the trigger raises, only its verdict counts
            assert not is_open, error

    def _acts_as(self, name: str) -> int:
        """Tell the database who acts; the owner moves, finance confirms a win."""
        person = self.cast.user(name).pk
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('salesops.actor', %s, true)", [str(person)])
        return person

    @rule(chance=st.integers(0, 3))
    def lose(self, chance: int) -> None:
        """Lose an open deal, one time in four."""
        if chance == 0 and self.plain.stage in ("discovery", "negotiation"):
            loss = Loss(
                "lost", "timing", "They stopped the project until the next fiscal year.", is_reengage_never=True
            )
            lose(**self.known(), loss=loss)
            self.plain.left, self.plain.stage, self.plain.closed_at = self.plain.stage, "closed_lost", self.now

    @rule()
    def bring_back(self) -> None:
        """Reopen a lost deal, if the ninety days are not over."""
        if self.plain.stage != "closed_lost" or self.plain.closed_at is None:
            return
        if self.now - self.plain.closed_at > timedelta(days=90):
            with pytest.raises(Conflict, match="90 days"), transaction.atomic():
                reopen(**self.known("tomas"), reason=WHY)
            return
        reopen(**self.known("tomas"), reason=WHY)
        self.plain.stage = self.plain.left

    @rule()
    def go_back(self) -> None:
        """Try to go back: the first stage is never returned to once qualified."""
        with pytest.raises(Conflict), transaction.atomic():
            send_back(**self.known("tomas"), reason=WHY)

    @invariant()
    def they_agree(self) -> None:
        """The record stands where the plain model does, its events in order and complete."""
        if not hasattr(self, "deal"):
            return
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
            cursor.execute(
                "SELECT o.stage, o.stage_seq, count(*), max(e.seq) FROM opportunities_opportunity o JOIN "
                "opportunities_stageevent e ON e.opportunity_id = o.id WHERE o.id = %s GROUP BY o.id",
                [self.deal.id],
            )
            stage, seq, events, last = cursor.fetchone()
        assert stage == self.plain.stage
        assert seq == events == last


@pytest.mark.parametrize("part", range(PARTS))
def test_a_thousand_lives_agree(db: None, part: int) -> None:
    Life.gated.clear()
    checks = list(HealthCheck)
    chosen = settings(
        max_examples=SEQUENCES // PARTS, stateful_step_count=STEPS, deadline=None, suppress_health_check=checks,
        database=None, print_blob=True,
    )  # fmt: skip
    run_state_machine_as_test(Life, settings=chosen)
    print(f"part {part}: {dict(Life.gated)}")
    assert Life.gated["passed"] >= SEQUENCES // PARTS // 2
    assert set(NEEDED) <= set(MAX_AGE)
