"""Two at once: approvers on one step, and a worse offer against its presentation. The result is always one of the orders.

In CI a few rounds of each, in the long proofs 1,000.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.utils import timezone

from approvals.events import APPROVAL_VOIDED
from approvals.models import ApprovalRequest, Decision
from approvals.services.approve import approve
from approvals.services.end_approval import void_approvals
from approvals.services.request_locking import locked_deal
from opportunities.events import OFFER_PRESENTED
from opportunities.models import Offer
from opportunities.services.create_offer import create_offer
from opportunities.services.present_offer import present_offer
from opportunities.services.withdraw_offer import withdraw_offer
from salesops.audit.models import AuditEntry
from salesops.core.errors import SalesOpsError
from salesops.users.models import RoleGrant, User
from salesops.users.queries import actor_for
from tests.approvals.asking import Asking
from tests.cast import REGION, Cast
from tests.opportunities.pricing import SUPPORT, line

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 1_000 if os.environ.get("SALESOPS_PROVE") == "long" else 25


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """Begin all acts in the same moment, each on a connection of its own; return the code of each refusal, or ''.

    Who waited too long for the lock on a busy machine was told so, and asks again.
    """
    gate = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> str:
        try:
            gate.wait()
            while True:
                with suppress(OperationalError):
                    act()
                    return ""
        except SalesOpsError as error:
            return error.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


class Rounds:
    """A deal whose owner offers again and again what one regional VP may allow."""

    def __init__(self) -> None:
        self.asking = Asking(Cast({}))
        self.twin = second_vp()

    def ask(self) -> None:
        """Offer twelve percent off half a year of support in a new version, and ask."""
        pricing = self.asking.pricing
        withdraw_offer(**pricing.known(), reason="The next round begins here")
        pricing.number = create_offer(**self.asking.deal.known()).number
        self.write(12)
        self.asking.submit("discount_outside_guardrails")

    def write(self, discount: int) -> None:
        """Write the offer."""
        pricing = self.asking.pricing
        until = {"valid_until": timezone.now().date()}
        half = replace(line(SUPPORT, discount), quantity=Decimal("0.50"))
        pricing.write(half, terms=until)


def second_vp() -> User:
    """Another regional VP of the region."""
    user = User.objects.create(email="twin@halden.test", name="Twin Keller", password="!")
    RoleGrant.objects.create(user=user, role="regional_vp", region=REGION, granted_at=timezone.now())
    return user


def test_two_approvers_make_one_decision(transactional_db: None) -> None:
    rounds = Rounds()
    for _ in range(ROUNDS):
        rounds.ask()
        known = rounds.asking.known("tomas")
        twin = known | {"actor": actor_for(rounds.twin)}
        answers = at_once(lambda known=known: approve(**known), lambda twin=twin: approve(**twin))  # type: ignore[misc]
        assert sorted(answers) == ["", "request_state"]
        assert Decision.objects.filter(step__request=rounds.asking.request_id).count() == 1
    assert ApprovalRequest.objects.filter(state="in_review").count() == 0


def test_a_worse_offer_is_never_the_one_that_is_shown(transactional_db: None) -> None:
    rounds = Rounds()
    seen = set()
    for _ in range(ROUNDS):
        rounds.ask()
        rounds.asking.approve_all()
        known = rounds.asking.pricing.known()
        shown, worse = at_once(lambda known=known: present_offer(**known), lambda: rounds.write(60))  # type: ignore[misc]
        offer = rounds.asking.pricing.offer
        assert (shown == "") != (worse == ""), (shown, worse)
        assert (offer.state == "presented") == (shown == "")
        assert shown in ("", "R06", "R23")
        assert worse in ("", "offer_shown")
        assert not _shown_outside()
        seen.add(shown)
    assert "" in seen


def test_a_revoked_approval_opens_nothing(transactional_db: None) -> None:
    rounds = Rounds()
    deal = rounds.asking.deal
    for _ in range(ROUNDS):
        rounds.ask()
        rounds.asking.approve_all()
        known = rounds.asking.pricing.known()
        shown, revoked = at_once(lambda known=known: present_offer(**known), lambda: revoke(deal.id))  # type: ignore[misc]
        assert revoked == ""
        assert shown in ("", "R06", "R23")
        told = [OFFER_PRESENTED] * (shown == "") + [APPROVAL_VOIDED]
        entries = AuditEntry.objects.filter(subject_kind="opportunity", subject_id=deal.id, action__in=told)
        assert list(entries.order_by("-seq").values_list("action", flat=True)[: len(told)])[::-1] == told


def revoke(deal: int) -> None:
    """Take the deal's approvals back, as a POC does that came to less."""
    with transaction.atomic():
        locked_deal(deal)
        void_approvals(opportunity_id=deal, now=timezone.now(), reason="The proof came to less")


def _shown_outside() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM opportunities_offer WHERE state IN ('presented', 'accepted') "
            "AND cardinality(offer_outside(id, now())) > 0"
        )
        return [pk for (pk,) in cursor.fetchall()]


def test_the_offer_of_the_races_needs_somebody(transactional_db: None) -> None:
    rounds = Rounds()
    rounds.ask()
    assert [step.role for step in rounds.asking.waiting] == ["regional_vp"]
    assert Offer.objects.filter(state="draft").count() == 1
