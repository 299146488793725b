"""Addresses of accounts and contacts."""

from __future__ import annotations

from django.urls import path

from salesops.accounts.views import account, contact, lists

app_name = "accounts"
urlpatterns = [
    path("accounts/", lists.show_accounts, name="list"),
    path("accounts/new/", account.NewAccountView.as_view(), name="new"),
    path("accounts/<int:pk>/", account.show_account, name="page"),
    path("accounts/<int:pk>/edit/", account.EditAccountView.as_view(), name="edit"),
    path("accounts/<int:pk>/merge/", account.MergeAccountView.as_view(), name="merge"),
    path("accounts/<int:pk>/merges/<int:merge_id>/undo/", account.UnmergeAccountView.as_view(), name="unmerge"),
    path("accounts/<int:pk>/contacts/new/", contact.NewContactView.as_view(), name="new_contact"),
    path("contacts/", lists.show_contacts, name="contacts"),
    path("contacts/<int:pk>/", contact.show_contact, name="contact"),
    path("contacts/<int:pk>/edit/", contact.EditContactView.as_view(), name="edit_contact"),
    path("contacts/<int:pk>/leave/", contact.LeftView.as_view(), name="left"),
    path("contacts/<int:pk>/merge/", contact.MergeContactView.as_view(), name="merge_contact"),
    path("contacts/<int:pk>/merges/<int:merge_id>/undo/", contact.UnmergeContactView.as_view(), name="unmerge_contact"),
]
