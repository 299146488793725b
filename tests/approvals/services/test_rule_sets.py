"""A rule set is drafted, tested, published by a second person, and then stays (domain §6.3)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from approvals.models import GuardrailSet
from approvals.queries.guardrails import rules_in_force, set_in_force
from approvals.services.draft_guardrails import draft_guardrails
from approvals.services.edit_guardrails import discard_guardrails
from approvals.services.start_back_test import start_back_test
from salesops.audit.models import AuditEntry
from salesops.core.errors import Conflict, Invalid, NotVisible, Refused, StaleVersion
from salesops.outbox.models import Event
from salesops.users.models import WorkspaceSetting
from tests.approvals.drafts import LOOSER, REASON, back_tested, drafted, edited, published
from tests.approvals.offers import RULES
from tests.cast import Cast

pytestmark = pytest.mark.django_db
NOBODY_ELSE = ("elena", "tomas", "naomi", "owen", "lucia", "ana", "rachel", "vera", "victor", "paula")


def in_sql(statement: str, *values: Any, who: Any = None) -> None:
    """Run one statement as the runtime role, in a savepoint, in somebody's name or nobody's."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('salesops.actor', %s, true)", [str(who or "")])
        cursor.execute(statement, values)


class TestFromDraftToForce:
    def test_the_second_person_puts_it_in_force(self, cast: Cast) -> None:
        draft = drafted(cast)
        assert back_tested(cast, draft).state == "done"
        assert published(cast, draft).published_by == cast.user("ingrid")
        assert rules_in_force(timezone.now()) == LOOSER
        assert set_in_force(timezone.now()) == GuardrailSet.objects.get(number=draft.number)

    def test_each_step_is_in_the_ledger_and_told(self, cast: Cast) -> None:
        draft = drafted(cast)
        back_tested(cast, draft)
        published(cast, draft)
        steps = ["drafted", "edited", "back_test_asked", "back_tested", "published"]
        wanted = [f"guardrails.{step}.v1" for step in steps]
        assert list(AuditEntry.objects.order_by("id").values_list("action", flat=True)) == wanted
        assert list(Event.objects.order_by("id").values_list("type", flat=True)) == wanted
        said = AuditEntry.objects.get(action=wanted[-1]).data
        assert said["changes"][0] == "Discount bands: 10 % · 20 % · 30 % → 12 % · 20 % · 30 %"
        assert (said["reason"], said["replaces"]) == (REASON, 1)

    @pytest.mark.parametrize("who", NOBODY_ELSE)
    def test_only_leadership_and_operations_draft_or_publish(self, cast: Cast, who: str) -> None:
        with pytest.raises(Refused):
            draft_guardrails(actor=cast.actor(who), now=timezone.now())
        draft = drafted(cast)
        back_tested(cast, draft)
        with pytest.raises(Refused):
            published(cast, draft, who)
        assert GuardrailSet.objects.get(pk=draft.pk).state == "draft"


class TestWhoPublishes:
    def test_never_the_author(self, cast: Cast) -> None:
        draft = drafted(cast)
        back_tested(cast, draft)
        with pytest.raises(Refused) as refused:
            published(cast, draft, "kim")
        assert refused.value.code == "R15"
        publish = "UPDATE approvals_guardrailset SET state = 'published', published_by_id = %s, published_at = now() WHERE id = %s"
        with pytest.raises(DatabaseError, match="A second person"):
            in_sql(publish, cast.kim.user_id, draft.pk, who=cast.kim.user_id)
        with pytest.raises(DatabaseError, match="A second person"):
            in_sql(publish, cast.elena.user_id, draft.pk, who=cast.elena.user_id)
        in_sql(publish, cast.ingrid.user_id, draft.pk, who=cast.ingrid.user_id)

    def test_one_person_alone_may_where_the_house_is_one_person(self, cast: Cast) -> None:
        WorkspaceSetting.objects.update(team_mode="solo")
        draft = drafted(cast)
        back_tested(cast, draft)
        assert published(cast, draft, "kim").state == "published"


