"""Sealed secrets open with the key that sealed them, for what they were sealed for, and through a rotation."""

from __future__ import annotations

from typing import Any

import pytest

from salesops.core.errors import Conflict
from salesops.db.sealing import MARK, seal, unseal

SECRET = "https://hooks.example.com/services/T000"


def test_what_is_sealed_shows_nothing_and_opens_again() -> None:
    sealed = seal("webhook", SECRET)
    assert sealed.startswith(MARK)
    assert "T000" not in sealed
    assert unseal("webhook", sealed) == SECRET
    assert seal("webhook", SECRET) != sealed


def test_it_opens_for_its_purpose_alone() -> None:
    with pytest.raises(Conflict, match="This second factor was sealed with a key"):
        unseal("second factor", seal("webhook", SECRET))


def test_a_former_key_opens_it_while_it_is_named(settings: Any) -> None:
    former, sealed = settings.SECRET_KEY, seal("webhook", SECRET)
    settings.SECRET_KEY = "another key of fifty letters or more, as it should be"
    with pytest.raises(Conflict) as refused:
        unseal("webhook", sealed)
    assert "SECRET_KEY_FALLBACKS" in refused.value.next_action
    settings.SECRET_KEY_FALLBACKS = [former]
    assert unseal("webhook", sealed) == SECRET
