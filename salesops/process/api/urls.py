"""REST addresses of processes."""

from __future__ import annotations

from django.urls import path

from salesops.process.api.views import ProcessesView, ProcessView

urlpatterns = [
    path("processes/", ProcessesView.as_view(), name="processes"),
    path("processes/<str:key>/<int:version>/", ProcessView.as_view(), name="process"),
]
