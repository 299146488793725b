"""REST addresses of approvals."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
