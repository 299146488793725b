"""Addresses of layer 3."""

from __future__ import annotations

from django.urls import path

from qualification.views.health import show_health
from qualification.views.meddpicc import AssessView, CosignView, DetailsView

app_name = "qualification"
urlpatterns = [
    path("opportunities/<int:pk>/health/", show_health, name="health"),
    path("opportunities/<int:pk>/meddpicc/<slug:component>/assess/", AssessView.as_view(), name="assess"),
    path("opportunities/<int:pk>/meddpicc/<slug:component>/cosign/", CosignView.as_view(), name="cosign"),
    path("opportunities/<int:pk>/meddpicc/<slug:component>/details/", DetailsView.as_view(), name="edit_details"),
]
