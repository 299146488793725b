"""The demo company's requests to commercial authority: some wait, one is outgrown; a lane, a deputy, an escalation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from approvals.domain.lifecycle import Justification
from approvals.models import ApprovalRequest
from approvals.services.approve import approve
from approvals.services.delegate import NewDelegation, delegate
from approvals.services.escalate import raise_escalation
from approvals.services.submit import NewRequest, submit
from opportunities.models import Opportunity
from salesops.core.actor import Actor
from salesops.management.demo.deals import Stage
from salesops.management.demo.prices import in_this_quarter, reprice_an_offer
from salesops.users.queries import actor_for

AWAY_DAYS = 5
# Legal has 72 business hours for the customer's paper, nine days of work: over by now (domain §13.2).
LATE_HOURS = 15 * 24


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about a deal, so many hours ago, and who has approved it since."""

    deal: str
    kind: str
    what: str
    why: str
    give_get: str
    alternatives: str
    hours_ago: int = 3
    approved_by: tuple[str, ...] = ()


OUTGROWN = Asked(
    "D08",
    "offer",
    "18 % for Fjordline over three years",
    "Their group buys telecoms analytics once in five years; the incumbent bundles it with the network contract.",
    "18 % on every line; 36 months, a joint press release and two site visits.",
    "12 % with a ramp: their finance wants one price for all three years.",
    120,
    ("Tomas Keller", "Naomi Feld"),
)
WAITING = (
    Asked(
        "D07",
        "discount_outside_guardrails",
        "24 % and 45 days for Orchard & Vale",
        "A rival quoted 98,000 on the 13th; their CFO showed us the sheet.",
        "24 % in both years and 45 days; 24 months, a reference call, signature by the 11th.",
        "18 % with 12 months: the buyer refused it on the 17th.",
        4,
    ),
    Asked(
        "D09",
        "offer",
        "9 % for Sable Peak over two years",
        "The claims team lost its sponsor; the new one wants the price that was promised to the old one.",
        "9 % on the commit; 24 months and a start before the quarter ends.",
        "5 % and onboarding at list, which their procurement turned down.",
        30,
        ("Rosa Villanueva",),
    ),
    Asked(
        "D12",
        "offer",
        "Hollin Media on their own paper",
        "Their group signs nothing but its master agreement; their counsel sent it with the price they accept.",
        "5 % and their paper; 24 months and both brands on the platform.",
        "Our paper with their amendments, which their counsel sent back unread.",
        LATE_HOURS,
        ("Tomas Keller", "Naomi Feld"),
    ),
    Asked(
        "D16",
        "poc_skip",
        "No second POC for Tamarind's parts team",
        "The fleet team's POC exceeded its criteria on the same data two months ago.",
        "We save four weeks; they give us the parts catalogue at once.",
        "A short validation session alone, which nobody there has time for.",
        26,
    ),
    Asked(
        "D01",
        "offer",
        "7 % for Kestrel Pay",
        "A usual step off the list, to land inside the budget their head of fraud showed us.",
        "7 % on the commit; signature before their budget closes.",
        "List price with payment after 60 days, which finance would not like.",
        2,
    ),
)


def ask_for_approvals(stage: Stage) -> None:
    """Name Keller's deputy, ask for what waits, and let one approval be outgrown by its offer."""
    today, people = stage.now.date(), stage.people.by_name
    keller = people["Tomas Keller"]
    deputy = NewDelegation(
        keller.pk, people["Rosa Villanueva"].pk, today, today + timedelta(days=AWAY_DAYS), max_discount=Decimal(30)
    )
    delegate(actor=actor_for(keller), now=stage.now, new=deputy)
    _outgrow(stage)
    for asked in WAITING:
        _ask(stage, asked)
    deal = _deal("D09")
    raise_escalation(
        actor=_owner(stage, deal),
        now=stage.now - timedelta(hours=5),
        opportunity_id=deal.pk,
        severity="high",
        reason="Their new head of claims asks for a talk between executives before she signs anything.",
    )


def _outgrow(stage: Stage) -> None:
    deal = _deal(OUTGROWN.deal)
    owner = _owner(stage, deal)
    reprice_an_offer(actor=owner, opportunity_id=deal.pk, now=stage.now - timedelta(days=6), discount=Decimal(18))
    _ask(stage, OUTGROWN)
    reprice_an_offer(actor=owner, opportunity_id=deal.pk, now=stage.now - timedelta(days=1), discount=Decimal(21))


def _ask(stage: Stage, asked: Asked) -> ApprovalRequest:
    deal = _deal(asked.deal)
    then = in_this_quarter(stage.now - timedelta(hours=asked.hours_ago), stage.now)
    reasons = Justification(
        what=asked.what,
        why=asked.why,
        give_get=asked.give_get,
        expectation="An answer this week, and one price in writing.",
        alternatives=asked.alternatives,
        needed_by=(stage.now + timedelta(days=4)).date(),
    )
    number = deal.offers.order_by("-number").values_list("number", flat=True).first()
    new = NewRequest(asked.kind, reasons, number)
    row = submit(actor=_owner(stage, deal), now=then, opportunity_id=deal.pk, new=new)
    for place, name in enumerate(asked.approved_by, start=1):
        moment = then + timedelta(hours=2 * place)
        approve(actor=_actor(stage, name), now=moment, request_id=row.pk, seen_fingerprint=row.subject_fingerprint)
    return row


def _deal(key: str) -> Opportunity:
    return Opportunity.objects.get(source_system="demo", source_key=key)


def _owner(stage: Stage, deal: Opportunity) -> Actor:
    return _actor(stage, deal.owner.name)


def _actor(stage: Stage, name: str) -> Actor:
    return actor_for(stage.people.by_name[name])
