"""The admin shows guarded records and writes none of them."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import RequestFactory

from salesops.db.grants import ALL, grant_for

# Rooms of deals: written through their services alone, whatever the grant.
LAYERS = {"opportunities", "qualification", "approvals", "handoff"}
REGISTERED = sorted(admin.site._registry, key=lambda m: m._meta.label)


@pytest.mark.parametrize("model", REGISTERED, ids=[m._meta.label for m in REGISTERED])
def test_what_the_runtime_role_may_not_freely_write_the_admin_does_not(
    model: type[Model], rf: RequestFactory, admin_user_stub: object
) -> None:
    if grant_for(model._meta.db_table) == ALL and model._meta.app_label not in LAYERS:
        return
    request = rf.get("/admin/")
    request.user = admin_user_stub  # type: ignore[assignment]
    page = admin.site._registry[model]
    assert not page.has_add_permission(request)
    assert not page.has_change_permission(request)
    assert not page.has_delete_permission(request)


def test_no_action_deletes(rf: RequestFactory, admin_user_stub: object) -> None:
    request = rf.get("/admin/")
    request.user = admin_user_stub  # type: ignore[assignment]
    deleting = [m._meta.label for m in REGISTERED if "delete_selected" in admin.site._registry[m].get_actions(request)]
    assert [label for label in deleting if not label.startswith(("account.", "mfa.", "socialaccount."))] == []
