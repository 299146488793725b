"""Settings › People: roles, days away with a deputy, teams; each changed by those who may, refused in words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from salesops.audit.models import AuditEntry
from salesops.core.errors import Invalid, NotVisible, Refused
from salesops.users.models import Absence, RoleGrant, Team
from salesops.users.services.cancel_absence import cancel_absence
from salesops.users.services.change_team import change_team
from salesops.users.services.change_workspace import change_workspace
from salesops.users.services.form_team import form_team
from salesops.users.services.grant_role import grant_role
from salesops.users.services.set_absence import set_absence
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db

DAYS = {"starts_on": date(2026, 3, 2), "ends_on": date(2026, 3, 6)}


def page(client: Client, cast: Cast, name: str = "elena") -> str:
    """Return a person's page."""
    return client.get(f"/settings/people/{cast.user(name).pk}/").content.decode()


def lead(cast: Cast, manager: str = "ingrid", member: str = "elena") -> Team:
    """Put one person under another."""
    people = {"manager_id": cast.user(manager).pk, "member_ids": [cast.user(member).pk]}
    return form_team(actor=cast.kim, now=NOW, name="Nordics", region="emea", **people)


class TestDaysAway:
    @pytest.mark.parametrize(("actor", "may"), [("elena", True), ("kim", True), ("ingrid", True), ("arjun", False)])
    def test_are_set_by_oneself_ones_manager_and_operations(self, cast: Cast, actor: str, may: bool) -> None:
        lead(cast)
        given = {"user_id": cast.user("elena").pk, "deputy_id": cast.user("walt").pk, **DAYS}
        if may:
            set_absence(actor=cast.actor(actor), now=NOW, **given)
        else:
            with pytest.raises(Refused):
                set_absence(actor=cast.actor(actor), now=NOW, **given)
        assert Absence.objects.count() == may

    def test_are_set_by_no_manager_of_another_team(self, cast: Cast) -> None:
        lead(cast, member="arjun")
        with pytest.raises(Refused):
            set_absence(
                actor=cast.ingrid,
                now=NOW,
                user_id=cast.user("elena").pk,
                deputy_id=cast.user("walt").pk,
                **DAYS,
            )

    def test_name_the_days_they_overlap(self, cast: Cast, elena: Client) -> None:
        where = f"/settings/people/{cast.user('elena').pk}/absences/new/"
        form = {"starts_on": "2026-03-02", "ends_on": "2026-03-06", "deputy": cast.user("walt").pk}
        assert elena.post(where, form).status_code == 302
        answer = elena.post(where, {**form, "starts_on": "2026-03-06", "ends_on": "2026-03-08"})
        assert answer.status_code == 422
        assert "These days overlap an absence from 2 Mar to 6 Mar 2026." in answer.content.decode()
        assert Absence.objects.count() == 1

    @pytest.mark.parametrize(
        ("change", "field"),
        [({"deputy": "self"}, "deputy"), ({"ends_on": "2026-03-01"}, "ends_on"), ({"starts_on": "soon"}, "starts_on")],
    )
    def test_are_refused_beside_the_field(self, cast: Cast, elena: Client, change: dict[str, str], field: str) -> None:
        own = cast.user("elena").pk
        form = {"starts_on": "2026-03-02", "ends_on": "2026-03-06", "deputy": cast.user("walt").pk, **change}
        form["deputy"] = own if form["deputy"] == "self" else form["deputy"]
        answer = elena.post(f"/settings/people/{own}/absences/new/", form)
        assert answer.status_code == 422
        assert answer.context["form"].errors[field]
        assert not Absence.objects.exists()

    def test_a_service_refuses_oneself_as_deputy(self, cast: Cast) -> None:
        own = cast.user("elena").pk
        with pytest.raises(Invalid):
            set_absence(actor=cast.elena, now=NOW, user_id=own, deputy_id=own, **DAYS)

    def test_are_shown_with_the_deputy_and_taken_back(self, cast: Cast, elena: Client) -> None:
        today = timezone.localdate()
        absence = set_absence(
            actor=cast.elena, now=NOW, user_id=cast.user("elena").pk, deputy_id=cast.user("walt").pk,
            starts_on=today, ends_on=today + timedelta(days=4),
        )  # fmt: skip
        assert "Walt Dreyer stands in" in elena.get("/settings/people/").content.decode()
        assert "Away now" in page(elena, cast)
        where = f"/settings/people/{absence.user_id}/absences/{absence.pk}/cancel/"
        assert elena.post(where).status_code == 302
        assert not Absence.objects.exists()
        entry = AuditEntry.objects.get(action="person.absence_cancelled.v1")
        assert entry.data["deputy_id"] == cast.user("walt").pk

    def test_are_taken_back_by_nobody_else(self, cast: Cast) -> None:
        own = cast.user("elena").pk
        absence = set_absence(actor=cast.elena, now=NOW, user_id=own, deputy_id=cast.user("walt").pk, **DAYS)
        with pytest.raises(Refused):
            cancel_absence(actor=cast.arjun, now=NOW, user_id=own, absence_id=absence.pk)
        with pytest.raises(NotVisible):
            cancel_absence(actor=cast.arjun, now=NOW, user_id=cast.user("arjun").pk, absence_id=absence.pk)
        assert Absence.objects.exists()


