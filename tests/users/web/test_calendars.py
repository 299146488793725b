"""Calendars on the screen: one's own under Profile, the workspace's under Settings."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from salesops.users.models import DayOff, WorkCalendar, WorkspaceSetting
from tests.cast import Cast

pytestmark = pytest.mark.django_db
HOURS: dict[str, Any] = {"opens": "08:00", "closes": "16:00", "days": ["0", "1"], "country": "DE", "region": "BY"}


class TestOwn:
    def test_is_changed_and_shown(self, cast: Cast, elena: Client) -> None:
        assert elena.post("/settings/profile/calendar/", HOURS).status_code == 302
        page = elena.get("/settings/profile/").content.decode()
        assert "08:00 to 16:00" in page
        assert "Germany · Bayern" in page
        assert "As the workspace" not in page
        assert elena.get("/settings/profile/calendar/").context["form"].initial["region"] == "BY"
        assert "Elena" in elena.get("/settings/calendars/").content.decode().split("Own hours")[1]

    def test_follows_the_workspace_again(self, cast: Cast, elena: Client) -> None:
        elena.post("/settings/profile/calendar/", HOURS)
        elena.post("/settings/profile/calendar/", {**HOURS, "follows": "on"})
        assert not WorkCalendar.objects.exists()
        assert "As the workspace" in elena.get("/settings/profile/").content.decode()

    def test_offers_the_regions_of_the_country_that_is_chosen_and_keeps_what_was_typed(
        self, cast: Cast, elena: Client
    ) -> None:
        form = elena.get("/settings/profile/calendar/", {**HOURS, "country": "CH", "region": "BY"}).context["form"]
        assert ("ZH", "Zürich") in form.fields["region"].choices
        assert (form["opens"].value(), form["days"].value()) == ("08:00", ["0", "1"])
        assert "region" not in elena.get("/settings/profile/calendar/", {"country": "LV"}).context["form"].fields

    @pytest.mark.parametrize(
        ("field", "value"),
        [("closes", "07:00"), ("days", []), ("country", "XX"), ("region", "ZZ"), ("opens", "9 o'clock")],
    )
    def test_is_refused_beside_the_field(self, cast: Cast, elena: Client, field: str, value: Any) -> None:
        answer = elena.post("/settings/profile/calendar/", {**HOURS, field: value})
        assert answer.status_code == 422
        assert field in answer.context["form"].errors


class TestWorkspace:
    def test_is_changed_by_operations(self, cast: Cast, elena: Client, as_person: Any) -> None:
        form = {**HOURS, "time_zone": "Europe/Berlin"}
        assert elena.post("/settings/calendars/edit/", form).status_code == 403
        assert "/settings/calendars/edit/" not in elena.get("/settings/calendars/").content.decode()
        assert as_person("kim").post("/settings/calendars/edit/", form).status_code == 302
        assert WorkspaceSetting.objects.get().time_zone == "Europe/Berlin"
        assert "Europe/Berlin" in elena.get("/settings/calendars/").content.decode()

    def test_has_days_off(self, cast: Cast, as_person: Any) -> None:
        kim = as_person("kim")
        kim.post("/settings/calendars/days/new/", {"day": "2027-07-08", "name": "Founders' day"})
        assert "Thursday, 8 Jul 2027" in kim.get("/settings/calendars/").content.decode()
        twice = kim.post("/settings/calendars/days/new/", {"day": "2027-07-08", "name": "Again"})
        assert "day" in twice.context["form"].errors
        kim.post(f"/settings/calendars/days/{DayOff.objects.get().pk}/remove/")
        assert not DayOff.objects.exists()
