"""A partner's own introductions as a table: each export is on record, and there is an end to them (reliability P25)."""

from __future__ import annotations

import pytest
from django.utils import timezone

from salesops.audit.models import AuditEntry
from salesops.intake.services import note_export
from salesops.web.services.count_attempt import Limit
from tests.cast import act_as
from tests.intake.introducing import introduced, new_partner, person_of, portal_client

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "partner"])


def test_each_is_in_the_ledger_with_its_rows_and_the_next_is_refused_at_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(note_export, "MOST", Limit(most=2, seconds=3600))
    now = timezone.now()
    filed = new_partner(now=now)
    person = person_of(filed, now=now)
    introduced(act_as("kim"), filed, now=now)
    client = portal_client(person, now)
    assert client.get("/partners/export/").status_code == 200
    assert client.get("/partners/export/?q=nobody").status_code == 200
    kept = AuditEntry.objects.filter(
        action="partner.introductions_exported.v1", subject_kind="partner", subject_id=filed.pk
    )
    assert list(kept.order_by("id").values_list("actor_id", "data__rows")) == [
        (person.user_id, 1),
        (person.user_id, 0),
    ]
    refused = client.get("/partners/export/")
    assert refused.status_code == 429
    assert "Renee Park" not in refused.content.decode()
    assert kept.count() == 2
