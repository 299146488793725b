"""REST addresses of the ledger."""

from __future__ import annotations

from django.urls import path

from salesops.audit.api.views import AuditEventsView

urlpatterns = [path("audit-events/", AuditEventsView.as_view(), name="audit-events")]
