"""Addresses of the pages that belong to no room."""

from __future__ import annotations

from django.urls import path

from salesops.web import views

app_name = "web"
urlpatterns = [
    path("shortcuts/", views.shortcuts, name="shortcuts"),
    path("counts/", views.show_counts, name="counts"),
    path("preferences/", views.preferences, name="preferences"),
]
