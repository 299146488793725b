"""REST addresses of approvals."""

from __future__ import annotations

from django.urls import path

from approvals.api.escalations import CloseEscalationView, EscalationsView, EscalationView
from approvals.api.guardrails import RuleSetsView, RuleSetView
from approvals.api.requests import RequestsView, RequestView, WithdrawRequestView

urlpatterns = [
    path("opportunities/<int:opportunity_id>/approval-requests/", RequestsView.as_view(), name="approval-requests"),
    path("approval-requests/<int:approval_id>/", RequestView.as_view(), name="approval-request"),
    path(
        "approval-requests/<int:approval_id>/withdraw/", WithdrawRequestView.as_view(), name="approval-request-withdraw"
    ),
    path("opportunities/<int:opportunity_id>/escalations/", EscalationsView.as_view(), name="escalations"),
    path("escalations/<int:escalation_id>/", EscalationView.as_view(), name="escalation"),
    path("escalations/<int:escalation_id>/close/", CloseEscalationView.as_view(), name="escalation-close"),
    path("guardrails/", RuleSetsView.as_view(), name="guardrails"),
    path("guardrails/<int:number>/", RuleSetView.as_view(), name="guardrails-version"),
]
