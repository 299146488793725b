"""What must not be used twice is remembered by PostgreSQL."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection


@pytest.mark.django_db
def test_a_used_code_is_remembered_without_valkey() -> None:
    assert cache.add("code:1:123456", "y", timeout=60)
    assert not cache.add("code:1:123456", "y", timeout=60)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM db_cache WHERE cache_key LIKE '%%123456'")
        assert cursor.fetchone() == (1,)
