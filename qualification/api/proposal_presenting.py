"""Puts together what one version of a proposal is shown as: its terms, what fires, assumptions, effort, verdict."""

from __future__ import annotations

from typing import Any

from qualification.api import proposal_shapes as shapes
from qualification.domain.triggers import PSV, ROUTE_ROLES
from qualification.domain.validation import OpenPoint, refusal_code, told
from qualification.models import Review
from qualification.queries.proposal import AssumptionLine, Margin, TriggerLine
from qualification.queries.validation_api import VersionRead
from salesops.charter.capacities import VALIDATION_ROLES
from salesops.web.api.presenting import Presenter, plain

PROPOSALS = Presenter(shapes.ProposalShape)
CLEARANCES = Presenter(shapes.ClearanceShape)
CHECKS = Presenter(shapes.AssumptionCheckShape)
ESTIMATES = Presenter(shapes.EstimateShape)
REVIEWS = Presenter(shapes.ReviewShape)
PAGES = Presenter(shapes.ProposalPageShape)

ROLES = {PSV: tuple(sorted(VALIDATION_ROLES)), **ROUTE_ROLES}


class VersionPage:
    """One version as REST shows it: the record's own fields, and what stands beside the newest one."""

    def __init__(self, read: VersionRead) -> None:
        self._version, page = read.version, read.page
        self.terms = read.version.terms
        self.is_newest = page is not None
        self.triggers = [_fired(each) for each in page.triggers] if page else None
        self.open_points = [_point(each) for each in page.open_points] if page else None
        self.refused_with = _refused_with(page.open_points) if page else None
        self.assumptions = [_assumption(each) for each in page.assumptions] if page else None
        self.effort = _effort(page.margin) if page else None
        self.waiting = _review(page.review) if page else None
        self.verdict = _review(page.verdict) if page else None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._version, name)


def _fired(line: TriggerLine) -> dict[str, Any]:
    key, about = line.fired.key, line.fired.about
    routes = [
        {
            "route": each.route,
            "label": each.label,
            "roles": list(ROLES[each.route]),
            "clearance": CLEARANCES.one(each.clearance) if each.clearance else None,
        }
        for each in line.routes
    ]
    return {
        "key": key,
        "label": line.trigger.label,
        "sentence": f"{line.trigger.label}: {told(key, about)}",
        "about": about,
        "is_cleared": line.is_cleared,
        "routes": routes,
    }


def _point(point: OpenPoint) -> dict[str, Any]:
    return {"key": point.key, "route": point.route, "sentence": point.sentence}


def _refused_with(points: Any) -> str:
    return refusal_code(points) if points else ""


def _assumption(line: AssumptionLine) -> dict[str, Any]:
    check = line.check
    return {
        "text": line.text,
        "state": line.state,
        "evidence": check.evidence if check else "",
        "by_id": check.by_id if check else None,
        "at": plain(check.at) if check else None,
    }


def _effort(margin: Margin | None) -> dict[str, Any] | None:
    if margin is None:
        return None
    worked_out = {"margin": margin.percent, "floor": margin.floor, "days_at_floor": margin.days_at_floor}
    return ESTIMATES.one(margin.estimate) | {name: plain(value) for name, value in worked_out.items()}


def _review(review: Review | None) -> dict[str, Any] | None:
    return REVIEWS.one(review) if review else None
