"""Each list of layer 2 that a gate asks for is read the same in Python and in SQL (domain §7.4, §2.7)."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opportunities.domain.terms import KIND_OF
from opportunities.models import Activity, Document, LegalItem, Opportunity, Stakeholder, Term
from opportunities.services.amend import amend
from opportunities.services.confirm_won import confirm_won
from salesops.accounts.models import Account, Contact
from salesops.db.acting import act_as
from salesops.process.domain.gate import State
from salesops.process.domain.registry import EVALUATORS, load_facts
from tests.cast import Cast
from tests.story import LINK, Deal

pytestmark = pytest.mark.django_db

ASKED: dict[str, dict[str, Any]] = {
    "open_items_zero of terms": {"of": "terms"},
    "open_items_zero of legal_items": {"of": "legal_items", "allowed": 2},
    "open_items_zero of papers": {"of": "papers"},
    "open_items_zero of other_renewals": {"of": "other_renewals"},
    "record_exists": {"any": ["agreements"]},
    "criteria_all_pass of fit": {"of": "fit", "min": 60, "personas": ["executive", "finance"]},
    "activity_held": {"min": 2, "when_source": "outbound_sdr", "ae": True},
}
# An offer is shown only inside its approval, so these are asked on whole deals: tests/flows/test_standard_criteria.py.
ASKED_ABOVE = {f"criteria_all_pass of {name}" for name in ("negotiation", "signatories", "closing_documents")}
LEGAL_ALONE: dict[str, Any] = {"of": "legal_items"}
STATES = st.sampled_from(["agreed", "agreed", "agreed", "not_applicable", "open"])


@st.composite
def scenes(draw: Any) -> dict[str, Any]:
    """Return words on the terms, points, papers, and another renewal."""
    return {
        "words": draw(st.lists(st.tuples(st.sampled_from([*KIND_OF, "Escrow"]), STATES), max_size=4)),
        "is_all_said": draw(st.booleans()),
        "points": draw(
            st.lists(st.tuples(st.sampled_from(["minor", "minor", "minor", "major"]), st.booleans()), max_size=5)
        ),
        "papers": draw(
            st.lists(
                st.tuples(
                    st.sampled_from(["agreement", "quote", "proposal", "statement_of_work"]),
                    st.sampled_from(["draft", "issued", "signed", "void"]),
                ),
                max_size=2,
            )
        ),
        "other": draw(st.sampled_from(["", "open", "another use case"])),
        "calls": draw(st.lists(st.tuples(st.integers(-3, 1), st.booleans()), max_size=3)),
        "source": draw(st.sampled_from(["outbound_sdr", "outbound_sdr", "event"])),
        "icp_fit": draw(st.sampled_from([None, 59, 60, 60])),
        "persona": draw(st.sampled_from(["", "executive", "end_user"])),
        "has_left": draw(st.sampled_from([False, False, True])),
        "days_later": draw(st.sampled_from([0, 364, 367])),
    }


def test_every_list_of_layer_two_is_asked_here() -> None:
    lists = {
        name for name, each in EVALUATORS.items() if " of " in name and each.__module__.startswith("opportunities")
    }
    assert lists == {name for name in ASKED if " of " in name} | ASKED_ABOVE


def test_agree_on_every_list(cast: Cast) -> None:
    deal = Deal(cast, process="renewal.community", owner="beatriz")
    other = Deal(cast, process="renewal.community", owner="beatriz", account=deal.account)
    _sell(cast, deal)
    seen: Counter[tuple[str, bool]] = Counter()

    @given(scene=scenes())
    @settings(max_examples=200, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    def agree(scene: dict[str, Any]) -> None:
        with transaction.atomic():
            _lay_out(deal, other, scene)
            for name, args in [*ASKED.items(), ("open_items_zero of legal_items", LEGAL_ALONE)]:
                in_python, in_sql = both(deal, name, args, deal.now + timedelta(days=scene["days_later"]))
                assert in_python == in_sql, (name, scene)
                seen[name, in_sql] += 1
            transaction.set_rollback(True)

    agree()
    assert set(seen) == {(name, holds) for name in ASKED for holds in (True, False)}


def both(deal: Deal, name: str, args: dict[str, Any], at: datetime) -> tuple[bool, bool]:
    """Return what the evaluator and its twin say."""
    known = load_facts("opportunity", [deal.id], at)[deal.id]
    verdict = EVALUATORS[name](known, args, at)
    assert verdict.explanation
    assert (verdict.fix is None) == (verdict.state is State.MET)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT gate_{name.split(' of ')[0]}(%s, %s, %s)", [deal.id, json.dumps(args), at])
        return verdict.state is State.MET, cursor.fetchone()[0]


def _sell(cast: Cast, deal: Deal) -> None:
    """A deal of the same customer that was won."""
    sold = Deal(cast, account=deal.account, more={"recurring": Decimal(30_000), "term_months": 12})
    sold.open_discovery_gate()
    sold.advance()
    sold.open_negotiation_gate()
    confirm_won(**sold.known(cast.naomi))


def _lay_out(deal: Deal, other: Deal, scene: dict[str, Any]) -> None:
    act_as(deal.actor)
    row = {"by_id": deal.actor.user_id, "at": deal.now}
    words = [(key, "agreed") for key in KIND_OF] if scene["is_all_said"] else []
    for topic, state in [*words, *scene["words"]]:
        kind = KIND_OF.get(topic, "legal")
        Term.objects.create(opportunity_id=deal.id, topic=topic, kind=kind, state=state, **row)
    for severity, is_settled in scene["points"]:
        said = {"settled": "Yes", "settled_by_id": deal.actor.user_id, "settled_at": deal.now} if is_settled else {}
        LegalItem.objects.create(opportunity_id=deal.id, text="A point", severity=severity, **said, **row)
    for kind, state in scene["papers"]:
        signed = {"signed_by": "Kari", "signed_on": deal.now.date()} if state == "signed" else {}
        paper = {"kind": kind, "title": kind, "state": state, "link": LINK, "by_id": row["by_id"], **signed}
        Document.objects.create(opportunity_id=deal.id, created_at=deal.now, **paper)
    for days, has_ae in scene["calls"]:
        talk = {"kind": "call", "subject": "Talk", "has_ae": has_ae, "by_id": row["by_id"], "created_at": deal.now}
        Activity.objects.create(opportunity_id=deal.id, happened_at=deal.now + timedelta(days=days), **talk)
    Account.objects.filter(pk=deal.account.pk).update(icp_fit=scene["icp_fit"])
    left_at = deal.now if scene["has_left"] else None
    Contact.objects.filter(pk=deal.contact.pk).update(persona=scene["persona"], left_at=left_at)
    Stakeholder.objects.create(opportunity_id=deal.id, contact=deal.contact, role="user", added_at=deal.now)
    Opportunity.objects.filter(pk=deal.id).update(source=scene["source"])
    if scene["other"] != "open":
        use_case = {"": "", "another use case": "Fraud"}[scene["other"]]
        amend(**other.known(), changes={"use_case": use_case})
