"""REST addresses of qualification."""

from __future__ import annotations

from django.urls import path

from qualification.api.health import HealthChangesView, HealthView
from qualification.api.views import ComponentView, CosignatureView, DetailsView, MeddpiccView

MEDDPICC = "opportunities/<int:opportunity_id>/meddpicc/"

urlpatterns = [
    path("opportunities/<int:opportunity_id>/health/", HealthView.as_view(), name="health"),
    path("opportunities/<int:opportunity_id>/health-changes/", HealthChangesView.as_view(), name="health-changes"),
    path(MEDDPICC, MeddpiccView.as_view(), name="meddpicc"),
    path(f"{MEDDPICC}<slug:component>/", ComponentView.as_view(), name="meddpicc-component"),
    path(f"{MEDDPICC}<slug:component>/details/", DetailsView.as_view(), name="meddpicc-details"),
    path(f"{MEDDPICC}<slug:component>/cosignature/", CosignatureView.as_view(), name="meddpicc-cosignature"),
]
