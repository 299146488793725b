"""Fills the database it is told of with deals that have no next step, as a program of its own: one by services."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ["DJANGO_SETTINGS_MODULE"] = "salesops.settings"
django.setup()

from django.utils import timezone  # noqa: E402

from opportunities.models import Opportunity  # noqa: E402
from salesops.reminders.models import RuleSetting  # noqa: E402
from salesops.reminders.registry import known_rules  # noqa: E402
from tests.cast import Cast  # noqa: E402
from tests.story import Deal  # noqa: E402

if __name__ == "__main__":
    cast = Cast({})
    cast.user("tomas")
    deal = Deal(cast, now=timezone.now())
    # What is counted is this one rule; the others would only take turns with it.
    RuleSetting.objects.bulk_create(
        RuleSetting(rule=key, is_on=False, changed_by=cast.user("kim"), changed_at=timezone.now())
        for key in known_rules()
        if key != "next_step_missing"
    )
    sys.stdout.write(f"{Opportunity.objects.get(pk=deal.id).pk}\n")
