"""Addresses of Settings › Processes."""

from __future__ import annotations

from django.urls import path

from salesops.process import views

urlpatterns = [
    path("settings/processes/", views.show_processes, name="settings_processes"),
    path("settings/processes/<str:key>/v<int:version>/", views.show_process, name="settings_process"),
]
