"""REST addresses of territories."""

from __future__ import annotations

from django.urls import path

from salesops.territories.api import views

urlpatterns = [path("territories/resolve/", views.ResolveView.as_view(), name="territories-resolve")]
