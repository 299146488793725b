"""The first person of an empty workspace."""

from __future__ import annotations

import pytest
from django.utils import timezone

from salesops.audit.models import AuditEntry
from salesops.core.actor import SYSTEM
from salesops.core.errors import Conflict, Invalid
from salesops.users.events import PERSON_CREATED, ROLE_GRANTED
from salesops.users.models import User
from salesops.users.queries import actor_for
from salesops.users.services.appoint_operator import appoint_operator
from tests.cast import PASSWORD, hire


def appoint(password: str = PASSWORD) -> User:
    """Appoint the same person each time."""
    return appoint_operator(
        actor=SYSTEM, now=timezone.now(), email="first@halden.test", name="First", password=password
    )


@pytest.mark.django_db
class TestAppointOperator:
    def test_makes_one_person_sales_operations_and_records_it(self) -> None:
        person = appoint()
        assert actor_for(person).roles == {"revops_admin"}
        assert person.check_password(PASSWORD)
        recorded = AuditEntry.objects.filter(subject_id=person.pk).values_list("action", flat=True)
        assert set(recorded) == {PERSON_CREATED, ROLE_GRANTED}

    def test_is_refused_where_somebody_is_already(self) -> None:
        hire("kim")
        before = User.objects.count()
        with pytest.raises(Conflict):
            appoint()
        assert User.objects.count() == before

    def test_refuses_a_weak_password_and_leaves_nobody(self) -> None:
        with pytest.raises(Invalid):
            appoint("password")
        assert not User.objects.exists()
