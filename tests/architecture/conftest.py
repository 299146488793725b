"""Somebody who may do anything the admin allows."""

from __future__ import annotations

import pytest


class Anything:
    """A user whom no permission refuses."""

    is_active = is_staff = is_superuser = is_authenticated = True
    pk = 1

    def has_perm(self, *args: object) -> bool:
        return True

    has_module_perms = has_perm


@pytest.fixture
def admin_user_stub() -> object:
    """A user of the admin with every permission."""
    return Anything()
