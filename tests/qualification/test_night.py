"""The night reads every open deal anew, because ages change by themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from qualification.models import Health
from qualification.services.recompute_health import recompute_health
from qualification.tasks import recompute_every_health
from salesops.celery import app
from tests.cast import Cast
from tests.story import Deal


def test_every_scheduled_task_is_one_that_workers_know() -> None:
    app.loader.import_default_modules()
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= set(app.tasks)


@pytest.mark.django_db
def test_it_sees_a_deal_grow_old(cast: Cast) -> None:
    deal = Deal(cast, now=timezone.now() - timedelta(days=50))
    deal.open_discovery_gate()
    deal.assess("champion", 1)
    recompute_health(ids=[deal.id], now=deal.now)
    before = Health.objects.get(pk=deal.id)
    assert before.velocity == "standard"

    recompute_every_health()

    after = Health.objects.get(pk=deal.id)
    assert after.velocity == "at_risk"
    assert "50 days in this stage" in after.velocity_sentence
    assert after.computed_at > before.computed_at + timedelta(days=49)
