"""Accounts, contacts and merges in the admin: to look at."""

from __future__ import annotations

from django.contrib import admin

from salesops.accounts.models import Account, Contact, MergeRecord, Partner, PartnerPerson, ProfileVersion
from salesops.web.read_only import ReadOnlyAdmin


@admin.register(Account)
class AccountAdmin(ReadOnlyAdmin):
    """An account, absorbed ones too."""

    list_display = ("name", "domain", "country", "icp_fit", "merged_into")
    list_select_related = ("merged_into",)
    search_fields = ("name", "domain")


@admin.register(Contact)
class ContactAdmin(ReadOnlyAdmin):
    """A contact, absorbed ones too."""

    list_display = ("name", "account", "title", "left_at", "merged_into")
    list_select_related = ("account", "merged_into")
    search_fields = ("name", "email")


admin.site.register([Partner, PartnerPerson, MergeRecord, ProfileVersion], ReadOnlyAdmin)
