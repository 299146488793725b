"""Today shows who reads introductions and works leads what waits for their first word (domain §11.2, §11.7)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from salesops.intake.models import Introduction, Lead
from salesops.intake.queries.today import introductions_to_answer, leads_to_touch
from salesops.intake.services.ask_partner import ask_partner
from salesops.intake.services.log_touch import log_touch
from tests.cast import NOW, Cast, act_as
from tests.intake.introducing import introduced, new_partner
from tests.intake.leads import a_lead
from tests.reminders.watching import Watch

pytestmark = pytest.mark.django_db


def submitted(cast: Cast) -> Introduction:
    """Somebody's introduction, read by Grace."""
    introduction = introduced(cast.actor("kim"), new_partner())
    Introduction.objects.filter(pk=introduction.pk).update(reviewer=cast.grace.user_id)
    return introduction


def test_an_introduction_waits_for_its_reader_until_the_first_word(cast: Cast) -> None:
    introduction = submitted(cast)
    assert [row.introduction.pk for row in introductions_to_answer(cast.grace, now=NOW)] == [introduction.pk]
    assert introductions_to_answer(act_as("arjun"), now=NOW) == []
    ask_partner(actor=act_as("kim"), now=NOW, receipt=introduction.receipt, text="Which kiosks are these?")
    assert introductions_to_answer(cast.grace, now=NOW) == []


def test_a_lead_waits_for_its_owner_until_the_first_touch(cast: Cast) -> None:
    lead = a_lead(cast)
    assert [row.lead.pk for row in leads_to_touch(cast.grace, now=NOW)] == [lead.pk]
    assert leads_to_touch(act_as("arjun"), now=NOW) == []
    log_touch(actor=cast.grace, now=NOW, lead_id=lead.pk, kind="call", note="Left word with the office.")
    assert leads_to_touch(cast.grace, now=NOW) == []


def test_what_is_due_first_stands_first(cast: Cast) -> None:
    later, sooner = a_lead(cast), a_lead(cast, company="Havre Cartes")
    Lead.objects.filter(pk=sooner.pk).update(due_at=later.due_at - timedelta(hours=1))  # type: ignore[operator]
    assert [row.lead.pk for row in leads_to_touch(cast.grace, now=NOW)] == [sooner.pk, later.pk]


def test_what_a_reminder_tells_is_not_told_twice(cast: Cast) -> None:
    lead = a_lead(cast)
    watched = Watch("lead_untouched", lead.pk, NOW, scope="lead")
    watched.pass_days(2)
    assert watched.is_open
    assert leads_to_touch(cast.grace, now=watched.now) == []


def test_the_page_shows_both_with_what_to_do(cast: Cast, browser_of: Callable[[str], Client]) -> None:
    now = timezone.now()
    introduction = introduced(cast.actor("kim"), new_partner(now=now), now=now)
    Introduction.objects.filter(pk=introduction.pk).update(reviewer=cast.grace.user_id)
    lead = a_lead(cast, now=now)
    page = browser_of("grace").get("/today/").content.decode()
    assert f"/introductions/{introduction.receipt}/" in page
    assert f"/leads/{lead.pk}/touch/" in page
