"""Addresses of Settings › Audit log."""

from __future__ import annotations

from django.urls import path

from salesops.audit import views

urlpatterns = [
    path("settings/audit/", views.show_log, name="settings_audit"),
    path("settings/audit/verify/", views.verify_log, name="settings_audit_verify"),
]
