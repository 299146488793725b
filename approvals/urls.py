"""Addresses of layer 4."""

from __future__ import annotations

from django.urls import path

from approvals.views import asking, queue

app_name = "approvals"
urlpatterns = [
    path("approvals/", queue.show_queue, name="queue"),
    path("approvals/batch/", queue.approve_batch, name="batch"),
    path("approvals/<int:approval_id>/", queue.show_queue, name="request"),
    path("approvals/<int:approval_id>/verdict/", queue.give_verdict, name="verdict"),
    path("approvals/<int:approval_id>/again/", asking.ResubmitView.as_view(), name="resubmit"),
    path("approvals/<int:approval_id>/withdraw/", asking.WithdrawView.as_view(), name="withdraw"),
    path("opportunities/<int:pk>/approvals/request/", asking.AskView.as_view(), name="ask"),
]
