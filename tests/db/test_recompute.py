"""A reckoned column that was stored by an older rule gets the value of today's, and only there."""

from __future__ import annotations

import pytest
from django.apps import apps

from salesops.accounts.domain.naming import normal_name
from salesops.accounts.models import Account
from salesops.db.operations import recompute
from salesops.intake.models import Lead
from tests.cast import Cast
from tests.intake.leads import a_lead
from tests.story import new_account

pytestmark = pytest.mark.django_db


def test_writes_the_names_that_another_script_left_as_they_were() -> None:
    stale, fresh = new_account("АКМЕ"), new_account("Acme")
    recompute(lambda _: Account.objects, "normal_name", source="name", by=normal_name).code(apps, None)
    names = dict(Account.objects.values_list("pk", "normal_name"))
    assert (names[stale.pk], names[fresh.pk]) == ("akme", "acme")
    assert Account.objects.get(pk=fresh.pk).version == 1


def test_a_lead_is_no_less_for_it(cast: Cast) -> None:
    lead = a_lead(cast)
    Lead.objects.filter(pk=lead.pk).update(normal_company="kestrel pay gmbh")
    recompute(lambda _: Lead.objects, "normal_company", source="company", by=normal_name).code(apps, None)
    assert Lead.objects.get(pk=lead.pk).normal_company == "kestrel pay"
