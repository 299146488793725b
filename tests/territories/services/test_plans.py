"""Plans: drafted, looked at, published only when covered or accepted, and never changed afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from salesops.accounts.domain.segments import ENTERPRISE, SMALL
from salesops.core.errors import Conflict, Invalid, Refused, StaleVersion
from salesops.territories.domain.coverage import cover
from salesops.territories.domain.geography import Place
from salesops.territories.models import TerritoryAssignment, TerritoryPlan, TerritoryRule
from salesops.territories.queries import resolve
from salesops.territories.queries.coverage import map_with
from salesops.territories.services.acknowledge_gaps import acknowledge_gaps
from salesops.territories.services.amend_plan import amend_plan, discard_plan
from salesops.territories.services.draft_plan import draft_plan
from salesops.territories.services.publish_plan import publish_plan
from salesops.territories.services.write_rule import NewRule, drop_rule, write_rule
from tests.cast import Cast
from tests.territories.atlas import WHY, WORLD, draw, publish, territories, write

pytestmark = pytest.mark.django_db
WHOLE = {name: WORLD[name] for name in ("Americas", "EMEA", "Rest of APAC")} | {
    "India": ("japac", "arjun", [("japac", ())])
}


@pytest.fixture
def known(cast: Cast) -> dict[str, Any]:
    """What operations call every service with."""
    return {"actor": cast.kim, "now": timezone.now()}


def drafted(cast: Cast, known: dict[str, Any], world: Any = WHOLE, days: int = 0) -> TerritoryPlan:
    """Return a draft with the rules of a map."""
    made = territories(cast, world, now=known["now"])
    plan = draft_plan(**known, effective_on=(known["now"] + timedelta(days=days)).date(), reason=WHY)
    write(cast, plan, world, made, now=known["now"])
    plan.refresh_from_db()
    return plan


class TestPublishing:
    def test_a_clean_plan_is_published_and_holds_from_its_first_day(self, cast: Cast, known: dict[str, Any]) -> None:
        plan = drafted(cast, known, days=30)
        publish_plan(**known, number=plan.number, version=plan.version)
        first = plan.effective_on
        assert resolve(Place("DE"), 40, known["now"]).verdict == "gap"
        assert resolve(Place("DE"), 40, first).verdict == "owned"

    def test_a_gap_keeps_a_plan_a_draft_until_its_vp_accepts_exactly_that(
        self, cast: Cast, known: dict[str, Any]
    ) -> None:
        world = {name: what for name, what in WHOLE.items() if name != "EMEA"}
        plan = drafted(cast, known, world)
        with pytest.raises(Conflict, match=r"EMEA: .* cells have no owner") as refused:
            publish_plan(**known, number=plan.number, version=None)
        assert refused.value.code == "not_covered"
        with pytest.raises(Refused):
            acknowledge_gaps(
                actor=cast.rosa, now=known["now"], number=plan.number, version=None, theatre="emea", reason=WHY
            )
        tomas = {"actor": cast.tomas, "now": known["now"], "number": plan.number, "version": None}
        acknowledge_gaps(**tomas, theatre="emea", reason=WHY)
        drop_rule(**known, number=plan.number, version=None, rule_id=plan.rules.order_by("id").first().pk)  # type: ignore[union-attr]
        with pytest.raises(Conflict, match=r"Americas: .* EMEA:"):
            publish_plan(**known, number=plan.number, version=None)

    def test_an_accepted_gap_lets_it_pass(self, cast: Cast, known: dict[str, Any]) -> None:
        world = {name: what for name, what in WHOLE.items() if name != "EMEA"}
        plan = drafted(cast, known, world)
        assert publish(cast, plan.number, now=known["now"]).state == "published"

    def test_an_overlap_is_never_accepted(self, cast: Cast, known: dict[str, Any]) -> None:
        plan = drafted(cast, known)
        twice = plan.rules.order_by("id").first()
        assert twice is not None
        write_rule(**known, number=plan.number, version=None, new=NewRule(twice.territory_id, twice.node_id))
        with pytest.raises(Conflict, match="rules overlap"):
            publish_plan(**known, number=plan.number, version=None)
        with pytest.raises(Conflict, match="has overlaps there"):
            acknowledge_gaps(
                actor=cast.rosa, now=known["now"], number=plan.number, version=None, theatre="americas", reason=WHY
            )

    def test_only_operations_publish(self, cast: Cast, known: dict[str, Any]) -> None:
        plan = drafted(cast, known)
        for name in ("tomas", "elena", "ingrid", "vera"):
            with pytest.raises(Refused):
                publish_plan(actor=cast.actor(name), now=known["now"], number=plan.number, version=None)

    def test_a_plan_begins_today_at_the_earliest_and_not_before_another(
        self, cast: Cast, known: dict[str, Any]
    ) -> None:
        with pytest.raises(Invalid, match="today or later"):
            draft_plan(**known, effective_on=(known["now"] - timedelta(days=1)).date(), reason=WHY)
        plan = drafted(cast, known, days=30)
        publish_plan(**known, number=plan.number, version=None)
        with pytest.raises(Invalid, match="begin then or later"):
            draft_plan(**known, effective_on=(known["now"] + timedelta(days=10)).date(), reason=WHY)


class TestDrafting:
    def test_a_draft_starts_with_the_rules_in_force(self, cast: Cast, known: dict[str, Any]) -> None:
        plan = drafted(cast, known)
        publish_plan(**known, number=plan.number, version=None)
        second = draft_plan(**known, effective_on=known["now"].date(), reason=WHY)
        assert second.number == 2
        assert sorted(second.rules.values_list("node_id", flat=True)) == sorted(
            plan.rules.values_list("node_id", flat=True)
        )

    def test_there_is_one_draft_at_a_time(self, cast: Cast, known: dict[str, Any]) -> None:
        plan = drafted(cast, known)
        with pytest.raises(Conflict, match="Plan v1 is a draft already"):
            draft_plan(**known, effective_on=plan.effective_on, reason=WHY)
        discard_plan(**known, number=1, version=None)
        assert draft_plan(**known, effective_on=plan.effective_on, reason=WHY).number == 2

    def test_a_regional_vp_proposes_in_the_own_region_alone(self, cast: Cast, known: dict[str, Any]) -> None:
        plan = drafted(cast, known)
        emea = plan.rules.get(node_id="emea").territory_id
        tomas = {"actor": cast.tomas, "now": known["now"], "number": plan.number, "version": None}
        write_rule(**tomas, new=NewRule(emea, "DE"))
        with pytest.raises(Refused):
            write_rule(**tomas, new=NewRule(emea, "US-CA"))
        with pytest.raises(Refused):
            write_rule(**tomas, new=NewRule(plan.rules.get(node_id="americas").territory_id, "DE"))
        with pytest.raises(Refused):
            drop_rule(**tomas, rule_id=plan.rules.get(node_id="americas").pk)

    def test_what_was_read_must_be_what_is_there(self, cast: Cast, known: dict[str, Any]) -> None:
        plan = drafted(cast, known)
        amend_plan(**known, number=1, version=plan.version, effective_on=plan.effective_on, reason=WHY + " Again.")
        with pytest.raises(StaleVersion):
            amend_plan(**known, number=1, version=plan.version, effective_on=plan.effective_on, reason=WHY)

    def test_a_rule_names_places_and_segments_there_are(self, cast: Cast, known: dict[str, Any]) -> None:
        plan = drafted(cast, known)
        with pytest.raises(Invalid) as wrong:
            write_rule(**known, number=1, version=None, new=NewRule(0, "atlantis", frozenset({"huge"})))
        assert set(wrong.value.fields) == {"territory_id", "node", "segments"}
        assert plan.rules.count() == len(WHOLE)

    def test_all_three_segments_are_any_segment(self, cast: Cast, known: dict[str, Any]) -> None:
        plan = drafted(cast, known)
        every = NewRule(
            plan.rules.get(node_id="emea").territory_id, "DE", frozenset({"small", "mid_market", ENTERPRISE})
        )
        assert write_rule(**known, number=1, version=None, new=every).segments == []


class TestTheDatabase:
    """Raw SQL as the application's own role."""

    def refused(self, sql: str, words: str, *values: object) -> None:
        """Expect the statement to be refused with these words."""
        with pytest.raises(DatabaseError, match=words), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)

    def test_a_published_plan_and_its_rules_stay(self, cast: Cast) -> None:
        draw(cast)
        self.refused("UPDATE territories_territoryplan SET reason = 'x'", "is no draft does not change")
        self.refused("UPDATE territories_territoryrule SET node_id = 'FR'", "is no draft do not change")
        self.refused("DELETE FROM territories_territoryrule", "is no draft do not change")
        self.refused(
            "INSERT INTO territories_territoryrule (plan_id, territory_id, node_id, segments) "
            "SELECT plan_id, territory_id, 'FR', '{}' FROM territories_territoryrule LIMIT 1",
            "is no draft do not change",
        )

    def test_a_draft_with_gaps_is_not_published(self, cast: Cast, known: dict[str, Any]) -> None:
        world = {name: what for name, what in WHOLE.items() if name != "EMEA"}
        drafted(cast, known, world)
        self.refused(
            "UPDATE territories_territoryplan SET state = 'published', published_at = now(), published_by_id = author_id",
            "Not covered, and not acknowledged: gap in emea",
        )

    def test_nor_one_whose_gaps_come_later(self, cast: Cast, known: dict[str, Any]) -> None:
        plan = drafted(cast, known)
        ends = plan.effective_on + timedelta(days=50)
        TerritoryRule.objects.filter(plan=plan, node_id="emea").update(valid_to=ends)
        publishing = "UPDATE territories_territoryplan SET state = 'published', published_at = now(), published_by_id = author_id"
        self.refused(publishing, "Not covered, and not acknowledged: gap in emea")
        TerritoryRule.objects.filter(plan=plan, node_id="emea").update(valid_to=None)
        held = TerritoryAssignment.objects.get(territory__name="EMEA", duty="ae")
        TerritoryAssignment.objects.filter(pk=held.pk).update(valid_to=ends, ended_at=known["now"])
        self.refused(publishing, "Not covered, and not acknowledged: vacant in emea")

    def test_no_plan_is_born_published(self, cast: Cast, known: dict[str, Any]) -> None:
        self.refused(
            "INSERT INTO territories_territoryplan (version, number, state, effective_on, reason, author_id, created_at, "
            "published_by_id, published_at) VALUES (1, 9, 'published', current_date, '', %s, now(), %s, now())",
            "begins as a draft",
            cast.kim.user_id,
            cast.kim.user_id,
        )

    def test_a_rule_of_no_place_is_refused(self, cast: Cast, known: dict[str, Any]) -> None:
        plan = drafted(cast, known)
        with pytest.raises(DatabaseError), transaction.atomic():
            TerritoryRule.objects.create(plan=plan, territory_id=plan.rules.all()[0].territory_id, node_id="atlantis")
            connection.check_constraints()

    def test_it_counts_the_faults_as_python_does(self, cast: Cast, known: dict[str, Any]) -> None:
        plan = drafted(cast, known, WORLD)
        first = plan.rules.order_by("id")[0]
        write_rule(**known, number=1, version=None, new=NewRule(first.territory_id, first.node_id))
        write_rule(**known, number=1, version=None, new=NewRule(first.territory_id, "US-NY", frozenset({SMALL})))
        write_rule(**known, number=1, version=None, new=NewRule(first.territory_id, "US-NY"))
        drop_rule(**known, number=1, version=None, rule_id=plan.rules.get(node_id="rest_of_apac").pk)
        vacant = territories(cast, {"Nobody's": ("emea", "", [])}, now=known["now"])["Nobody's"]
        write_rule(**known, number=1, version=None, new=NewRule(vacant.pk, "FR", frozenset({SMALL, ENTERPRISE})))
        day = plan.effective_on
        with connection.cursor() as cursor:
            cursor.execute("SELECT place, segment, theatre, verdict FROM territory_faults(%s, %s)", [plan.pk, day])
            counted = set(cursor.fetchall())
        found = cover(map_with(plan), day).faults
        assert counted == {(*cell, each.theatre, each.verdict) for cell, each in found.items()}
        assert {each.verdict for each in found.values()} == {"gap", "overlap", "vacant"}
