"""Ten partners bring the same buyer at the same moment: one is protected, and none learns who (domain §11.3)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any, TypeVar

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.utils import timezone

from salesops.core.errors import Conflict
from salesops.intake.models import Introduction, Protection
from salesops.intake.queries.portal import own_introductions
from salesops.intake.services.accept_introduction import Acceptance, accept_introduction
from salesops.intake.services.submit_introduction import submit_introduction
from tests.cast import act_as
from tests.intake.introducing import WORDS, accepted, actor_for, answers, introduced, new_partner, person_of

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "partner"])
TEN = 10
T = TypeVar("T")


def at_once(acts: list[Callable[[], T]]) -> list[T | Exception]:
    """Do all of them at the same moment, each on a connection of its own."""
    barrier = Barrier(len(acts))

    def one(act: Callable[[], T]) -> T | Exception:
        try:
            barrier.wait()
            return act()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def test_exactly_one_is_protected_and_every_verdict_agrees() -> None:
    now = timezone.now()
    grace = act_as("grace")
    people = [person_of(new_partner(f"Partner {n}", now=now), f"Person {n}", now=now) for n in range(TEN)]
    sent = at_once(
        [lambda p=p: submit_introduction(actor=actor_for(p), now=now, answers=answers(now)) for p in people]  # type: ignore[misc]
    )
    assert [each for each in sent if not isinstance(each, Introduction)] == []
    verdicts = sorted(Introduction.objects.values_list("verdict", flat=True))
    assert verdicts == ["clear"] + ["closer"] * (TEN - 1)
    how = Acceptance(words=WORDS, host_id=grace.user_id)
    tomas = act_as("tomas")
    done = at_once(
        [
            lambda each=each: accept_introduction(actor=tomas, now=now, receipt=each.receipt, how=how)  # type: ignore[misc]
            for each in sent
        ]
    )
    refused = [each for each in done if isinstance(each, Conflict)]
    assert (len(refused), {each.code for each in refused}) == (TEN - 1, {"footing"})
    holder = Protection.objects.get()
    assert Introduction.objects.filter(state="accepted").get().pk == holder.introduction_id
    for person in people:
        shown = own_introductions(person.partner_id)[0]
        told = str(shown.values) + str(shown.protection) + str(shown.names)
        others = [f"Partner {n}" for n in range(TEN) if people[n].pk != person.pk]
        assert not [name for name in others if name in told]
        assert shown.is_protected == (person.partner_id == holder.partner_id)


class TestTheDatabaseHasTheLastWord:
    def both(self) -> tuple[Introduction, Introduction]:
        first = accepted(introduced(act_as("kim"), new_partner("First")))
        second = introduced(act_as("kim"), new_partner("Second"))
        return first, second

    def test_on_a_second_protection_of_one_company(self) -> None:
        first, second = self.both()
        held = Protection.objects.get(introduction=first)
        accepted(second, basis="influence")
        with pytest.raises(IntegrityError), transaction.atomic():
            Protection.objects.create(
                introduction=second, partner_id=second.partner_id, domain=held.domain, buyer_email=held.buyer_email,
                company_key=held.company_key, accepted_at=held.accepted_at, ends_at=held.ends_at,
            )  # fmt: skip

    @pytest.mark.parametrize(
        "change",
        [
            "UPDATE intake_introduction SET state = 'accepted' WHERE state = 'submitted'",
            "UPDATE intake_introduction SET state = 'won' WHERE state = 'accepted'",
            "UPDATE intake_introduction SET partner_id = (SELECT max(id) FROM accounts_partner) WHERE state = 'accepted'",
            "UPDATE intake_introduction SET domain = 'other.example'",
            "UPDATE intake_introduction SET submitted_at = submitted_at - interval '9 d'",
            "DELETE FROM intake_introduction",
            "UPDATE intake_protection SET partner_id = (SELECT max(id) FROM accounts_partner)",
            "UPDATE intake_protection SET accepted_at = accepted_at - interval '1 d'",
            "UPDATE intake_protection SET ends_at = ends_at + interval '1 d'",
            "UPDATE intake_protection SET ends_at = ends_at + interval '31 d', extended_at = now(), evidence = 'They met.'",
            "DELETE FROM intake_protection",
        ],
    )
    def test_on_every_change_that_would_move_a_protection(self, change: str) -> None:
        self.both()
        with pytest.raises(Exception, match=r"introduction|protection|permission|Introduction"), transaction.atomic():
            run(change)


def run(change: str) -> Any:
    """Send a statement as the runtime role."""
    with connection.cursor() as cursor:
        cursor.execute(change)
