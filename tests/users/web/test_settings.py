"""One's own settings: profile, keys, and what the whole workspace shows."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from salesops.users.models import ApiKey
from tests.cast import Cast

pytestmark = pytest.mark.django_db


class TestProfile:
    def test_changes_name_and_zone(self, cast: Cast, elena: Client) -> None:
        answer = elena.post("/settings/profile/edit/", {"name": "Elena P.", "time_zone": "Asia/Tokyo"})
        assert answer.status_code == 302
        assert "Asia/Tokyo" in elena.get("/settings/profile/").content.decode()

    def test_refuses_a_zone_that_is_none(self, cast: Cast, elena: Client) -> None:
        answer = elena.post("/settings/profile/edit/", {"name": "Elena", "time_zone": "Mars/Olympus"})
        assert answer.status_code == 422


class TestKeys:
    FORM: dict[str, Any] = {"name": "Export", "scopes": ["deal:read"], "days": "30", "networks": ""}

    def test_are_shown_once_and_never_stored_by_the_browser(self, cast: Cast, elena: Client) -> None:
        answer = elena.post("/settings/keys/new/", self.FORM)
        key = ApiKey.objects.get()
        assert answer["Cache-Control"] == "no-store"
        assert answer.context["text"].startswith(key.prefix)
        assert answer.context["text"] not in elena.get("/settings/keys/").content.decode()

    def test_are_ended_by_their_owner(self, cast: Cast, elena: Client, as_person: Any) -> None:
        elena.post("/settings/keys/new/", self.FORM)
        prefix = ApiKey.objects.get().prefix
        assert as_person("arjun").post(f"/settings/keys/{prefix}/revoke/").status_code == 404
        elena.post(f"/settings/keys/{prefix}/revoke/")
        assert ApiKey.objects.get().revoked

    @pytest.mark.parametrize(
        ("field", "value"), [("scopes", ["all:all"]), ("days", "91"), ("networks", "not a network")]
    )
    def test_are_refused_beside_the_field(self, cast: Cast, elena: Client, field: str, value: Any) -> None:
        answer = elena.post("/settings/keys/new/", {**self.FORM, field: value})
        assert answer.status_code == 422
        assert not ApiKey.objects.exists()


class TestWorkspace:
    def test_is_shown_to_everyone_and_changed_by_operations(self, cast: Cast, elena: Client, as_person: Any) -> None:
        form = {"company_name": "Halden Works", "reduces_minima": "on"}
        page = elena.get("/settings/workspace/").content.decode()
        assert "whatever its size" in page
        assert "/settings/workspace/edit/" not in page
        assert elena.post("/settings/workspace/edit/", form).status_code == 403
        kim = as_person("kim")
        assert "/settings/workspace/edit/" in kim.get("/settings/workspace/").content.decode()
        assert kim.post("/settings/workspace/edit/", form).status_code == 302
        assert "below USD 25,000 needs one level less" in elena.get("/settings/workspace/").content.decode()
        kim.post("/settings/workspace/edit/", {"company_name": "Halden Works"})
        assert "whatever its size" in elena.get("/settings/workspace/").content.decode()


class TestAuditLog:
    def test_shows_ones_own_acts_and_everything_to_operations(self, cast: Cast, elena: Client, as_person: Any) -> None:
        elena.post("/settings/profile/edit/", {"name": "Elena P.", "time_zone": "UTC"})
        assert len(elena.get("/settings/audit/").context["page"].entries) == 1
        assert as_person("arjun").get("/settings/audit/").context["page"].entries == []
        assert len(as_person("kim").get("/settings/audit/").context["page"].entries) >= 1

    def test_is_verified_by_those_who_may_read_all_of_it(self, cast: Cast, elena: Client, as_person: Any) -> None:
        elena.post("/settings/profile/edit/", {"name": "Elena P.", "time_zone": "UTC"})
        assert elena.post("/settings/audit/verify/").status_code == 403
        assert "The ledger is whole" in as_person("kim").post("/settings/audit/verify/").content.decode()

    @pytest.mark.parametrize("query", ["?before=x", "?subject=opportunity:x", "?outcome=odd", "?subject=%00:1"])
    def test_survives_odd_addresses(self, cast: Cast, elena: Client, query: str) -> None:
        assert elena.get(f"/settings/audit/{query}").status_code == 200


class TestPreferences:
    def test_keep_what_is_known_and_lead_nowhere_else(self, cast: Cast, elena: Client) -> None:
        answer = elena.post("/preferences/", {"theme": "dark", "density": "huge", "next": "https://evil.test/"})
        assert answer["Location"] == "/"
        assert answer.cookies["theme"].value == "dark"
        assert "density" not in answer.cookies


class TestProcesses:
    def test_show_every_tab_of_every_version(self, cast: Cast, elena: Client) -> None:
        rows = elena.get("/settings/processes/").context["rows"]
        assert {row.key for row in rows} >= {"generic.three_stage", "nb.community", "nb.standard"}
        for row in rows:
            for tab in ("stages", "criteria", "moves", "meetings"):
                assert elena.get(f"/settings/processes/{row.key}/v{row.version}/?tab={tab}").status_code == 200

    def test_answer_a_version_that_is_none_with_not_found(self, cast: Cast, elena: Client) -> None:
        assert elena.get("/settings/processes/nb.standard/v99/").status_code == 404