class TestRoles:
    @pytest.mark.parametrize(
        ("person", "role", "region", "sentence"),
        [
            ("elena", "regional_vp", "", "Regional VP is a role of one region: name it."),
            ("elena", "vp_finance", "", "VP finance and account executive do not go together"),
            ("owen", "bd", "", "Business developer and finance operations do not go together"),
            ("paula", "viewer", "", "outside the company and holds no other role"),
            ("elena", "partner_rep", "", "outside the company and holds no other role"),
        ],
    )
    def test_that_do_not_go_together_are_named(
        self, cast: Cast, as_person: Any, person: str, role: str, region: str, sentence: str
    ) -> None:
        held = RoleGrant.objects.filter(user=cast.user(person)).count()
        where = f"/settings/people/{cast.user(person).pk}/roles/grant/"
        answer = as_person("kim").post(where, {"role": role, "region": region})
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        assert RoleGrant.objects.filter(user=cast.user(person)).count() == held

    def test_of_sales_and_finance_go_together_alone(self, cast: Cast) -> None:
        change_workspace(actor=cast.kim, now=NOW, team_mode="solo")
        grant_role(actor=cast.kim, now=NOW, user_id=cast.user("elena").pk, role="vp_finance")
        with pytest.raises(Invalid):
            grant_role(actor=cast.kim, now=NOW, user_id=cast.user("elena").pk, role="partner_rep")

    def test_are_given_and_taken_by_operations(self, cast: Cast, as_person: Any) -> None:
        kim, elena = as_person("kim"), cast.user("elena")
        assert (
            kim.post(f"/settings/people/{elena.pk}/roles/grant/", {"role": "csm", "region": "EMEA"}).status_code == 302
        )
        assert RoleGrant.objects.filter(user=elena, role="csm", region="emea").exists()
        assert "Customer success manager" in page(kim, cast)
        assert kim.post(f"/settings/people/{elena.pk}/roles/csm/revoke/?region=emea").status_code == 302
        assert not RoleGrant.objects.filter(user=elena, role="csm").exists()

    def test_are_offered_to_operations_alone(self, cast: Cast, elena: Client, as_person: Any) -> None:
        assert "Give a role" in page(as_person("kim"), cast)
        assert "Give a role" not in page(elena, cast)
        where = f"/settings/people/{cast.user('elena').pk}/roles/grant/"
        assert elena.post(where, {"role": "leader", "region": ""}).status_code == 403


class TestTeams:
    def test_are_formed_changed_and_shown(self, cast: Cast, as_person: Any) -> None:
        kim, members = as_person("kim"), [cast.user("elena").pk, cast.user("walt").pk]
        form = {"name": "Nordics", "region": "EMEA", "manager_id": cast.user("tomas").pk, "members": members}
        assert kim.post("/settings/teams/new/", form).status_code == 302
        team = Team.objects.get()
        assert (team.region, sorted(team.memberships.values_list("user_id", flat=True))) == ("emea", sorted(members))
        form |= {"name": "North", "manager_id": cast.user("ingrid").pk, "members": members[:1]}
        assert kim.post(f"/settings/teams/{team.pk}/change/", form).status_code == 302
        shown = kim.get("/settings/teams/").content.decode()
        assert "North" in shown
        assert "Ingrid Solheim" in shown
        assert "Walt Dreyer" not in shown
        entry = AuditEntry.objects.get(action="team.changed.v1")
        assert (entry.data["before"]["name"], entry.data["after"]["name"]) == ("Nordics", "North")

    def test_keep_their_names_apart(self, cast: Cast, as_person: Any) -> None:
        lead(cast)
        form = {"name": "nordics", "region": "", "manager_id": cast.user("tomas").pk, "members": []}
        answer = as_person("kim").post("/settings/teams/new/", form)
        assert answer.status_code == 422
        assert "There is a team nordics already." in answer.content.decode()
        assert Team.objects.get().manager == cast.user("ingrid")

    def test_are_changed_by_operations_alone(self, cast: Cast) -> None:
        team = lead(cast)
        given = {"name": "North", "region": "", "manager_id": cast.user("ingrid").pk, "member_ids": []}
        with pytest.raises(Refused):
            change_team(actor=cast.ingrid, now=NOW, team_id=team.pk, **given)
        with pytest.raises(NotVisible):
            change_team(actor=cast.kim, now=NOW, team_id=999_999, **given)
        assert Team.objects.get().name == "Nordics"

    def test_are_hidden_from_strangers_to_the_company(self, cast: Cast, as_person: Any) -> None:
        lead(cast)
        assert "Nordics" not in as_person("paula").get("/settings/teams/").content.decode()
        there = as_person("paula").get(f"/settings/people/{cast.user('elena').pk}/")
        assert there["Location"].startswith("/auth/login/")
