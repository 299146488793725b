"""A profile is drafted, published once and never changed; the database says so too (domain §11.7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.db import Error, connection, transaction
from django.utils import timezone

from salesops.accounts.models import ProfileVersion
from salesops.accounts.queries.profiles import profile_version, profile_versions, profiles_in_force, profiles_of
from salesops.accounts.services.amend_profile import amend_profile
from salesops.accounts.services.create_account import create_account
from salesops.accounts.services.discard_profile import discard_profile
from salesops.accounts.services.draft_profile import draft_profile
from salesops.accounts.services.publish_profile import publish_profile
from salesops.audit.models import AuditEntry
from salesops.core.errors import Conflict, Invalid, NotVisible, Refused, StaleVersion
from salesops.outbox.models import Event
from tests.accounts.profiles import FIRST, LARGE, WHY, drafted, published
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def act(cast: Cast, draft: ProfileVersion, now: datetime) -> dict[str, Any]:
    return {"actor": cast.kim, "now": now, "kind": draft.kind, "number": draft.number, "version": draft.version}


def test_version_1_is_what_the_house_comes_with() -> None:
    assert profiles_in_force() == profiles_of(icp=1, persona=1) == FIRST


class TestDraft:
    def test_is_scored_by_nothing(self, cast: Cast, now: datetime) -> None:
        draft = drafted(cast, now=now)
        assert (draft.number, str(draft)) == (2, "Company profile v2")
        assert profiles_in_force() == FIRST

    def test_is_the_only_one_of_its_profile(self, cast: Cast, now: datetime) -> None:
        drafted(cast, now=now)
        drafted(cast, now=now, rules=FIRST.persona)
        with pytest.raises(Conflict, match="drafted already"):
            drafted(cast, now=now)

    def test_is_changed_on_the_state_that_was_read(self, cast: Cast, now: datetime) -> None:
        draft = drafted(cast, now=now)
        known = act(cast, draft, now)
        amend_profile(**known, rules=FIRST.icp, reason=WHY)
        with pytest.raises(StaleVersion):
            amend_profile(**known, rules=LARGE, reason=WHY)
        entry = AuditEntry.objects.filter(action="profile_version.amended.v1").latest("id")
        assert entry.data["changes"][0] == "Best size: 6,000 to 9,000 people → 200 to 1,000 people"

    def test_goes_without_a_trace_but_in_the_ledger(self, cast: Cast, now: datetime) -> None:
        draft = drafted(cast, now=now)
        discard_profile(**act(cast, draft, now))
        assert not profile_versions(cast.kim).filter(number=2).exists()
        entry = AuditEntry.objects.filter(action="profile_version.discarded.v1").latest("id")
        assert entry.data["rules"]["best_employees"] == [6000, 9000]

    def test_wants_a_reason_and_rules_that_can_be(self, cast: Cast, now: datetime) -> None:
        draft = drafted(cast, now=now)
        wrong = replace(LARGE, best_employees=(9, 3))
        with pytest.raises(Invalid) as caught:
            amend_profile(**act(cast, draft, now), rules=wrong, reason="Because")
        assert set(caught.value.fields) == {"best_to", "good_to", "reason"}

    def test_is_read_by_sales_operations_alone(self, cast: Cast, now: datetime) -> None:
        drafted(cast, now=now)
        assert profile_version(cast.elena, "icp", 1).number == 1
        for who in (cast.elena, cast.ingrid, cast.paula):
            with pytest.raises(NotVisible):
                profile_version(who, "icp", 2)
        assert not profile_versions(cast.paula).exists()


class TestPublishing:
    def test_puts_it_in_force_and_says_what_changed(self, cast: Cast, now: datetime) -> None:
        published(cast, now=now)
        assert profiles_in_force() == FIRST.replace(replace(LARGE, version=2))
        event = Event.objects.get(type="profile_version.published.v1")
        assert event.data["kind"] == "icp"
        assert event.data["changes"][0] == "Best size: 200 to 1,000 people → 6,000 to 9,000 people"

    def test_leaves_what_was_scored_with_the_version_it_was_scored_by(self, cast: Cast, now: datetime) -> None:
        values = {"actor": cast.elena, "now": now, "industry": "payments", "employees": 400}
        old = create_account(**values, name="Old Shop")
        published(cast, now=now)
        new = create_account(**values, name="New Shop")
        old.refresh_from_db()
        assert (old.icp_rule_version, new.icp_rule_version) == (1, 2)
        assert old.icp_fit - new.icp_fit == 40

    def test_wants_something_new(self, cast: Cast, now: datetime) -> None:
        draft = drafted(cast, now=now, rules=FIRST.icp)
        with pytest.raises(Conflict, match="says what v1 says"):
            publish_profile(**act(cast, draft, now))

    def test_happens_once(self, cast: Cast, now: datetime) -> None:
        made = published(cast, now=now)
        for verb in (publish_profile, discard_profile):
            with pytest.raises(Conflict, match="stays as it is"):
                verb(**act(cast, made, now))

    @pytest.mark.parametrize("who", ["ida", "ingrid", "tomas", "elena", "theo", "vera", "paula"])
    def test_is_for_sales_operations(self, cast: Cast, now: datetime, who: str) -> None:
        known = act(cast, drafted(cast, now=now), now) | {"actor": cast.actor(who)}
        for verb in (publish_profile, discard_profile):
            with pytest.raises(Refused):
                verb(**known)
        with pytest.raises(Refused):
            amend_profile(**known, rules=LARGE, reason=WHY)
        with pytest.raises(Refused):
            draft_profile(actor=cast.actor(who), now=now, kind="persona", rules=FIRST.persona, reason=WHY)


# Whatever the application's role may write is tried on a draft (2) and on what is in force (1).
FORGED = {
    "a version in force is changed": "UPDATE accounts_profileversion SET reason = 'Forged' WHERE number = 1",
    "a version in force goes": "DELETE FROM accounts_profileversion WHERE number = 1",
    "a version is taken back": "UPDATE accounts_profileversion SET published_at = NULL WHERE number = 1",
    "it begins as published": """INSERT INTO accounts_profileversion (version, kind, number, rules, reason, author_id,
        created_at, published_at, published_by_id) SELECT 1, 'persona', 2, rules, '', {kim}, now(), now(), {kim}
        FROM accounts_profileversion WHERE kind = 'persona' AND number = 1""",
    "somebody else drafts it": """INSERT INTO accounts_profileversion (version, kind, number, rules, reason, author_id,
        created_at) SELECT 1, 'persona', 2, rules, '', {elena}, now() FROM accounts_profileversion
        WHERE kind = 'persona' AND number = 1""",
    "nobody drafts it": """INSERT INTO accounts_profileversion (version, kind, number, rules, reason, created_at)
        SELECT 1, 'persona', 2, rules, '', now() FROM accounts_profileversion WHERE kind = 'persona' AND number = 1""",
    "there are two drafts": """INSERT INTO accounts_profileversion (version, kind, number, rules, reason, author_id,
        created_at) SELECT 1, 'icp', 3, rules, '', {kim}, now() FROM accounts_profileversion
        WHERE kind = 'icp' AND number = 1""",
    "a number is left out": """INSERT INTO accounts_profileversion (version, kind, number, rules, reason, author_id,
        created_at) SELECT 1, 'persona', 5, rules, '', {kim}, now() FROM accounts_profileversion
        WHERE kind = 'persona' AND number = 1;
        UPDATE accounts_profileversion SET published_at = now(), published_by_id = {kim} WHERE number = 5""",
    "another's name is under it": "UPDATE accounts_profileversion SET author_id = {elena} WHERE number = 2",
    "it becomes another number": "UPDATE accounts_profileversion SET number = 9 WHERE number = 2",
    "somebody else publishes": (
        "UPDATE accounts_profileversion SET published_at = now(), published_by_id = {elena} WHERE number = 2"
    ),
    "nobody publishes": "UPDATE accounts_profileversion SET published_at = now() WHERE number = 2",
    "it was in force yesterday": """UPDATE accounts_profileversion SET published_at = now() - interval '1 day',
        published_by_id = {kim} WHERE number = 2""",
    "it cannot be read": "UPDATE accounts_profileversion SET rules = '{{}}' WHERE number = 2",
    "a size is no number": """UPDATE accounts_profileversion
        SET rules = jsonb_set(rules, '{{best_employees,0}}', '"many"') WHERE number = 2""",
    "the best is not good": """UPDATE accounts_profileversion
        SET rules = jsonb_set(rules, '{{good_employees,1}}', '300') WHERE number = 2""",
    "an industry is both": """UPDATE accounts_profileversion
        SET rules = jsonb_set(rules, '{{poor_industries}}', rules->'good_industries') WHERE number = 2""",
}


@pytest.mark.parametrize("statement", FORGED.values(), ids=FORGED)
def test_the_database_lets_nobody_get_round_it(cast: Cast, now: datetime, statement: str) -> None:
    drafted(cast, now=now)
    people = {"kim": cast.kim.person_id, "elena": cast.elena.person_id}
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(**people))


def test_the_statements_that_are_refused_would_be_taken_were_they_right(cast: Cast, now: datetime) -> None:
    drafted(cast, now=now)
    right = "UPDATE accounts_profileversion SET published_at = now(), published_by_id = %s WHERE number = 2"
    with connection.cursor() as cursor:
        cursor.execute(right, [cast.kim.person_id])
    assert profiles_in_force().icp.version == 2
