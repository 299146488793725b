"""People, rights and keys in the admin: to look at; no password or key is shown."""

from __future__ import annotations

from django.contrib import admin

from salesops.users.models import Absence, ApiKey, DayOff, RoleGrant, Team, User, WorkCalendar, WorkspaceSetting
from salesops.web.read_only import ReadOnlyAdmin


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    """A person."""

    list_display = ("name", "email", "is_active", "is_staff")
    search_fields = ("name", "email")
    exclude = ("password", "user_permissions", "groups")


@admin.register(RoleGrant)
class RoleGrantAdmin(ReadOnlyAdmin):
    """A role somebody holds."""

    list_display = ("user", "role", "region", "granted_by", "granted_at")
    list_select_related = ("user", "granted_by")
    list_filter = ("role",)


@admin.register(ApiKey)
class ApiKeyAdmin(ReadOnlyAdmin):
    """A program's key, without its hash."""

    list_display = ("prefix", "name", "owner", "revoked", "expiry_date", "last_used_at")
    list_select_related = ("owner",)
    exclude = ("id", "hashed_key")


admin.site.register([Team, Absence, WorkCalendar, DayOff, WorkspaceSetting], ReadOnlyAdmin)
