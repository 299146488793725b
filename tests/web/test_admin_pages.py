"""The admin pages: open to operators, to look at only, whatever is posted."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from salesops.users.models import User
from salesops.web.read_only import ReadOnlyAdmin
from tests.cast import Cast, hire, key_for
from tests.story import Deal

pytestmark = pytest.mark.django_db
OURS = sorted(
    (model for model, page in admin.site._registry.items() if isinstance(page, ReadOnlyAdmin)),
    key=lambda model: model._meta.label,
)


@pytest.fixture
def operator() -> Client:
    """A superuser's browser: no business role, every Django permission."""
    user = User.objects.create_superuser("op@halden.test", "correct-horse-battery", name="Op Erator")
    client = Client()
    client.force_login(user, backend="salesops.users.services.sign_in.ThrottledBackend")
    return client


@pytest.mark.parametrize("model", OURS, ids=[model._meta.label for model in OURS])
def test_shows_every_record_and_writes_none(model, operator: Client) -> None:
    Deal(Cast({"elena": hire("elena")})).open_discovery_gate()
    secret = key_for("elena", "deal:read").partition(".")[2]
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    assert operator.get(reverse(f"{name}_changelist")).status_code == 200
    assert operator.post(reverse(f"{name}_changelist"), {"action": "delete_selected"}).status_code in (200, 302, 403)
    assert operator.get(reverse(f"{name}_add")).status_code == 403
    before = list(model.objects.order_by("pk").values())
    for row in list(model.objects.all()[:1]):
        page = operator.get(reverse(f"{name}_change", args=[row.pk]))
        assert page.status_code == 200
        assert secret not in page.content.decode()
        assert "argon2" not in page.content.decode()
        assert operator.post(reverse(f"{name}_change", args=[row.pk]), {"name": "Forged"}).status_code == 403
        assert operator.post(reverse(f"{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
    assert list(model.objects.order_by("pk").values()) == before


def test_covers_every_guarded_room() -> None:
    assert {model._meta.app_label for model in OURS} == {
        "accounts", "audit", "intake", "notifications", "opportunities", "outbox", "process", "qualification",
        "reminders", "territories", "users",
    }  # fmt: skip


@pytest.mark.parametrize("first_name", ["kim", "ingrid", "elena", "victor"])
def test_opens_to_nobody_by_a_business_role(first_name: str) -> None:
    client = Client()
    client.force_login(hire(first_name), backend="salesops.users.services.sign_in.ThrottledBackend")
    assert client.get("/admin/").status_code == 302
