"""What we let a partner see and do of an accepted introduction, and who of us may let them (domain §11.5, §11.6)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from salesops.core.errors import Conflict, Invalid, Refused
from salesops.intake.models import Introduction, MeetingInvitation, ReferrerLink
from salesops.intake.services.invite_referrer import invite_referrer
from salesops.intake.services.invite_to_meeting import invite_to_meeting
from salesops.intake.services.revoke_referrer import revoke_referrer
from salesops.intake.services.share_step import share_step
from salesops.notifications.models import Notification
from tests.cast import NOW, act_as
from tests.intake.introducing import accepted, introduced, new_partner

pytestmark = pytest.mark.django_db
AHEAD = NOW + timedelta(days=3)


@pytest.fixture
def running() -> Introduction:
    """An introduction that runs, of a partner whose manager is Theo."""
    return accepted(introduced(act_as("kim"), new_partner(manager_id=act_as("theo").user_id)))


def invite(row: Introduction, by: str = "theo", **changed: Any) -> MeetingInvitation:
    known = {"title": "First call", "starts_at": AHEAD, "place": "Their office"} | changed
    return invite_to_meeting(actor=act_as(by), now=NOW, receipt=row.receipt, **known)


def test_the_partner_is_asked_to_a_meeting_ahead(running: Introduction) -> None:
    assert invite(running).title == "First call"
    told = Notification.objects.filter(recipient_id=running.submitted_by_id).latest("id")
    assert told.title == "You are invited: First call"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"starts_at": NOW}, "starts_at"),
        ({"title": "No"}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"place": "x" * 301}, "place"),
    ],
)
def test_a_meeting_has_a_name_and_lies_ahead(running: Introduction, changed: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        invite(running, **changed)
    assert list(refused.value.fields) == [field]
    assert not MeetingInvitation.objects.exists()


def test_who_does_not_work_with_the_partner_invites_and_shares_nothing(running: Introduction) -> None:
    with pytest.raises(Refused):
        invite(running, by="elena")
    with pytest.raises(Refused):
        share_step(actor=act_as("elena"), now=NOW, receipt=running.receipt, step="We meet on Monday.")


def test_before_it_is_accepted_nothing_is_shared() -> None:
    row = introduced(act_as("kim"), new_partner())
    with pytest.raises(Conflict, match="not running"):
        share_step(actor=act_as("theo"), now=NOW, receipt=row.receipt, step="We meet on Monday.")


def test_a_step_is_shared_and_taken_away_again(running: Introduction) -> None:
    known: dict[str, Any] = {"actor": act_as("theo"), "now": NOW, "receipt": running.receipt}
    assert share_step(**known, step="  We meet   on Monday. ").shared_step == "We meet on Monday."
    assert share_step(**known, step="").shared_step == ""
    with pytest.raises(Invalid):
        share_step(**known, step="x" * 201)


def test_only_who_works_with_partners_ends_a_referrers_link() -> None:
    now = timezone.now()
    row = new_partner(now=now)
    invite_referrer(actor=act_as("theo"), now=now, partner_id=row.pk, name="Rita Lang")
    link = ReferrerLink.objects.get()
    for stranger in ("elena", "grace", "vera"):
        with pytest.raises(Refused):
            revoke_referrer(actor=act_as(stranger), now=now, partner_id=row.pk, link_id=link.pk)
    link.refresh_from_db()
    assert link.revoked_at is None
    revoke_referrer(actor=act_as("theo"), now=now, partner_id=row.pk, link_id=link.pk)
    link.refresh_from_db()
    assert link.revoked_at == now
