"""A draft says which leads it would move; published, it scores the worked ones anew and no other (domain §11.7)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from salesops.intake.models import Lead
from salesops.intake.queries.leads import lead_by_id
from salesops.intake.queries.page import lead_view
from salesops.intake.queries.profiles import preview, profile_page
from salesops.intake.services.open_lead import NewSignal
from salesops.intake.services.park_lead import park_lead
from salesops.intake.services.record_signal import record_signal
from salesops.intake.services.rescore_leads import rescore_leads
from salesops.outbox.models import Event
from tests.accounts.profiles import FIRST, LARGE, drafted, published
from tests.cast import Cast
from tests.intake.leads import a_lead

pytestmark = pytest.mark.django_db
SIGNALS = [NewSignal("demo_form"), NewSignal("pricing_page")]


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def test_a_draft_says_which_worked_leads_change_segment(cast: Cast, now: datetime) -> None:
    falls = a_lead(cast, now=now, signals=SIGNALS)
    a_lead(cast, now=now, company="Large", employees=7000, person_email="")
    rests = a_lead(cast, now=now, company="Rests")
    park_lead(actor=cast.grace, now=now, lead_id=rests.pk, to="nurture", reason="No project this year.")
    found = preview(cast.kim, LARGE, now=now)
    moves = [(each.lead.company, each.lead.score, each.lead.segment, each.score, each.segment) for each in found.moved]
    assert moves == [("Kestrel Pay GmbH", 83, "A", 71, "B"), ("Large", 56, "B", 68, "B")]
    assert (found.leads, found.moves, [each.lead.pk for each in found.shown]) == (2, 1, [falls.pk])
    assert found.segments == [("A", 1, 0), ("B", 1, 2), ("C", 0, 0), ("D", 0, 0)]
    assert lead_by_id(cast.kim, falls.pk, now=now).segment == "A"


def test_the_page_of_a_version_compares_it_with_the_one_before(cast: Cast, now: datetime) -> None:
    a_lead(cast, now=now)
    draft = drafted(cast, now=now)
    page = profile_page(cast.kim, "icp", draft.number, now=now)
    assert [each.what for each in page.changes] == ["Best size", "Good size"]
    assert page.preview is not None
    assert page.in_force == 1
    assert profile_page(cast.elena, "icp", 1, now=now).preview is None


def test_publishing_scores_worked_leads_anew_and_keeps_the_others(cast: Cast, now: datetime) -> None:
    worked = a_lead(cast, now=now, signals=SIGNALS)
    same = a_lead(cast, now=now, company="Nobody knows", industry="", employees=None)
    rests = a_lead(cast, now=now, company="Rests")
    park_lead(actor=cast.grace, now=now, lead_id=rests.pk, to="nurture", reason="No project this year.")
    published(cast, now=now)
    before = {lead.pk: lead.fit for lead in Lead.objects.all()}
    assert rescore_leads(now=now) == 1
    after = {lead.pk: (lead.fit, lead.icp_rule_version) for lead in Lead.objects.all()}
    assert after == {
        worked.pk: (before[worked.pk] - 24, 2), same.pk: (before[same.pk], 1), rests.pk: (before[rests.pk], 1),
    }  # fmt: skip
    event = Event.objects.get(type="lead.rescored.v1")
    assert event.data == {"fit": [before[worked.pk], before[worked.pk] - 24], "icp": 2, "persona": 1}
    assert rescore_leads(now=now) == 0


def test_a_page_opens_a_score_by_the_version_it_was_made_by(cast: Cast, now: datetime) -> None:
    lead = a_lead(cast, now=now)
    published(cast, now=now)
    view = lead_view(cast.grace, lead.pk, now=now)
    fit = view.blocks[0]
    assert sum(part.points for part in fit.parts) == fit.points == lead.fit
    record_signal(actor=cast.grace, now=now, lead_id=lead.pk, signal=NewSignal("content"))
    view = lead_view(cast.grace, lead.pk, now=now)
    assert view.lead.icp_rule_version == 2
    assert sum(part.points for part in view.blocks[0].parts) == view.lead.fit == lead.fit - 24


def test_scoring_anew_starts_the_clock_of_a_lead_that_rises(cast: Cast, now: datetime) -> None:
    published(cast, now=now)
    lead = a_lead(cast, now=now, employees=400, use_case="", timeline="", product_line="")
    assert lead.due_at is None
    published(cast, now=now + timedelta(seconds=1), rules=FIRST.icp)
    rescore_leads(now=now + timedelta(seconds=1))
    lead.refresh_from_db()
    assert lead.fit > 80
