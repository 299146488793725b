"""Reminders of MEDDPICC: what grows old, what is in doubt, what waits for a second person (domain §3, §12)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.urls import reverse

from opportunities.domain.closing_set import TALKS_PERCENT
from opportunities.reminders.deals import Deal, day, open_deals
from qualification.criteria.loading import load_meddpicc
from qualification.domain.standing import Known, Standing, stale_from
from salesops.core.actor import RecordRef
from salesops.reminders.domain.rules import Matter, Rule, lane
from salesops.reminders.registry import rule
from salesops.users.queries.leading import heads


@rule(
    Rule(
        key="meddpicc_stale",
        scope="opportunity",
        title="MEDDPICC out of date",
        trigger="what is known of a component is older than it may be",
        stops="it is assessed afresh",
        lanes=(lane("owner", "0 d", every="7 d"), lane("manager", "3 bd")),
    )
)
def meddpicc_stale(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """This function will find what is known of each component, due when it grows old; managers hear in the talks."""
    for deal, standing, known in _known(ids, now):
        label = standing.component.label
        since = stale_from(
            standing.component, known.set_at, probability=deal.probability, close_date=deal.close_date
        )  # fmt: skip
        yield deal.matter(
            "age", since,
            subject=RecordRef("assessment", known.assessment_id),
            title=f"Confirm {label.lower()} of {deal.name} again",
            why=f"Level {known.level} of {day(known.set_at, now)} counts one level less from {day(since, now)} on.",
            people=deal.people if deal.probability >= TALKS_PERCENT else {"owner": (deal.owner_id,)},
            path=reverse("qualification:assess", args=[deal.id, standing.component.key]),
            act="Assess",
        )  # fmt: skip


@rule(
    Rule(
        key="meddpicc_forced",
        scope="opportunity",
        title="MEDDPICC in doubt",
        trigger="something happened that puts a component in doubt",
        stops="it is assessed afresh",
        lanes=(lane("owner", "0 bd"),),
    )
)
def meddpicc_forced(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """This function will find the components that an event put in doubt after they were assessed."""
    for deal, standing, known in _known(ids, now):
        if standing.is_forced and known.forced_at:
            yield deal.matter(
                f"forced:{known.forced_at:%Y-%m-%dT%H:%M:%S}", known.forced_at,
                subject=RecordRef("assessment", known.assessment_id),
                title=f"Confirm {standing.component.label.lower()} of {deal.name} again",
                why=f"It counts one level less: {known.forced_reason}.",
                people={"owner": (deal.owner_id,)},
                path=reverse("qualification:assess", args=[deal.id, standing.component.key]),
                act="Assess",
            )  # fmt: skip


@rule(
    Rule(
        key="cosign_wanted",
        scope="opportunity",
        title="Second person wanted",
        trigger="a level 3 of economic buyer or champion waits for a second person",
        stops="somebody co-signs, or it is assessed afresh",
        lanes=(lane("cosigner", "1 bd"), lane("manager", "3 bd")),
    )
)
def cosign_wanted(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """This function will find the levels 3 without a second person, for those of the deal's region who may be one."""
    waiting = [each for each in _known(ids, now) if each[1].awaits_cosign]
    house = heads() if waiting else None
    for deal, standing, known in waiting:
        others = [who for who in (house.of_region(deal.region) or house.leaders if house else ())
                  if who not in (known.set_by_id, deal.owner_id)]  # fmt: skip
        yield deal.matter(
            "cosign", known.set_at,
            subject=RecordRef("assessment", known.assessment_id),
            title=f"Co-sign {standing.component.label.lower()} of {deal.name}",
            why=f"{known.set_by} set it to level 3 on {day(known.set_at, now)}; it counts as 2 until you co-sign.",
            people=deal.people | {"cosigner": tuple(others)},
            path=reverse("qualification:cosign", args=[deal.id, standing.component.key]),
            act="Co-sign",
        )  # fmt: skip


def _known(ids: Sequence[int], now: datetime) -> Iterator[tuple[Deal, Standing, Known]]:
    """Find what is known of the components of open deals; nothing is no knowledge to keep fresh."""
    deals = open_deals(ids)
    facts = load_meddpicc([deal.id for deal in deals], now) if deals else {}
    for deal in deals:
        for standing in facts[deal.id].in_order:
            if standing.known and standing.level:
                yield deal, standing, standing.known
