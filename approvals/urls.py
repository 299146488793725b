"""Addresses of layer 4."""

from __future__ import annotations

from django.urls import path

from approvals.views import asking, deputies, economics, escalations, guardrails, queue

app_name = "approvals"
GUARDRAILS = "settings/guardrails/"
VERSION = f"{GUARDRAILS}<int:number>/"
urlpatterns = [
    path("approvals/", queue.show_queue, name="queue"),
    path("approvals/batch/", queue.approve_batch, name="batch"),
    path("approvals/<int:approval_id>/", queue.show_queue, name="request"),
    path("approvals/<int:approval_id>/verdict/", queue.give_verdict, name="verdict"),
    path("approvals/<int:approval_id>/again/", asking.ResubmitView.as_view(), name="resubmit"),
    path("approvals/<int:approval_id>/withdraw/", asking.WithdrawView.as_view(), name="withdraw"),
    path("opportunities/<int:pk>/approvals/request/", asking.AskView.as_view(), name="ask"),
    path("approvals/deputies/", deputies.show_deputies, name="deputies"),
    path("approvals/deputies/name/", deputies.NameDeputyView.as_view(), name="name_deputy"),
    path("approvals/deputies/<int:delegation_id>/end/", deputies.end, name="end_deputy"),
    path("approvals/escalations/", escalations.show_escalations, name="escalations"),
    path(
        "approvals/escalations/<int:escalation_id>/decide/", escalations.DecideView.as_view(), name="decide_escalation"
    ),
    path(
        "approvals/escalations/<int:escalation_id>/assign/", escalations.AssignView.as_view(), name="assign_escalation"
    ),
    path("approvals/escalations/<int:escalation_id>/close/", escalations.CloseView.as_view(), name="close_escalation"),
    path("opportunities/<int:pk>/escalate/", escalations.RaiseView.as_view(), name="escalate"),
    path(GUARDRAILS, guardrails.show_in_force, name="guardrails"),
    path(f"{GUARDRAILS}new/", guardrails.start_draft, name="draft_guardrails"),
    path(f"{GUARDRAILS}economics/", economics.show_economics, name="economics"),
    path(VERSION, guardrails.show_version, name="guardrails_version"),
    path(f"{VERSION}edit/", guardrails.EditView.as_view(), name="edit_guardrails"),
    path(f"{VERSION}test/", guardrails.TestView.as_view(), name="test_guardrails"),
    path(f"{VERSION}publish/", guardrails.PublishView.as_view(), name="publish_guardrails"),
    path(f"{VERSION}discard/", guardrails.DiscardView.as_view(), name="discard_guardrails"),
]
