"""The nudge after a commit: best effort, and no reason for a request to fail (P11)."""

from __future__ import annotations

import pytest
from celery import current_app
from django.db import transaction

from salesops.outbox import registry
from salesops.outbox.models import Delivery
from salesops.outbox.services import nudge as module
from tests.outbox.telling import TYPE, tell


@pytest.fixture(autouse=True)
def _open_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_gate", module._Gate())


@pytest.mark.django_db(transaction=True)
class TestNudge:
    def test_of_a_broker_that_is_gone_is_silent_and_not_tried_again_at_once(self, handlers, monkeypatch) -> None:
        tried: list[str] = []

        def gone(**_: object) -> None:
            tried.append("tried")
            raise ConnectionRefusedError

        monkeypatch.setattr(current_app._get_current_object(), "connection_for_write", gone)
        registry.after_commit(TYPE, name="one")(lambda event: None)
        tell(1, times=3)
        assert tried == ["tried"]
        assert Delivery.objects.filter(status="pending").count() == 3

    def test_is_sent_after_the_commit_only(self, handlers, monkeypatch) -> None:
        sent: list[str] = []
        monkeypatch.setattr(current_app._get_current_object(), "send_task", lambda name, **_: sent.append(name))
        registry.after_commit(TYPE, name="one")(lambda event: None)
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            tell(1)
            raise ZeroDivisionError
        assert sent == []
        tell(1, times=5)
        assert sent == [module.TASK]  # one nudge a second is enough for all
