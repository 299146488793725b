"""What health, velocity and priority are computed from, read for many opportunities in one statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db import connection

from opportunities.domain.kinds import HELD_KINDS
from qualification.domain.health import Departure
from qualification.domain.velocity import AT_RISK, AT_RISK_DAYS

_READ = """
    SELECT o.id, o.definition_id, o.stage, o.probability, o.position,
           o.subtype IN ('renewal', 'expansion') AS is_renewal,
           o.close_date, o.renewal_date, o.expected_purchase_date, o.next_step_date, o.stage_entered_at, o.qualified_at,
           o.created_at,
           ARRAY(SELECT c.at FROM opportunities_fieldchange c
                 WHERE c.opportunity_id = o.id AND c.field = 'close_date' AND c.new > c.old) AS pushes,
           ARRAY(SELECT c.at FROM opportunities_fieldchange c
                 WHERE c.opportunity_id = o.id AND c.field = 'next_step_date' AND c.new IS NOT NULL) AS next_steps_set,
           ARRAY(SELECT e.at FROM opportunities_stageevent e
                 WHERE e.opportunity_id = o.id AND e.move = 'forward') AS forward_moves,
           ARRAY(SELECT e.at FROM opportunities_stageevent e
                 WHERE e.opportunity_id = o.id AND e.move IN ('back', 'reopen')) AS moved_back,
           ARRAY(SELECT a.happened_at FROM opportunities_activity a
                 WHERE a.opportunity_id = o.id AND a.kind = ANY(%(held)s) AND a.customer_count > 0
                   AND a.happened_at <= %(now)s) AS customer_activities,
           (SELECT round(avg(a.sentiment), 2) FROM opportunities_activity a
            WHERE a.opportunity_id = o.id AND a.happened_at > %(month_ago)s) AS sentiment,
           ARRAY(SELECT json_build_array(c.name, s.role, (c.left_at AT TIME ZONE 'UTC')::date, EXISTS (
                     SELECT 1 FROM opportunities_stakeholder x JOIN accounts_contact y ON y.id = x.contact_id
                     WHERE x.opportunity_id = o.id AND x.role = s.role AND y.left_at IS NULL))
                 FROM opportunities_stakeholder s JOIN accounts_contact c ON c.id = s.contact_id
                 WHERE s.opportunity_id = o.id AND c.left_at IS NOT NULL
                   AND s.role IN ('champion', 'economic_buyer', 'decision_maker') ORDER BY s.id) AS departures,
           (SELECT count(*) FROM opportunities_waiver w
            WHERE w.opportunity_id = o.id AND w.lifted_at IS NULL) AS waivers,
           ARRAY(SELECT json_build_array(h.at, h.velocity) FROM qualification_healthchange h
                 WHERE h.opportunity_id = o.id ORDER BY h.at, h.id) AS classes,
           (SELECT avg((other.acv * other.rate <= o.acv * o.rate)::int)::float FROM opportunities_opportunity other
            WHERE other.owner_id = o.owner_id AND other.stage_kind = 'open') AS value_share
    FROM opportunities_opportunity o
    WHERE o.id = ANY(%(ids)s)
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """One open opportunity as it stands in the database; every time in UTC, `value_share` 0 to 1."""

    id: int
    definition_id: int
    stage: str
    probability: int
    is_renewal: bool
    position: str
    close_date: date | None
    renewal_date: date | None
    expected_purchase_date: date | None
    next_step_date: date | None
    stage_entered_at: datetime
    qualified_at: datetime | None
    created_at: datetime
    pushes: tuple[datetime, ...]
    next_steps_set: tuple[datetime, ...]
    forward_moves: tuple[datetime, ...]
    setbacks: tuple[datetime, ...]
    customer_activities: tuple[datetime, ...]
    sentiment: Decimal | None
    departures: tuple[Departure, ...]
    waivers: int
    value_share: float


def read_for_health(ids: Sequence[int], now: datetime) -> list[Reading]:
    """This function will read what health and velocity need of opportunities, one statement for all."""
    month_ago = now - timedelta(days=30)
    given: dict[str, Any] = {"ids": list(ids), "now": now, "month_ago": month_ago, "held": list(HELD_KINDS)}
    with connection.cursor() as cursor:
        cursor.execute(_READ, given)
        names = [column.name for column in cursor.description]
        return [_reading(dict(zip(names, row, strict=True)), now) for row in cursor.fetchall()]


def _reading(row: dict[str, Any], now: datetime) -> Reading:
    classes = [(datetime.fromisoformat(at), name) for at, name in row.pop("classes")]
    setbacks = (*row.pop("moved_back"), *_seven_days_at_risk(classes, now))
    departures = tuple(
        Departure(name, role, date.fromisoformat(left), replaced)
        for name, role, left, replaced in row.pop("departures")
    )
    times: Mapping[str, Any] = {
        name: tuple(row.pop(name)) for name in ("pushes", "next_steps_set", "forward_moves", "customer_activities")
    }
    return Reading(**row, **times, setbacks=setbacks, departures=departures)


def _seven_days_at_risk(classes: list[tuple[datetime, str]], now: datetime) -> list[datetime]:
    """Return when a spell at risk had lasted seven days, for each spell that did."""
    long = timedelta(days=AT_RISK_DAYS)
    spells: list[tuple[datetime, datetime]] = []
    for (start, name), (end, _) in pairwise([*classes, (now, "")]):
        if name != AT_RISK:
            continue
        if spells and spells[-1][1] == start:
            spells[-1] = (spells[-1][0], end)
        else:
            spells.append((start, end))
    return [start + long for start, end in spells if end - start >= long]
