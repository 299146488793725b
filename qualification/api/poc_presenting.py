"""Puts together what one proof of concept is shown as: state, plan, numbers, sessions."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from qualification.api.poc_shapes import PocPageShape, PocShape, SessionShape, SignatureShape
from qualification.domain.poc_outcome import Result, compute_outcome
from qualification.domain.success_plan import needs_signature, terms_from_data
from qualification.models import Poc, SuccessPlan
from qualification.queries.poc import current_plan
from qualification.queries.poc_api import last_signed
from qualification.services.poc_locking import is_signed
from qualification.services.poc_results import results_of_poc
from salesops.web.api.presenting import Presenter, plain

POCS = Presenter(PocShape)
SESSIONS = Presenter(SessionShape)
SIGNATURES = Presenter(SignatureShape)
NOT_SIGNED = "No version of the plan was signed yet."


class PocPage:
    """One POC as REST shows it: the record's own fields, and what is worked out from its rows at `now`."""

    def __init__(self, poc: Poc, now: datetime) -> None:
        self._poc = poc
        results = results_of_poc(poc, now)
        would_be = compute_outcome(results)
        decided = poc.outcome != ""
        self.plan = plan_as_data(poc)
        self.criteria = [_criterion(each) for each in results]
        self.outcome_now = poc.outcome if decided else would_be.name
        self.outcome_now_sentence = poc.outcome_sentence if decided else would_be.sentence
        self.sessions = SESSIONS.many(poc.sessions.order_by("starts_at", "id"))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._poc, name)


PAGES = Presenter(PocPageShape)


def plan_as_data(poc: Poc) -> dict[str, Any] | None:
    """This function will return the newest version of the plan as JSON holds it, or None where none is written."""
    plan = current_plan(poc)
    if plan is None:
        return None
    signed = last_signed(poc) if not hasattr(plan, "signature") else plan
    covers = is_signed(plan)
    base = (plan.agrees_with or plan) if covers else None
    return {
        "number": plan.number,
        "fingerprint": plan.fingerprint,
        "terms": plan.terms,
        "by_id": plan.by_id,
        "at": plain(plan.at),
        "is_signed": covers,
        "signature": SIGNATURES.one(base.signature) if base else None,
        "needs_signature": [] if covers else _open_points(signed, plan),
    }


def _open_points(signed: SuccessPlan | None, plan: SuccessPlan) -> list[str]:
    if signed is None:
        return [NOT_SIGNED]
    points = needs_signature(terms_from_data(signed.terms), terms_from_data(plan.terms))
    return points or [f"Version {plan.number} was not signed."]


def _criterion(result: Result) -> dict[str, Any]:
    return asdict(result.criterion) | {"measured": plain(result.measured), "result": result.state}
