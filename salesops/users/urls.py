"""Addresses of one's own settings and of the people here."""

from __future__ import annotations

from django.urls import path

from salesops.users.views import calendars, own, people, teams

urlpatterns = [
    # Before the library's own addresses: an e-mail address is changed by operations, and a way back is checked.
    path("auth/email/", own.show_settings, name="account_email"),
    path("auth/oidc/<slug:provider_id>/login/callback/", own.finish_sign_on, name="openid_connect_callback"),
    path("settings/", own.show_settings, name="settings"),
    path("settings/profile/", own.show_profile, name="settings_profile"),
    path("settings/profile/edit/", own.ProfileView.as_view(), name="settings_profile_edit"),
    path("settings/profile/calendar/", calendars.OwnCalendarView.as_view(), name="settings_own_calendar"),
    path("settings/calendars/", calendars.show_calendars, name="settings_calendars"),
    path("settings/calendars/edit/", calendars.DefaultCalendarView.as_view(), name="settings_calendar_edit"),
    path("settings/calendars/days/new/", calendars.NewDayOffView.as_view(), name="settings_day_off_new"),
    path(
        "settings/calendars/days/<int:day_off_id>/remove/",
        calendars.RemoveDayOffView.as_view(),
        name="settings_day_off_remove",
    ),
    path("settings/workspace/", own.show_workspace, name="settings_workspace"),
    path("settings/workspace/edit/", own.WorkspaceView.as_view(), name="settings_workspace_edit"),
    path("settings/people/", people.show_people, name="settings_people"),
    path("settings/people/new/", people.NewPersonView.as_view(), name="settings_person_new"),
    path("settings/people/<int:person_id>/disable/", people.DisableView.as_view(), name="settings_person_disable"),
    path("settings/people/<int:person_id>/", people.show_person, name="settings_person"),
    path("settings/people/<int:person_id>/absences/new/", people.AbsenceView.as_view(), name="settings_absence_new"),
    path(
        "settings/people/<int:person_id>/absences/<int:absence_id>/cancel/",
        people.CancelAbsenceView.as_view(),
        name="settings_absence_cancel",
    ),
    path("settings/people/<int:person_id>/roles/grant/", people.GrantView.as_view(), name="settings_role_grant"),
    path(
        "settings/people/<int:person_id>/roles/<slug:role>/revoke/",
        people.RevokeView.as_view(),
        name="settings_role_revoke",
    ),
    path("settings/teams/", teams.show_teams, name="settings_teams"),
    path("settings/teams/new/", teams.NewTeamView.as_view(), name="settings_team_new"),
    path("settings/teams/<int:team_id>/change/", teams.TeamView.as_view(), name="settings_team"),
    path("settings/keys/", own.show_keys, name="settings_keys"),
    path("settings/keys/new/", own.NewKeyView.as_view(), name="settings_key_new"),
    path("settings/keys/<slug:prefix>/revoke/", own.RevokeKeyView.as_view(), name="settings_key_revoke"),
]
