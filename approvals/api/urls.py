"""REST addresses of approvals."""

from __future__ import annotations

from django.urls import path

from approvals.api.guardrails import RuleSetsView, RuleSetView

urlpatterns = [
    path("guardrails/", RuleSetsView.as_view(), name="guardrails"),
    path("guardrails/<int:number>/", RuleSetView.as_view(), name="guardrails-version"),
]