class TestWhatIsPublished:
    def test_not_what_was_not_tested(self, cast: Cast) -> None:
        draft = drafted(cast)
        with pytest.raises(Conflict, match="was not tested"):
            published(cast, draft)
        publish = "UPDATE approvals_guardrailset SET state = 'published', published_by_id = %s, published_at = now() WHERE id = %s"
        with pytest.raises(DatabaseError, match="tested against what is in force"):
            in_sql(publish, cast.ingrid.user_id, draft.pk, who=cast.ingrid.user_id)

    def test_not_what_was_edited_since_its_test(self, cast: Cast) -> None:
        draft = drafted(cast)
        back_tested(cast, draft)
        draft = edited(cast, draft, replace(LOOSER, longest_term=72))
        with pytest.raises(Conflict, match="was not tested"):
            published(cast, draft)

    def test_not_what_was_tested_against_rules_that_are_gone(self, cast: Cast) -> None:
        first, second = drafted(cast), drafted(cast, replace(RULES, longest_term=72))
        for draft in (first, second):
            back_tested(cast, draft)
        published(cast, first)
        with pytest.raises(Conflict, match="was not tested against v2"):
            published(cast, second)

    def test_not_what_says_nothing_new_or_not_why(self, cast: Cast) -> None:
        same, silent = drafted(cast, RULES), drafted(cast, reason="Because.")
        for draft in (same, silent):
            back_tested(cast, draft)
        with pytest.raises(Conflict, match="says nothing new"):
            published(cast, same)
        with pytest.raises(Conflict, match="does not say why"):
            published(cast, silent)

    def test_not_another_version_than_the_one_that_was_read(self, cast: Cast) -> None:
        draft = drafted(cast)
        back_tested(cast, draft)
        with pytest.raises(StaleVersion):
            published(cast, draft, version=draft.version - 1)

    def test_not_rules_under_which_a_worse_offer_needs_fewer(self, cast: Cast) -> None:
        cells = [list(row) for row in RULES.matrix.roles]
        cells[2][0] = ()
        worse = replace(RULES, matrix=replace(RULES.matrix, roles=tuple(tuple(row) for row in cells)))
        with pytest.raises(Invalid, match="A larger discount never needs fewer approvers"):
            drafted(cast, worse)

    @pytest.mark.parametrize(
        ("path", "value"),
        [
            ("{discount,edges}", '["20", "10", "30"]'),
            ("{discount,acv}", '["250000", "50000"]'),
            ("{discount,roles,2,0}", "[]"),
            ("{discount,roles,3,2}", '["leader"]'),
            ("{discount,notices,0,0}", '["legal"]'),
            ("{payment,edges}", "[45, 30, 60]"),
            ("{payment,roles,1}", '["leader"]'),
            ("{term,roles,3}", '["leader"]'),
            ("{term,longest}", "47"),
            ("{margin,refused_below}", '"36"'),
            ("{margin}", "{}"),
        ],
    )
    def test_the_database_refuses_unsound_rules(self, cast: Cast, path: str, value: str) -> None:
        draft = drafted(cast)
        with pytest.raises(DatabaseError, match="A worse offer never needs fewer"):
            in_sql(
                "UPDATE approvals_guardrailset SET rules = jsonb_set(rules, %s, %s) WHERE id = %s",
                path,
                value,
                draft.pk,
                who=cast.kim.user_id,
            )


class TestWhatIsPublishedStays:
    @pytest.mark.parametrize(
        "change",
        [
            "rules = jsonb_set(rules, '{term,longest}', '72')",
            "reason = 'Another reason that is long enough.'",
            "state = 'draft', published_at = NULL, published_by_id = NULL",
            "state = 'discarded', published_at = NULL, published_by_id = NULL",
            "published_at = now() - interval '1 year'",
        ],
    )
    def test_whoever_tries(self, cast: Cast, change: str) -> None:
        with pytest.raises(DatabaseError, match="do not change"):
            in_sql(f"UPDATE approvals_guardrailset SET {change} WHERE number = 1")

    def test_nobody_deletes_it(self) -> None:
        with pytest.raises(DatabaseError, match="permission denied"):
            in_sql("DELETE FROM approvals_guardrailset WHERE number = 1")

    def test_nobody_places_one_in_force(self, cast: Cast) -> None:
        with pytest.raises(DatabaseError, match="begin as a draft"):
            in_sql(
                "INSERT INTO approvals_guardrailset (version, number, state, rules, reason, author_id, created_at,"
                " published_by_id, published_at) SELECT 1, 9, 'published', rules, '', %s, now(), %s, now()"
                " FROM approvals_guardrailset WHERE number = 1",
                cast.kim.user_id,
                cast.kim.user_id,
                who=cast.kim.user_id,
            )

    def test_nobody_puts_one_in_force_for_the_past(self, cast: Cast) -> None:
        draft = drafted(cast)
        back_tested(cast, draft)
        with pytest.raises(DatabaseError, match="from their publication on"):
            in_sql(
                "UPDATE approvals_guardrailset SET state = 'published', published_by_id = %s,"
                " published_at = now() - interval '1 year' WHERE id = %s",
                cast.ingrid.user_id,
                draft.pk,
                who=cast.ingrid.user_id,
            )


class TestDrafts:
    def test_are_changed_by_their_author_alone(self, cast: Cast) -> None:
        draft = drafted(cast)
        with pytest.raises(Conflict, match="written by somebody else"):
            discard_guardrails(actor=cast.ingrid, now=timezone.now(), number=draft.number)
        with pytest.raises(DatabaseError, match="permission denied"):
            in_sql("UPDATE approvals_guardrailset SET author_id = %s WHERE id = %s", cast.ingrid.user_id, draft.pk)

    def test_of_which_an_older_reading_is_not_written_over_a_newer(self, cast: Cast) -> None:
        draft = drafted(cast)
        edited(cast, GuardrailSet.objects.get(pk=draft.pk), replace(LOOSER, longest_term=72))
        with pytest.raises(StaleVersion):
            edited(cast, draft)

    def test_can_be_put_away_and_are_not_taken_up_again(self, cast: Cast) -> None:
        draft = drafted(cast)
        assert discard_guardrails(actor=cast.kim, now=timezone.now(), number=draft.number).state == "discarded"
        with pytest.raises(Conflict, match="stays as it is"):
            edited(cast, GuardrailSet.objects.get(pk=draft.pk))

    def test_that_are_not_there_are_not_found(self, cast: Cast) -> None:
        with pytest.raises(NotVisible):
            start_back_test(actor=cast.kim, now=timezone.now(), number=99)
