"""Addresses of one's own settings and of the people here."""

from __future__ import annotations

from django.urls import path

from salesops.users import views

urlpatterns = [
    # Before the library's own addresses: an e-mail address is changed by operations, and a way back is checked.
    path("auth/email/", views.show_settings, name="account_email"),
    path("auth/oidc/<slug:provider_id>/login/callback/", views.finish_sign_on, name="openid_connect_callback"),
    path("settings/", views.show_settings, name="settings"),
    path("settings/profile/", views.show_profile, name="settings_profile"),
    path("settings/profile/edit/", views.ProfileView.as_view(), name="settings_profile_edit"),
    path("settings/workspace/", views.show_workspace, name="settings_workspace"),
    path("settings/workspace/edit/", views.WorkspaceView.as_view(), name="settings_workspace_edit"),
    path("settings/people/", views.show_people, name="settings_people"),
    path("settings/keys/", views.show_keys, name="settings_keys"),
    path("settings/keys/new/", views.NewKeyView.as_view(), name="settings_key_new"),
    path("settings/keys/<slug:prefix>/revoke/", views.RevokeKeyView.as_view(), name="settings_key_revoke"),
]
