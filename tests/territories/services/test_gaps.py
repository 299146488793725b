"""Gaps that somebody waits in: met once, told, and closed when the place has an owner."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from salesops.outbox.models import Event
from salesops.territories.models import TerritoryGap
from salesops.territories.queries import resolve_account
from salesops.territories.services.draft_plan import draft_plan
from salesops.territories.services.follow_map import follow_map
from salesops.territories.services.note_gap import note_gap
from salesops.territories.services.publish_plan import publish_plan
from salesops.territories.services.write_rule import NewRule, write_rule
from tests.cast import Cast
from tests.reminders.watching import Watch
from tests.story import Deal, new_account
from tests.territories.atlas import WHY, WORLD, draw

pytestmark = pytest.mark.django_db
GAPPY = {name: what for name, what in WORLD.items() if name != "EMEA"}
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_a_deal_in_a_gap_meets_it_once(cast: Cast) -> None:
    draw(cast, GAPPY)
    deal = Deal(cast, account=new_account("Marlow Foods", country="FR", employees=300))
    Deal(cast, account=deal.account)
    gap = TerritoryGap.objects.get()
    assert (gap.node, gap.segment, gap.verdict, gap.theatre) == ("FR", "mid_market", "gap", "emea")
    assert Event.objects.filter(type="territory.gap_met.v1").count() == 1


def test_the_sweeper_meets_the_accounts_and_closes_what_is_covered(cast: Cast) -> None:
    made = draw(cast, GAPPY)
    account = new_account("Marlow Foods", country="FR")
    now = timezone.now()
    follow_map(now=now)
    assert TerritoryGap.objects.get().covered_at is None
    plan = draft_plan(actor=cast.kim, now=now, effective_on=now.date(), reason=WHY)
    write_rule(actor=cast.kim, now=now, number=plan.number, version=None, new=NewRule(made["DACH"].pk, "emea"))
    publish_plan(actor=cast.kim, now=now, number=plan.number, version=None)
    follow_map(now=now)
    assert TerritoryGap.objects.get().covered_at == now
    assert resolve_account(account.pk, now).is_owned


def test_an_address_without_a_country_lies_in_no_cell(cast: Cast) -> None:
    draw(cast, GAPPY)
    assert note_gap(resolve_account(new_account("Nowhere").pk, timezone.now()), now=timezone.now()) is None


def test_operations_and_the_regional_vp_hear_daily_and_the_leader_after_five_days(cast: Cast) -> None:
    draw(cast, GAPPY)
    cast.actor("ingrid")
    found = resolve_account(new_account("Marlow Foods", country="FR").pk, timezone.now())
    gap = note_gap(found, now=MONDAY)
    assert gap is not None
    watch = Watch("territory_gap", gap.pk, MONDAY, scope="territory_gap")
    told = watch.pass_days(8)
    assert told[:4] == [
        "operations Kim Mon 2 Mar 09:00",
        "regional_vp Tomas Mon 2 Mar 09:00",
        "operations Kim Tue 3 Mar 09:00",
        "regional_vp Tomas Tue 3 Mar 09:00",
    ]
    assert [line for line in told if line.startswith("leader")] == ["leader Ingrid Mon 9 Mar 09:00"]
    assert watch.reminder.title == "Give France, mid-market, an owner"
    TerritoryGap.objects.update(covered_at=watch.now)
    watch.plan()
    assert not watch.is_open
