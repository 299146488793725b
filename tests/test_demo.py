"""The demo company loads whole, once, and never into production."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.utils import timezone

from approvals.domain.lifecycle import approval_ends
from approvals.models import ApprovalRequest, ApprovalStep, Escalation
from opportunities.models import CollaborationRequest, Opportunity
from qualification.models import Poc
from salesops.db.roles import APP, IMPORT
from salesops.intake.domain.leads import SOURCES
from salesops.intake.models import Lead, MarketingAsset
from salesops.intake.queries.scores import with_score
from salesops.management.demo.prices import in_this_quarter
from salesops.users.models import User


@pytest.fixture
def as_importer(transactional_db: None, database_name: str) -> Any:
    """Speak to the database as the import role for one test."""
    connection = connections["default"]
    connection.close()
    connection.settings_dict["USER"] = IMPORT
    yield
    connection.close()
    connection.settings_dict["USER"] = APP


def test_it_loads_people_deals_and_history(as_importer: None, settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path

    call_command("load_demo", verbosity=0)

    assert Opportunity.objects.filter(stage_kind="open").count() == 34
    assert Opportunity.objects.exclude(stage_kind="open").count() == 140
    # Four more are of introductions that were accepted.
    assert Lead.objects.filter(introduction_id=None).count() == 30
    assert set(Lead.objects.values_list("source", flat=True)) == {key for key, _ in SOURCES}
    assert set(with_score(Lead.objects.all(), timezone.now()).values_list("segment", flat=True)) == set("ABCD")
    assert Lead.objects.get(status="converted").opportunity.stage_kind == "open"
    assert MarketingAsset.objects.count() == 6
    proofs = sorted(Poc.objects.values_list("state", "outcome"))
    assert proofs == [("concluded", "exceeded"), ("planned", ""), ("planned", ""), ("running", "")]
    assert not Opportunity.objects.filter(stage_kind="open", health=None).exists()
    waiting = CollaborationRequest.objects.filter(state__in=["requested", "accepted"])
    assert (waiting.count(), waiting.filter(responsible=None).count() > 0) == (7, True)
    requests = sorted(ApprovalRequest.objects.values_list("opportunity__source_key", "state"))
    assert requests == [
        ("D01", "in_review"),
        ("D07", "in_review"),
        ("D08", "superseded"),
        ("D09", "in_review"),
        ("D12", "in_review"),
        ("D16", "in_review"),
    ]
    at_legal = ApprovalStep.objects.get(role="legal", opened_at__isnull=False, decision=None)
    assert at_legal.request.opportunity.source_key == "D12"
    assert Escalation.objects.filter(closed_at=None).count() == 1
    access = json.loads((tmp_path / "demo-access.json").read_text())
    assert {"ae", "revops_admin", "vp_finance"} <= {row["role"] for row in access["sign_ins"]}
    assert (tmp_path / "demo-access.json").stat().st_mode & 0o777 == 0o600

    with pytest.raises(CommandError, match="empty one only"):
        call_command("load_demo", verbosity=0)


def test_it_refuses_production(db: None, settings: Any) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, name="production")
    with pytest.raises(CommandError, match="never loads into a production"):
        call_command("load_demo", verbosity=0)
    assert not User.objects.exists()


@pytest.mark.parametrize("day", ["2026-10-01", "2026-10-04", "2026-10-06", "2026-11-22"])
def test_what_was_asked_before_was_asked_in_this_quarter(day: str) -> None:
    now = datetime.fromisoformat(f"{day}T10:00:00+00:00")
    asked = in_this_quarter(now - timedelta(days=6), now)
    assert asked <= now
    assert approval_ends(asked.date()) >= now.date()
