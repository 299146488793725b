"""Addresses of the inbox, of one's wishes, and of the two links that work without a sign-in."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path

from salesops.notifications.views import inbox, open_links, preferences, sent_here

_own = (
    [
        path("inbox/", inbox.show_inbox, name="inbox"),
        path("inbox/read/", inbox.read_all, name="read_all"),
        path("inbox/<int:notification_id>/open/", inbox.open_one, name="open"),
        path("inbox/<int:notification_id>/read/", inbox.read_one, name="read"),
        path("unsubscribe/<str:token>/", open_links.show_unsubscribe, name="unsubscribe"),
        path("calendar/<str:feed_secret>/salesops.ics", open_links.show_feed, name="feed"),
    ],
    "notifications",
)
_development = [
    path("dev/mails/", sent_here.show_mails, name="dev_mails"),
    path("dev/mails/<slug:name>/", sent_here.show_mail, name="dev_mail"),
    path("dev/mails/<slug:name>/html/", sent_here.show_html, name="dev_mail_html"),
]
urlpatterns = [
    path("", include(_own)),
    path("settings/notifications/", preferences.show_preferences, name="settings_notifications"),
    path("settings/notifications/edit/", preferences.PreferencesView.as_view(), name="settings_notifications_edit"),
    path("settings/notifications/webhooks/new/", preferences.NewHookView.as_view(), name="settings_hook_new"),
    path(
        "settings/notifications/webhooks/<int:hook_id>/end/",
        preferences.EndHookView.as_view(),
        name="settings_hook_end",
    ),
    path("settings/notifications/feed/new/", preferences.NewFeedView.as_view(), name="settings_feed_new"),
    *(_development if settings.SHOWS_MAILS else []),
    path("settings/notifications/feed/end/", preferences.EndFeedView.as_view(), name="settings_feed_end"),
]
