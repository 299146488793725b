"""What a lead's score is made of: the profiles of companies and people in their versions, signals, segments."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from salesops.accounts.domain import icp, personas
from salesops.accounts.domain.industries import INDUSTRIES
from salesops.intake.domain.leads import TIMELINES
from salesops.intake.domain.scoring import (
    GOOD_TECHNOLOGIES,
    SEGMENT_WORDS,
    SEGMENTS,
    SIGNALS,
    TIMELINE_POINTS,
    WEIGHTS,
)
from salesops.web.http import ActingRequest


@require_GET
def show_profiles(request: ActingRequest) -> HttpResponse:
    """Show the rules behind every score."""
    industries, people = dict(INDUSTRIES), dict(personas.PERSONAS)
    company = icp.CURRENT
    context = {
        "icp": company,
        "good_industries": sorted(industries[key] for key in company.good_industries),
        "poor_industries": sorted(industries[key] for key in company.poor_industries),
        "excluded": sorted(company.excluded_countries),
        "icp_versions": len(icp.RULES),
        "persona": personas.CURRENT,
        "best_people": sorted(people[key] for key in personas.CURRENT.best),
        "good_people": sorted(people[key] for key in personas.CURRENT.good),
        "technologies": GOOD_TECHNOLOGIES,
        "signals": list(SIGNALS.values()),
        "timelines": [(label, TIMELINE_POINTS[key]) for key, label in TIMELINES],
        "weights": [(label, round(weight * 100)) for label, weight in WEIGHTS.items()],
        "segments": [(name, least, SEGMENT_WORDS[name]) for name, least in SEGMENTS],
    }
    return render(request, "intake/profiles.html", context)
