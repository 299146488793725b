"""The full matrix: whatever role somebody holds, their own request is never theirs to decide (P5, domain §1.4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg2
import pytest
from django.utils import timezone

from approvals.models import Decision, Delegation
from approvals.services.approve import approve
from opportunities.models import OfferEdit
from salesops.core.errors import Refused
from salesops.users.domain.roles import Role
from salesops.users.models import RoleGrant
from salesops.users.queries import actor_of
from tests.approvals.asking import Asking
from tests.cast import Cast
from tests.guards.forging import as_if
from tests.story import NOTE

pytestmark = pytest.mark.django_db(transaction=True)

# In what way the request is their own, and the word the database refuses it with. An administrator holds sales
# operations besides.
WAYS = {
    "requester": "requester",
    "editor": "editor",
    "deputy of the requester": "deputy",
    "deputy of an editor": "deputy",
    "own key": "requester",
    "administrator": "requester",
}


def as_requester(asking: Asking, person: int) -> None:
    """Let the request be theirs, written by the superuser as nobody else could."""
    asking.superuser(f"UPDATE approvals_approvalrequest SET requester_id = {person}")


def as_editor(asking: Asking, person: int) -> None:
    """Let them have changed the terms."""
    asking.superuser(
        f"INSERT INTO opportunities_offeredit (offer_id, by_id, at, xid) VALUES ({asking.pricing.offer.pk}, {person}, now(), 7)"
    )


def stand_in(asking: Asking, approver: int, deputy: int) -> None:
    """Let one stand in for the other."""
    day = timezone.now().date()
    asking.superuser(
        "INSERT INTO approvals_delegation (approver_id, deputy_id, starts_on, ends_on, set_by_id, set_at) VALUES "
        f"({approver}, {deputy}, '{day - timedelta(days=2)}', '{day + timedelta(days=2)}', {approver}, now())"
    )


def come_between(asking: Asking, person: int, way: str) -> None:
    """Make the request the person's own in one of the ways."""
    if way in ("requester", "own key", "administrator"):
        as_requester(asking, person)
    elif way == "editor":
        as_editor(asking, person)
    else:
        between = asking.cast.user("walt").pk
        if way == "deputy of the requester":
            as_requester(asking, between)
        else:
            as_editor(asking, between)
        stand_in(asking, between, person)


@pytest.mark.parametrize("way", list(WAYS))
@pytest.mark.parametrize("role", [role.value for role in Role])
def test_it_is_refused_by_the_service_and_by_the_database(
    role: str, way: str, transactional_db: None, connect_as: Callable[[str], Any]
) -> None:
    asking = Asking(Cast({}))
    superuser = connect_as("")

    def do(statement: str) -> None:
        with superuser, superuser.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(statement)

    asking.superuser = do  # type: ignore[attr-defined]
    asking.submit()
    person = asking.cast.user("victor")
    held = [role, "regional_vp", "vp_finance", "leader"] + ["revops_admin"] * (way == "administrator")
    for name in dict.fromkeys(held):
        RoleGrant.objects.create(user=person, role=name, region="emea", granted_at=timezone.now())
    come_between(asking, person.pk, way)
    scopes = frozenset({"approval:request", "deal:read", "deal:write", "deal:move"}) if way == "own key" else None
    actor = actor_of(person.pk, via="api" if scopes else "web", scopes=scopes)
    given = {"now": timezone.now(), "request_id": asking.request_id, "seen_fingerprint": asking.row.subject_fingerprint}
    with pytest.raises(Refused) as told:
        approve(actor=actor, **given)
    assert scopes or told.value.code == "R15"
    kept = f"This person does not decide this step: {WAYS[way]}"
    step, attacker = asking.waiting[0], connect_as("salesops_app")
    for verdict, comment in (("approved", ""), ("returned", NOTE), ("rejected", NOTE)):
        with (
            pytest.raises(psycopg2.Error, match=kept) as refused,
            attacker,
            attacker.cursor() as cursor,
        ):
            cursor.execute(as_if(str(person.pk)))
            cursor.execute(
                "INSERT INTO approvals_decision (step_id, verdict, by_id, at, comment, seen_fingerprint) "
                "VALUES (%s, %s, %s, now(), %s, %s)",
                [step.pk, verdict, person.pk, comment, given["seen_fingerprint"]],
            )
        assert refused.value.pgcode == "23514"
    assert not Decision.objects.exists()


def test_with_nothing_between_the_same_person_decides(transactional_db: None) -> None:
    """The matrix can fail: whoever holds the role and has nothing to do with the request approves it."""
    asking = Asking(Cast({}))
    asking.submit()
    person = asking.cast.user("victor")
    RoleGrant.objects.create(user=person, role="regional_vp", region="emea", granted_at=timezone.now())
    assert not Delegation.objects.exists()
    assert not OfferEdit.objects.filter(by=person).exists()
    approve(
        actor=actor_of(person.pk),
        now=timezone.now(),
        request_id=asking.request_id,
        seen_fingerprint=asking.row.subject_fingerprint,
    )
    assert Decision.objects.get().by == person
