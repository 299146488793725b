"""Whoever gets a lead is told at once, once, with the clock of its first touch (domain §11.7)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from salesops.core.actor import SYSTEM
from salesops.intake.services.assign_lead import assign_lead
from salesops.intake.services.disqualify_lead import disqualify_lead
from salesops.intake.services.log_touch import log_touch
from salesops.intake.services.open_lead import NewSignal, open_lead
from salesops.notifications.models import Message, Notification
from salesops.notifications.services.send import send_due
from tests.cast import NOW, Cast
from tests.intake.leads import STRONG, a_lead
from tests.territories.atlas import draw

pytestmark = pytest.mark.django_db
STRONG_SIGNALS = [NewSignal("demo_form"), NewSignal("pricing_page")]
WHY = "He knows their platform team."


def lines() -> list[tuple[int, str, str, bool]]:
    rows = Notification.objects.filter(kind="lead_given").order_by("id")
    return [(row.recipient_id, row.title, row.body, row.is_urgent) for row in rows]


def test_a_lead_of_the_web_tells_whose_place_it_is_with_the_clock(cast: Cast) -> None:
    now = timezone.now()
    draw(cast, now=now)
    lead = open_lead(actor=SYSTEM, now=now, signals=STRONG_SIGNALS, **(STRONG | {"source": "inbound_form"}))
    assert lead.owner_id == cast.arjun.user_id
    assert lead.due_at is not None
    (told,) = lines()
    assert (told[0], told[1], told[3]) == (cast.arjun.user_id, "Kestrel Pay GmbH is your lead", True)
    assert told[2].startswith(f"Inbound form. First touch by {lead.due_at:%-d %b, %H:%M}: ")
    row = Notification.objects.get(kind="lead_given")
    assert (row.path, row.why) == (f"/leads/{lead.pk}/", lead.owner_reason)
    assert Message.objects.filter(notification=row, channel="mail").count() == 1
    assert "Maren" not in f"{row.title} {row.body}"


def test_nobody_is_told_of_what_they_brought_in_or_took(cast: Cast) -> None:
    a_lead(cast)
    assert lines() == []


def test_a_lead_without_a_clock_waits_for_the_digest(cast: Cast) -> None:
    lead = a_lead(cast, use_case="", timeline="", product_line="", industry="", persona="")
    assign_lead(actor=cast.kim, now=NOW, lead_id=lead.pk, owner_id=cast.arjun.user_id, reason=WHY)
    assert lines() == [(cast.arjun.user_id, "Kestrel Pay GmbH is your lead", "Outbound by SDR. No clock runs.", False)]


def test_each_time_it_is_given_tells_once(cast: Cast) -> None:
    lead = a_lead(cast)
    for person in (cast.arjun, cast.elena, cast.arjun):
        assign_lead(actor=cast.kim, now=NOW, lead_id=lead.pk, owner_id=person.user_id, reason=WHY)
    assert [each[0] for each in lines()] == [cast.arjun.user_id, cast.elena.user_id, cast.arjun.user_id]


@pytest.mark.parametrize("what", ["touched", "closed", "given away"])
def test_no_mail_goes_out_once_it_does_not_wait_for_them(cast: Cast, what: str) -> None:
    lead = a_lead(cast)
    known = {"actor": cast.kim, "now": NOW, "lead_id": lead.pk}
    assign_lead(**known, owner_id=cast.arjun.user_id, reason=WHY)
    message = Message.objects.get(recipient=cast.arjun.user_id, channel="mail")
    if what == "touched":
        log_touch(**known, kind="call", note="They were in a meeting.")
    elif what == "closed":
        disqualify_lead(**known, reason="no_need")
    else:
        assign_lead(**known, owner_id=cast.elena.user_id, reason=WHY)
    send_due(now=NOW + timedelta(minutes=5))
    message.refresh_from_db()
    assert message.status not in ("pending", "sent")
