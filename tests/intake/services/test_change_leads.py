"""Many leads at once: each by its own service, rehearsed exactly, and no refusal stops the others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from salesops.core.errors import Invalid
from salesops.intake.models import Lead
from salesops.intake.services.change_leads import change_leads
from salesops.intake.services.disqualify_lead import disqualify_lead
from salesops.outbox.models import Event
from tests.cast import NOW, Cast
from tests.intake.leads import a_lead

pytestmark = pytest.mark.django_db
WHERE = "/leads/bulk/"
WHY = "She knows their board of old."


def state_of(*leads: Lead) -> list[tuple[Any, ...]]:
    """Return what a change could touch."""
    rows = Lead.objects.filter(pk__in=[each.pk for each in leads]).order_by("pk")
    return list(rows.values_list("pk", "owner_id", "status", "reason", "version"))


def test_a_dry_run_says_what_the_run_does_and_changes_nothing(cast: Cast) -> None:
    open_one, closed = a_lead(cast), a_lead(cast, company="Closed Ltd")
    disqualify_lead(actor=cast.grace, now=NOW, lead_id=closed.pk, reason="no_need")
    before, events = state_of(open_one, closed), Event.objects.count()
    asked: dict[str, Any] = {
        "actor": cast.grace, "now": NOW, "lead_ids": [open_one.pk, closed.pk, open_one.pk, 999_999],
        "change": "disqualify", "values": {"reason": "no_budget"},
    }  # fmt: skip
    rehearsed = change_leads(**asked, dry_run=True)
    assert (state_of(open_one, closed), Event.objects.count()) == (before, events)
    done = change_leads(**asked, dry_run=False)
    assert done == rehearsed
    assert [(each.id, each.ok) for each in done] == [(open_one.pk, True), (closed.pk, False), (999_999, False)]
    open_one.refresh_from_db()
    assert (open_one.status, open_one.reason) == ("disqualified", "no_budget")


def test_each_is_asked_of_the_charter_alone(cast: Cast) -> None:
    lead = a_lead(cast)
    values = {"owner_id": cast.user("elena").pk, "reason": WHY}
    asked: dict[str, Any] = {"now": NOW, "lead_ids": [lead.pk], "change": "owner", "values": values, "dry_run": False}
    assert [each.code for each in change_leads(actor=cast.arjun, **asked)] != [""]
    assert [each.sentence for each in change_leads(actor=cast.kim, **asked)] == [f"Handed over to {cast.elena.name}"]
    lead.refresh_from_db()
    assert lead.owner_id == cast.elena.user_id


def test_too_many_and_unknown_changes_are_refused_whole(cast: Cast) -> None:
    known: dict[str, Any] = {"actor": cast.kim, "now": NOW, "values": {}, "dry_run": False}
    with pytest.raises(Invalid, match="At most 1,000 rows"):
        change_leads(**known, lead_ids=range(1, 1_002), change="rest")
    with pytest.raises(Invalid, match="owner, rest, disqualify"):
        change_leads(**known, lead_ids=[1], change="win")


class TestPage:
    """The bar under the list."""

    def test_leads_rest_until_a_day(self, cast: Cast, browser_of: Callable[[str], Client]) -> None:
        lead, day = a_lead(cast), (NOW + timedelta(days=5_000)).date()
        sent = {"ids": [lead.pk], "change": "rest", "to": "bad_timing", "revisit_on": day.isoformat(), "reason": WHY}
        grace = browser_of("grace")
        page = grace.post(WHERE, sent | {"dry_run": "1"}).content.decode()
        assert "will change" in page
        assert f'<input type="hidden" name="revisit_on" value="{day.isoformat()}">' in page
        lead.refresh_from_db()
        assert lead.status == "new"
        assert "Rests: " in grace.post(WHERE, sent).content.decode()
        lead.refresh_from_db()
        assert (lead.status, lead.revisit_on) == ("bad_timing", day)

    @pytest.mark.parametrize(
        ("sent", "said"),
        [
            ({"change": "rest"}, "Select at least one lead."),
            ({"ids": ["1"]}, "Choose what to do."),
            ({"ids": ["1"], "change": "owner", "reason": WHY}, "New owner: This field is required."),
            ({"ids": ["1"], "change": "disqualify", "reason": "boredom"}, "Reason: Select a valid choice."),
        ],
    )
    def test_what_is_missing_is_said(
        self, cast: Cast, browser_of: Callable[[str], Client], sent: dict[str, Any], said: str
    ) -> None:
        answer = browser_of("grace").post(WHERE, sent)
        assert answer.status_code == 422
        assert said in answer.content.decode()

    def test_who_changes_no_leads_is_offered_nothing(self, cast: Cast, browser_of: Callable[[str], Client]) -> None:
        a_lead(cast)
        assert 'name="ids"' in browser_of("grace").get("/leads/?show=all").content.decode()
        assert 'name="ids"' not in browser_of("vera").get("/leads/?show=all").content.decode()
