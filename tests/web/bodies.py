"""A good body for every change over REST, so that the table shows who may act, not who mistypes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from qualification.domain.poc import BY_KEY
from tests.story import LINK, NOTE

Values = Mapping[str, Any]
Body = Callable[[Values], dict[str, Any]]


def _evidence(values: Values) -> dict[str, Any]:
    return {"note": NOTE, "source_class": "customer_said", "contact_id": values["contact_id"]}


def _plan(values: Values) -> dict[str, Any]:
    return {
        "objective": "Finish before the market opens",
        "in_scope": "Twelve nightly jobs",
        "participants": [{"contact_id": values["contact_id"], "is_champion": True, "is_committed": True}],
        "starts_on": "2026-12-01",
        "ends_on": "2026-12-28",
        "readout_on": "2026-12-30",
        "decision_rule": "If all musts pass, they take the offer to the board",
        "criteria": [
            {
                "key": "fast", "text": "Faster", "category": "technical", "priority": "must", "metric": "Queries a second",
                "unit": "q/s", "direction": ">=", "baseline": "40", "target": "100",
            }
        ],
    }  # fmt: skip


def _sign_off(values: Values) -> dict[str, Any]:
    return {
        "plan_number": 1,
        "contact_id": values["contact_id"],
        "method": "meeting",
        "note": NOTE,
        "activity_id": values["activity_id"],
    }


BODIES: dict[str, Body] = {
    "api:accounts POST": lambda v: {"name": "New account"},
    "api:account PATCH": lambda v: {"city": "Oslo"},
    "api:account-merges POST": lambda v: {"absorbed_id": v["spare_account_id"], "reason": "They are one company."},
    "api:account-unmerge POST": lambda v: {"merge_id": v["merge_id"]},
    "api:contacts POST": lambda v: {"account_id": v["account_id"], "name": "New contact"},
    "api:contact PATCH": lambda v: {"title": "CTO"},
    "api:contact-merges POST": lambda v: {"absorbed_id": v["spare_contact_id"], "reason": "They are one person."},
    "api:contact-unmerge POST": lambda v: {"merge_id": v["contact_merge_id"]},
    "api:leads POST": lambda v: {"source": "event", "company": "New lead"},
    "api:lead PATCH": lambda v: {"city": "Oslo"},
    "api:lead-signals POST": lambda v: {"kind": "pricing_page"},
    "api:lead-touches POST": lambda v: {"kind": "call", "note": NOTE},
    "api:lead-qualification POST": lambda v: {"note": NOTE},
    "api:lead-rest POST": lambda v: {"to": "nurture", "reason": NOTE},
    "api:lead-disqualification POST": lambda v: {"reason": "no_need"},
    "api:lead-reopening POST": lambda v: {"reason": NOTE},
    "api:lead-owner POST": lambda v: {"owner_id": v["walt_id"], "reason": NOTE},
    "api:assets POST": lambda v: {"title": "New kit", "kind": "report"},
    "api:asset PATCH": lambda v: {"topic": "Terminals"},
    "api:asset-move POST": lambda v: {"to": "draft"},
    "api:lead-conversion POST": lambda v: {"process": "nb.standard", "makes_account": True},
    "api:territories-resolve POST": lambda v: {"account_id": v["account_id"]},
    "api:introductions POST": lambda v: {"company": "Nobody here introduces"},
    "api:introduction-question POST": lambda v: {"text": "Who signs for them, and by when?"},
    "api:introduction-acceptance POST": lambda v: {"basis": "new_buyer", "words": NOTE, "host_id": v["walt_id"]},
    "api:introduction-declining POST": lambda v: {"reason": "no_timeline"},
    "api:introduction-reviewer POST": lambda v: {"reviewer_id": v["walt_id"]},
    "api:introduction-extension POST": lambda v: {"evidence": NOTE},
    "api:introduction-rival POST": lambda v: {"words": NOTE},
    "api:introduction-shared-step POST": lambda v: {"step": "A call with their acquirer"},
    "api:introduction-invitations POST": lambda v: {"title": "First call", "starts_at": "2099-01-05T09:00:00Z"},
    "api:introduction-ruling POST": lambda v: {"outcome": "upheld", "ruling": NOTE},
    "api:introduction-fee POST": lambda v: {"paid_on": "2026-03-02"},
    "api:partner PATCH": lambda v: {"fee_terms": "30 days after the win"},
    "api:partners POST": lambda v: {"name": "New partner"},
    "api:opportunities POST": lambda v: {"process": "generic.three_stage", "account_id": v["account_id"]},
    "api:opportunities-bulk POST": lambda v: {"ids": [v["opportunity_id"]], "fields_to_set": {"use_case": "Other"}},
    "api:opportunity PATCH": lambda v: {"use_case": "Other"},
    "api:opportunity-subtype PUT": lambda v: {"subtype": "upsell", "reason": NOTE},
    "api:opportunity-owner PUT": lambda v: {"owner_id": v["walt_id"], "reason": "He knows the account best."},
    "api:opportunity-transitions POST": lambda v: {"type": "forward"},
    "api:opportunity-next-step POST": lambda v: {"text": "Call them", "due": "2027-01-05"},
    "api:opportunity-activities POST": lambda v: {"kind": "note", "subject": "A note"},
    "api:opportunity-attestations POST": lambda v: {"criterion_id": v["attested"], **_evidence(v)},
    "api:opportunity-attestation-withdraw POST": lambda v: {"criterion_id": v["attested"], "reason": NOTE},
    "api:opportunity-waivers POST": lambda v: {"criterion_id": v["waivable"], "reason": NOTE},
    "api:opportunity-reengage-date POST": lambda v: {"on": None},
    "api:opportunity-waiver-keep POST": lambda v: {"criterion_id": v["waivable"], "reason": NOTE},
    "api:opportunity-waiver-lift POST": lambda v: {"criterion_id": v["waivable"], "reason": NOTE},
    "api:opportunity-stakeholders POST": lambda v: {"contact_id": v["contact_id"], "role": "procurement"},
    "api:opportunity-documents POST": lambda v: {"kind": "proposal", "title": "Offer", "link": LINK},
    "api:opportunity-document PATCH": lambda v: {"state": "issued"},
    "api:opportunity-plan PUT": lambda v: {"why_now": "Fines from the first quarter on"},
    "api:opportunity-discovery PUT": lambda v: {"answers": {}},
    "api:opportunity-milestones POST": lambda v: {"key": "tech_win", "evidence": NOTE},
    "api:opportunity-milestone-revoke POST": lambda v: {"key": "tech_win", "reason": NOTE},
    "api:approval-requests POST": lambda v: {
        "kind": "territory_exception",
        "what": "This one deal",
        "why": NOTE,
        "give_get": NOTE,
        "expectation": NOTE,
        "alternatives": NOTE,
        "needed_by": "2099-01-01",
    },
    "api:opportunity-terms POST": lambda v: {"topics": ["price"], "state": "agreed"},
    "api:opportunity-legal-items POST": lambda v: {"text": "Cap the liability", "severity": "minor"},
    "api:legal-item-settle POST": lambda v: {"how": NOTE},
    "api:opportunity-signatories POST": lambda v: {"signer_id": v["contact_id"]},
    "api:opportunity-private-offer POST": lambda v: {"reference": "offer-1", "url": LINK},
    "api:opportunity-private-offer-accept POST": lambda v: {"document_id": v["document_id"]},
    "api:opportunity-private-offer-withdraw POST": lambda v: {"reason": NOTE},
    "api:opportunity-layers POST": lambda v: {"layer": 3, "person_id": v["ana_id"]},
    "api:opportunity-requests POST": lambda v: {"kind": "demo", "asked": NOTE},
    "api:collaboration-request-decline POST": lambda v: {"reason": NOTE},
    "api:collaboration-request-finish POST": lambda v: {"result": NOTE},
    "api:account-customer POST": lambda v: {"kind": "former", "until": f"{timezone.now():%Y-%m-%d}", "reason": NOTE},
    "api:reminder-snooze POST": lambda v: {"until": f"{timezone.localdate() + timedelta(days=3)}", "reason": NOTE},
    "api:exchange-rates POST": lambda v: {"currency": "CHF", "on": "2099-01-01", "rate": "1.1"},
    "api:imports POST": lambda v: {"process": "generic.three_stage", "rows": [["id", "stage"], ["x", "Discovery"]]},
    "api:import-check POST": lambda v: {"mapping": {"process": "generic.three_stage", "columns": {"key": "id"}}},
    "api:pocs POST": lambda v: {"lead_id": v["ana_id"]},
    "api:poc-plan PUT": _plan,
    "api:poc-sign-links POST": lambda v: {"contact_id": v["contact_id"]},
    "api:poc-signatures POST": _sign_off,
    "api:poc-sessions POST": lambda v: {"kind": "discovery", "starts_at": "2099-01-05T09:00:00Z"},
    "api:poc-session-hold POST": lambda v: {
        "outputs": list(BY_KEY["getting_started"].outputs),
        "note": NOTE,
        "contact_ids": [v["contact_id"]],
    },
    "api:poc-session-miss POST": lambda v: {"note": "Nobody came"},
    "api:poc-session-cancel POST": lambda v: {"note": "They are ill"},
    "api:poc-session-move POST": lambda v: {"starts_at": "2099-01-05T09:00:00Z"},
    "api:poc-measurements POST": lambda v: {"criterion": "fast", "value": "130"},
    "api:poc-take-up-again POST": lambda v: {"reason": "A job was left out"},
    "api:poc-conclude POST": lambda v: {"activity_id": v["activity_id"], "verdict": "accept", "next_step": "Offer"},
    "api:requirements POST": lambda v: {"kind": "business", "text": "Pays for itself within a year"},
    "api:judgements POST": lambda v: {**_evidence(v), "state": "validated"},
    "api:requirement-group-align POST": lambda v: {"note": NOTE},
    "api:requirement-group-unalign POST": lambda v: {"reason": NOTE},
    "api:security-path PUT": lambda v: {
        "steps": [{"text": "Questionnaire", "owner_name": "Nils Berg", "due_on": "2026-12-01"}]
    },
    "api:questions POST": lambda v: {"kind": "technical", "text": "In our region?", "contact_id": v["contact_id"]},
    "api:question-answer POST": lambda v: {"answer": "Yes, since last month"},
    "api:poc-extensions POST": lambda v: {"days": 14, "reason": NOTE},
    "api:poc-extension-refuse POST": lambda v: {"reason": NOTE},
    "api:escalations POST": lambda v: {"severity": "low", "reason": NOTE},
    "api:offers POST": lambda v: {"copy_of": 1},
    "api:offer PUT": lambda v: {"currency": "USD", "valid_until": str(timezone.now().date())},
    "api:offer-options POST": lambda v: {"copy_of": "A"},
    "api:offer-acceptance POST": lambda v: {"option": "A", "document_id": v["document_id"]},
    "api:offer-withdrawal POST": lambda v: {"reason": "They want another shape"},
    "api:price-books POST": lambda v: {
        "name": "Spring list",
        "currency": "NOK",
        "valid_from": str(timezone.now().date()),
        "entries": [
            {
                "code": "Q",
                "name": "Query",
                "kind": "software",
                "charge": "recurring",
                "unit_list": "9",
                "unit_cost": "1",
            }
        ],
    },
    "api:proposals POST": lambda v: {"items": [{"text": "Nightly jobs", "deliverable": "platform"}]},
    "api:proposal-clearances POST": lambda v: {
        "trigger": "T03",
        "route": "psv",
        "about": "Reader R2",
        "evidence": NOTE,
    },
    "api:proposal-assumption-checks POST": lambda v: {"text": "Same kernel", "state": "validated", "evidence": NOTE},
    "api:proposal-estimates POST": lambda v: {
        "kind": "services",
        "low": "8.0",
        "likely": "10.0",
        "high": "15.0",
        "cost_per_day": "900.00",
    },
    "api:validation-assign POST": lambda v: {"reviewer_id": v["mei_id"]},
    "api:validation-decide POST": lambda v: {"verdict": "blocked", "note": NOTE},
    "api:red-flags POST": lambda v: {
        "text": "The host changes its refund flow",
        "severity": "high",
        "owner_id": v["ana_id"],
        "due_on": "2099-01-05",
    },
    "api:red-flag-close POST": lambda v: {"how": NOTE},
    "api:confidence-calls POST": lambda v: {"contact_id": v["contact_id"], "topic": "How you test contactless"},
    "api:confidence-call-plan POST": lambda v: {"planned_for": "2099-01-05T09:00:00Z"},
    "api:confidence-call-hold POST": lambda v: {"activity_id": v["activity_id"], "outcome": NOTE},
    "api:confirmations POST": lambda v: {"kind": "scheme", "name": "Girocard", "evidence": NOTE},
    "api:confirmation-withdraw POST": lambda v: {"reason": NOTE},
    "api:poc-abandon POST": lambda v: {"reason": "They chose to wait a year"},
    "api:meddpicc-details PUT": lambda v: {"rows": []},
    "api:meddpicc-component PUT": lambda v: {"level": 1, **_evidence(v)},
}
