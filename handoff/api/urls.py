"""REST addresses of layer 5."""

from __future__ import annotations

from django.urls import path

from handoff.api.views import AgreementsView

urlpatterns = [path("agreements/", AgreementsView.as_view(), name="agreements")]
