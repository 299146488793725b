"""Loads what gates read of opportunities: everything of many records in two statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONObject, Length, Trim

from opportunities.domain.facts import ActivityFact, DocumentFact, OpportunityFacts, StakeholderFact
from opportunities.models import (
    Activity,
    Attestation,
    Document,
    Milestone,
    Opportunity,
    Stakeholder,
    Waiver,
)
from salesops.process.domain.gate import Attested, Testimony, Waived

FIELDS = (
    "account_id problem use_case amount acv close_date expected_purchase_date renewal_date budget authority timeline "
    "position next_step created_at"
).split()
PLAN_FIELDS = "objective why_anything why_now why_us risks help_needed close_plan".split()


def load_opportunity_facts(ids: Sequence[int], now: datetime) -> Mapping[int, OpportunityFacts]:
    """This function will read the facts of many opportunities in one statement."""
    rows = (
        Opportunity.objects.filter(id__in=ids)
        .annotate(
            _activities=_rows(
                Activity, kind="kind", at="happened_at", note=Length(Trim("note")), customers="customer_count"
            ),
            _documents=_rows(Document, kind="kind", state="state", title="title"),
            _stakeholders=_rows(
                Stakeholder,
                contact="contact_id",
                name="contact__name",
                role="role",
                persona="contact__persona",
                left="contact__left_at",
            ),
            _milestones=_rows(Milestone.objects.filter(revoked_at__isnull=True), key="key"),
            _answers=F("discovery__answers"),
            _fit=F("account__icp_fit"),
            **{f"_plan_{name}": F(f"pursuit_plan__{name}") for name in ["id", *PLAN_FIELDS]},
        )
        .values()
    )
    return {row["id"]: _facts(row) for row in rows}


def _rows(source: type[Any] | QuerySet[Any], **columns: Any) -> ArraySubquery:
    rows = source if isinstance(source, QuerySet) else source.objects.all()
    return ArraySubquery(rows.filter(opportunity=OuterRef("pk")).order_by("id").values(_row=JSONObject(**columns)))


def _facts(row: Mapping[str, Any]) -> OpportunityFacts:
    return OpportunityFacts(
        fields={name: row[name] for name in FIELDS},
        discovery=row["_answers"] or {},
        pursuit_plan={name: row[f"_plan_{name}"] for name in PLAN_FIELDS} if row["_plan_id"] else None,
        icp_fit=row["_fit"],
        activities=tuple(
            ActivityFact(item["kind"], datetime.fromisoformat(item["at"]), item["note"], item["customers"])
            for item in row["_activities"]
        ),
        documents=tuple(DocumentFact(item["kind"], item["state"], item["title"]) for item in row["_documents"]),
        stakeholders=tuple(
            StakeholderFact(item["contact"], item["name"], item["role"], item["persona"], item["left"] is not None)
            for item in row["_stakeholders"]
        ),
        milestones=frozenset(item["key"] for item in row["_milestones"]),
    )


def load_testimony(ids: Sequence[int], now: datetime) -> Mapping[int, Testimony]:
    """This function will read the attestations and waivers in force of many opportunities in one statement."""
    said = (
        Attestation.objects.filter(opportunity=OuterRef("pk")).order_by("criterion_id", "-id").distinct("criterion_id")
    )
    waived = Waiver.objects.filter(opportunity=OuterRef("pk"), lifted_at__isnull=True)
    rows = Opportunity.objects.filter(id__in=ids).values_list(
        "id",
        ArraySubquery(
            said.values(
                _row=JSONObject(
                    id="criterion_id", by="by__name", at="at", note="note", source="source_class", off="is_withdrawal"
                )
            )
        ),
        ArraySubquery(waived.values(_row=JSONObject(id="criterion_id", by="by__name", at="at", reason="reason"))),
    )
    return {pk: Testimony(_attested(attested), _waived(waivers)) for pk, attested, waivers in rows}


def _attested(rows: Sequence[Mapping[str, Any]]) -> dict[str, Attested]:
    return {
        row["id"]: Attested(row["by"], datetime.fromisoformat(row["at"]), row["note"], row["source"])
        for row in rows
        if not row["off"]
    }


def _waived(rows: Sequence[Mapping[str, Any]]) -> dict[str, Waived]:
    return {row["id"]: Waived(row["by"], datetime.fromisoformat(row["at"]), row["reason"]) for row in rows}
