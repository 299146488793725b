"""People: who makes them, what they may do, and how every way in closes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from salesops.audit.models import AuditEntry
from salesops.charter.scopes import SCOPES as CHARTER_SCOPES
from salesops.core.errors import Conflict, Invalid, NotVisible, Refused
from salesops.outbox.models import Event
from salesops.users.domain.roles import LABELS, LAYERS, Layer, Role, layers_of
from salesops.users.domain.scopes import SCOPES
from salesops.users.models import ApiKey, User
from salesops.users.queries import actor_for, people, person
from salesops.users.services.change_workspace import change_workspace
from salesops.users.services.create_api_key import create_api_key
from salesops.users.services.create_person import create_person
from salesops.users.services.disable_person import disable_person
from salesops.users.services.grant_role import grant_role
from salesops.users.services.revoke_api_key import revoke_api_key
from salesops.users.services.revoke_role import revoke_role
from salesops.users.services.set_absence import set_absence
from tests.cast import CAST, NOW, PASSWORD, act_as, hire, key_for, with_password

pytestmark = pytest.mark.django_db


class TestRoles:
    def test_every_role_has_a_label_a_layer_and_one_of_the_cast(self) -> None:
        assert set(LABELS) == set(LAYERS) == set(Role)
        assert {role for _, grants in CAST.values() for role, _ in grants} == set(Role)

    def test_a_certification_expert_works_before_and_after_the_signature(self) -> None:
        assert layers_of(frozenset({"cert_sme"})) == {Layer.VALIDATION, Layer.EXECUTION}

    def test_scopes_are_those_the_charter_knows(self) -> None:
        assert set(SCOPES) == set(CHARTER_SCOPES)


class TestActor:
    def test_is_read_in_one_statement(self, django_assert_num_queries) -> None:
        user = hire("rosa")
        with django_assert_num_queries(1):
            actor = actor_for(user)
        assert (actor.roles, actor.regions, actor.name) == ({"regional_vp"}, {"americas"}, "Rosa Villanueva")

    def test_loses_a_role_at_once(self) -> None:
        user, kim = hire("elena"), act_as("kim")
        revoke_role(actor=kim, now=NOW, user_id=user.pk, role="ae", region="emea")
        assert actor_for(user).roles == frozenset()

    def test_of_a_disabled_person_does_not_exist(self) -> None:
        user = hire("elena")
        disable_person(actor=act_as("kim"), now=NOW, user_id=user.pk)
        with pytest.raises(NotVisible):
            actor_for(user)


class TestCreatePerson:
    def test_keeps_e_mail_in_small_letters_and_tells_it(self) -> None:
        user = create_person(actor=act_as("kim"), now=NOW, email="Lena@Halden.TEST", name="Lena Ott")
        assert (user.email, user.initials) == ("lena@halden.test", "LO")
        assert Event.objects.filter(type="person.created.v1", subject_id=user.pk).count() == 1

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"email": "not-an-address"}, "email"),
            ({"name": "  "}, "name"),
            ({"time_zone": "Mars/Olympus"}, "time_zone"),
            ({"password": "short"}, "password"),
            ({"password": "password1234"}, "password"),
        ],
    )
    def test_refuses_a_value_that_cannot_be(self, values, field) -> None:
        given = {"email": "new@halden.test", "name": "New Person"} | values
        with pytest.raises(Invalid) as refused:
            create_person(actor=act_as("kim"), now=NOW, **given)
        assert field in refused.value.fields

    def test_refuses_an_address_in_use_whatever_its_case(self) -> None:
        hire("elena")
        with pytest.raises(Invalid):
            create_person(actor=act_as("kim"), now=NOW, email="ELENA@halden.test", name="Elena Two")

    @pytest.mark.parametrize("first_name", sorted(set(CAST) - {"kim", "solo"}))
    def test_is_refused_to_everyone_but_sales_operations(self, first_name) -> None:
        actor = act_as(first_name)
        before = User.objects.count()
        with pytest.raises(Refused):
            create_person(actor=actor, now=NOW, email="x@halden.test", name="X")
        assert User.objects.count() == before

    def test_is_refused_to_a_key_of_sales_operations(self) -> None:
        with pytest.raises(Refused):
            create_person(actor=act_as("kim", scopes=frozenset(SCOPES)), now=NOW, email="x@halden.test", name="X")


class TestGrantRole:
    def test_is_told_once_however_often_it_is_asked(self) -> None:
        kim, user = act_as("kim"), hire("victor")
        for _ in range(3):
            grant_role(actor=kim, now=NOW, user_id=user.pk, role="ae")
        assert AuditEntry.objects.filter(action="person.role_granted.v1", subject_id=user.pk).count() == 1

    def test_refuses_a_role_that_does_not_exist(self) -> None:
        with pytest.raises(Invalid):
            grant_role(actor=act_as("kim"), now=NOW, user_id=hire("victor").pk, role="emperor")

    def test_of_oneself_is_refused_without_sales_operations(self) -> None:
        user = hire("elena")
        with pytest.raises(Refused):
            grant_role(actor=actor_for(user), now=NOW, user_id=user.pk, role="leader")
        assert actor_for(user).roles == {"ae"}


class TestDisablePerson:
    def test_ends_sessions_keys_and_roles_together(self, client: Client) -> None:
        user = with_password("elena")
        client.force_login(user, backend="salesops.users.services.sign_in.ThrottledBackend")
        client.get("/api/v1/me/")
        text = key_for("elena", "deal:read")
        assert Session.objects.count() == 1
        disable_person(actor=act_as("kim"), now=NOW, user_id=user.pk)
        assert client.get("/api/v1/me/").status_code == 401
        bearer = Client(headers={"Authorization": f"Bearer {text}"})
        assert bearer.get("/api/v1/me/").status_code == 401
        assert (Session.objects.count(), ApiKey.objects.filter(revoked=False).count()) == (0, 0)
        assert not Client().login(email=user.email, password=PASSWORD)

    def test_is_refused_for_oneself(self) -> None:
        kim = act_as("kim")
        with pytest.raises(Conflict):
            disable_person(actor=kim, now=NOW, user_id=kim.user_id)


class TestAbsence:
    def test_is_set_by_the_person(self) -> None:
        elena, arjun = act_as("elena"), hire("arjun")
        absence = set_absence(
            actor=elena,
            now=NOW,
            user_id=elena.user_id,
            deputy_id=arjun.pk,
            starts_on=date(2026, 4, 1),
            ends_on=date(2026, 4, 3),
        )
        assert absence.deputy_id == arjun.pk

    def test_of_another_person_is_refused(self) -> None:
        with pytest.raises(Refused):
            set_absence(
                actor=act_as("elena"), now=NOW, user_id=hire("arjun").pk, deputy_id=hire("elena").pk,
                starts_on=date(2026, 4, 1), ends_on=date(2026, 4, 3),
            )  # fmt: skip

    @pytest.mark.parametrize(("first", "last"), [((4, 3), (4, 1)), ((4, 2), (4, 9)), ((3, 30), (4, 1))])
    def test_refuses_reversed_and_overlapping_days(self, first, last) -> None:
        elena, arjun = act_as("elena"), hire("arjun")
        given = {"actor": elena, "now": NOW, "user_id": elena.user_id, "deputy_id": arjun.pk}
        set_absence(**given, starts_on=date(2026, 4, 1), ends_on=date(2026, 4, 2))
        with pytest.raises(Invalid):
            set_absence(**given, starts_on=date(2026, *first), ends_on=date(2026, *last))

    def test_refuses_oneself_as_deputy(self) -> None:
        elena = act_as("elena")
        with pytest.raises(Invalid):
            set_absence(
                actor=elena, now=NOW, user_id=elena.user_id, deputy_id=elena.user_id,
                starts_on=date(2026, 4, 1), ends_on=date(2026, 4, 1),
            )  # fmt: skip


class TestApiKey:
    def test_is_stored_as_a_hash_only(self) -> None:
        elena = act_as("elena")
        key, text = create_api_key(actor=elena, now=NOW, owner_id=elena.user_id, name="Sync", scopes=["deal:read"])
        stored = ApiKey.objects.values().get(pk=key.pk)
        secret = text.partition(".")[2]
        assert secret and not any(secret in str(value) for value in stored.values())

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"scopes": ["deal:decide"]}, "scopes"),
            ({"scopes": []}, "scopes"),
            ({"lifetime": timedelta(days=91)}, "lifetime"),
            ({"lifetime": timedelta(0)}, "lifetime"),
            ({"allowed_networks": ["10.0.0.300"]}, "allowed_networks"),
            ({"name": ""}, "name"),
        ],
    )
    def test_refuses_a_value_that_cannot_be(self, values, field) -> None:
        elena = act_as("elena")
        given = {"name": "Sync", "scopes": ["deal:read"]} | values
        with pytest.raises(Invalid) as refused:
            create_api_key(actor=elena, now=NOW, owner_id=elena.user_id, **given)
        assert field in refused.value.fields

    def test_of_another_person_is_refused(self) -> None:
        with pytest.raises(Refused):
            create_api_key(actor=act_as("elena"), now=NOW, owner_id=hire("kim").pk, name="x", scopes=["deal:read"])

    def test_cannot_make_another_key(self) -> None:
        elena = act_as("elena", scopes=frozenset({"deal:read"}))
        with pytest.raises(Refused):
            create_api_key(actor=elena, now=NOW, owner_id=elena.user_id, name="x", scopes=["deal:write"])

    def test_is_dead_at_the_next_request_after_it_was_revoked(self) -> None:
        text = key_for("elena", "deal:read")
        bearer = Client(headers={"Authorization": f"Bearer {text}"})
        assert bearer.get("/api/v1/me/").status_code == 200
        revoke_api_key(actor=act_as("elena"), now=NOW, prefix=text.partition(".")[0])
        assert bearer.get("/api/v1/me/").status_code == 401

    def test_opens_nothing_from_a_foreign_network(self) -> None:
        elena = act_as("elena")
        _, text = create_api_key(
            actor=elena,
            now=datetime.now(UTC),
            owner_id=elena.user_id,
            name="x",
            scopes=["deal:read"],
            allowed_networks=["10.1.0.0/16"],
        )
        bearer = Client(headers={"Authorization": f"Bearer {text}"})
        assert bearer.get("/api/v1/me/", REMOTE_ADDR="10.2.0.1").status_code == 401
        assert bearer.get("/api/v1/me/", REMOTE_ADDR="10.1.9.9").status_code == 200

    def test_opens_nothing_after_its_end(self) -> None:
        elena = act_as("elena")
        _, text = create_api_key(
            actor=elena, now=datetime.now(UTC) - timedelta(days=2), owner_id=elena.user_id, name="x",
            scopes=["deal:read"], lifetime=timedelta(days=1),
        )  # fmt: skip
        bearer = Client(headers={"Authorization": f"Bearer {text}"})
        assert bearer.get("/api/v1/me/").status_code == 401

    def test_notes_when_it_was_last_used(self) -> None:
        text = key_for("elena", "deal:read")
        Client(headers={"Authorization": f"Bearer {text}"}).get("/api/v1/me/")
        assert ApiKey.objects.get().last_used_at is not None


class TestPeople:
    def test_are_seen_by_colleagues_and_not_by_partners(self) -> None:
        elena, paula = hire("elena"), act_as("paula")
        assert [user.pk for user in people(paula)] == [paula.user_id]
        with pytest.raises(NotVisible):
            person(paula, elena.pk)
        assert person(act_as("vera"), elena.pk) == elena


class TestWorkspace:
    def test_changes_for_sales_operations_only(self) -> None:
        with pytest.raises(Refused):
            change_workspace(actor=act_as("ingrid"), now=NOW, team_mode="solo")
        assert change_workspace(actor=act_as("kim"), now=NOW, team_mode="solo").team_mode == "solo"

    @pytest.mark.parametrize("values", [{"team_mode": "duo"}, {"reporting_currency": "euro"}, {"colour": "red"}])
    def test_refuses_a_value_that_cannot_be(self, values) -> None:
        with pytest.raises(Invalid):
            change_workspace(actor=act_as("kim"), now=NOW, **values)


class TestSignUp:
    def test_is_closed(self, client: Client) -> None:
        form = {"email": "stranger@else.test", "password1": "correct-horse-battery"}
        answer = client.post("/auth/signup/", form)
        assert answer.status_code in (200, 302, 403)
        assert not User.objects.exists()
        assert "_auth_user_id" not in client.session
