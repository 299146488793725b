"""Loads MEDDPICC of many opportunities in one statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from opportunities.models import Opportunity
from qualification.domain.meddpicc import COMPONENTS
from qualification.domain.standing import Known, MeddpiccFacts, stand
from qualification.domain.steps import DecisionSteps
from qualification.models import Assessment, ComponentDetail, Reconfirmation
from salesops.process.domain.registry import facts


def load_meddpicc(ids: Sequence[int], now: datetime) -> Mapping[int, MeddpiccFacts]:
    """This function will read the eight components of many opportunities in one statement (domain §3)."""
    newest = (
        Assessment.objects.filter(opportunity=OuterRef("pk"))
        .order_by("component", "-id")
        .distinct("component")
        .values(
            _row=JSONObject(
                id="id",
                component="component",
                level="level",
                note="note",
                source="source_class",
                contact="contact__name",
                by="set_by_id",
                by_name="set_by__name",
                at="set_at",
                cosigned="cosignature__id",
                forced_at=Subquery(_forced().values("at")[:1]),
                forced=Subquery(_forced().values("reason")[:1]),
            )
        )
    )
    rows = Opportunity.objects.filter(id__in=ids).values_list("id", "probability", "close_date", ArraySubquery(newest))
    return {pk: _facts(known, probability, close_date, now) for pk, probability, close_date, known in rows}


def _forced() -> Any:
    return Reconfirmation.objects.filter(opportunity=OuterRef("opportunity"), component=OuterRef("component")).order_by(
        "-at", "-id"
    )


def _facts(
    rows: Sequence[Mapping[str, Any]], probability: int, close_date: date | None, now: datetime
) -> MeddpiccFacts:
    known = {row["component"]: _known(row) for row in rows}
    return MeddpiccFacts(
        {
            item.key: stand(item.key, known.get(item.key), probability=probability, close_date=close_date, now=now)
            for item in COMPONENTS
        }
    )


def _known(row: Mapping[str, Any]) -> Known:
    return Known(
        assessment_id=row["id"],
        level=row["level"],
        note=row["note"],
        source_class=row["source"],
        contact=row["contact"] or "",
        set_by_id=row["by"],
        set_by=row["by_name"],
        set_at=datetime.fromisoformat(row["at"]),
        is_cosigned=row["cosigned"] is not None,
        forced_at=datetime.fromisoformat(row["forced_at"]) if row["forced_at"] else None,
        forced_reason=row["forced"] or "",
    )


def load_decision_steps(ids: Sequence[int], now: datetime) -> Mapping[int, DecisionSteps]:
    """This function will count the decision steps of many opportunities, and the complete ones."""
    steps: dict[int, list[bool]] = {pk: [] for pk in ids}
    rows = ComponentDetail.objects.filter(opportunity__in=ids, component="decision_process")
    for pk, owner, due, approver in rows.values_list("opportunity_id", "owner_name", "due_on", "approver"):
        steps[pk].append(bool(owner and due and approver))
    return {pk: DecisionSteps(len(found), sum(found)) for pk, found in steps.items()}


facts("opportunity", MeddpiccFacts)(load_meddpicc)
facts("opportunity", DecisionSteps)(load_decision_steps)
