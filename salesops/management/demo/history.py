"""Eighteen months of closed deals, the same for every load: medians and win rates need something to stand on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from random import Random

from opportunities.models import Opportunity
from opportunities.services.place_imported import Placement, place_imported
from opportunities.services.pricing import price
from salesops.accounts.models import Account
from salesops.management.demo.deals import Stage
from salesops.process.queries import definition_of, published_definition
from salesops.users.models import User

CLOSED = 140
MONTHS = 18
USES = ("Usage analytics", "Fraud scoring", "Cost reporting", "Event archive", "Shelf pricing", "Sensor history")
# Lost customers are tried again half a year later; older losses were given up.
TRY_AGAIN_AFTER = timedelta(days=180)
REASONS = ("price_budget", "timing", "competitor", "no_decision", "stayed_with_status_quo", "feature_gap")


def load_history(stage: Stage) -> int:
    """Place the closed deals of the last eighteen months and return how many."""
    chance = Random(13)  # noqa: S311 - a story, not a secret
    pinned = published_definition("generic.three_stage")
    definition = definition_of(pinned.pk)
    accounts = [account for account, _ in stage.accounts.values()]
    sellers = [stage.people.by_name[name] for name in SELLERS]
    placements = []
    for number in range(CLOSED):
        opportunity = _deal(chance, number, accounts, sellers)
        opportunity.definition = pinned
        price(opportunity, definition, now=stage.now)
        closed = stage.now - timedelta(days=chance.randrange(4, MONTHS * 30), hours=chance.randrange(24))
        created = closed - timedelta(days=chance.randrange(20, 120))
        opportunity.close_date = closed.date()
        stage_key = "closed_won" if chance.random() < 0.55 else "closed_lost"
        if stage_key == "closed_lost":
            opportunity.outcome_class, opportunity.loss_reason = "lost", chance.choice(REASONS)
            again = closed.date() + TRY_AGAIN_AFTER
            is_ahead = again > stage.now.date() - timedelta(days=30)
            opportunity.reengage_on, opportunity.is_reengage_never = again if is_ahead else None, not is_ahead
        placements.append(Placement(opportunity, stage_key, created, closed, {"source": "demo"}))
    place_imported(actor=stage.operations, now=stage.now, definition=definition, placements=placements)
    return len(placements)


SELLERS = ("Dev Patel", "Hannah Brandt", "Kofi Mensah", "Elena Petrova", "Arjun Nair", "Sofia Castell", "Liam O'Dea")


def _deal(chance: Random, number: int, accounts: Sequence[Account], sellers: Sequence[User]) -> Opportunity:
    account, use = chance.choice(accounts), chance.choice(USES)
    seller = chance.choice(sellers)
    return Opportunity(
        name=f"{account.name} – {use}",
        use_case=use,
        account=account,
        subtype="new_business",
        source=chance.choice(["outbound_ae", "inbound_form", "event", "customer_referral"]),
        source_system="demo",
        source_key=f"H{number:03}",
        owner=seller,
        originator=seller,
        one_time=Decimal(chance.randrange(8, 260) * 1000),
        currency="USD",
    )
