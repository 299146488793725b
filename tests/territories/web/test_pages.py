"""The pages of territories and their REST address: what they show, and to whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from salesops.territories.models import TerritoryPlan
from salesops.territories.services.draft_plan import draft_plan
from salesops.territories.services.write_rule import NewRule, write_rule
from tests.cast import Cast, key_for
from tests.story import Deal, new_account
from tests.territories.atlas import WHY, WORLD, draw

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]


class TestMap:
    def test_it_explains_whose_an_account_is(self, cast: Cast, browser_of: Browser) -> None:
        draw(cast)
        new_account("Kestrel Pay", country="US", subdivision="US-CA", employees=214)
        page = browser_of("elena").get(reverse("territories:map"), {"q": "kestrel"}).content.decode()
        assert "State California beats country United States, because a state is the narrower area." in page
        assert "214 employees, mid-market" in page
        assert "Arjun Nair" in page

    def test_a_day_ahead_shows_the_map_of_that_day(self, cast: Cast, browser_of: Browser) -> None:
        day = timezone.now().date() + timedelta(days=30)
        draw(cast, effective_on=day)
        page = browser_of("elena")
        assert "no rule" in page.get(reverse("territories:map")).content.decode()
        later = page.get(reverse("territories:map"), {"on": day.isoformat()}).content.decode()
        assert "no rule" not in later

    def test_problems_only(self, cast: Cast, browser_of: Browser) -> None:
        draw(cast, {name: what for name, what in WORLD.items() if name != "EMEA"})
        page = browser_of("kim").get(reverse("territories:map"), {"only": "problems"})
        assert next(row.name for row in page.context["page"].rows) == "EMEA"
        assert {row.faults for row in page.context["page"].rows if row.depth} == {(("gap", ""),)}

    def test_nonsense_shows_today(self, cast: Cast, browser_of: Browser) -> None:
        page = browser_of("kim").get(reverse("territories:map"), {"on": "never", "account": "x"})
        assert page.status_code == 200
        assert "this is the map of today" in page.content.decode()

    def test_partners_find_nothing(self, cast: Cast, browser_of: Browser) -> None:
        for name in ("map", "people", "disputes", "draft", "new"):
            answer = browser_of("paula").get(reverse(f"territories:{name}"))
            assert answer["Location"].startswith("/auth/login/")


class TestPlan:
    def test_a_draft_shows_whom_it_would_move(self, cast: Cast, browser_of: Browser) -> None:
        made = draw(cast)
        now = timezone.now()
        deal = Deal(cast, owner="elena", account=new_account("Fjordline", country="NO"))
        other = Deal(cast, owner="arjun", account=new_account("Solvane", country="DE"))
        plan = draft_plan(actor=cast.kim, now=now, effective_on=now.date(), reason=WHY)
        known: dict[str, Any] = {"actor": cast.kim, "now": now, "number": plan.number, "version": None}
        write_rule(**known, new=NewRule(made["DACH"].pk, "NO"))
        page = browser_of("kim").get(reverse("territories:plan", args=[plan.number]))
        moves = page.context["panels"][0].data
        assert [(move.deal_id, move.from_name, move.to_name, move.is_at_once) for move in moves.rows] == [
            (deal.id, "Elena Petrova", "Arjun Nair", True)
        ]
        assert other.id not in [move.deal_id for move in moves.rows]

    def test_a_form_of_an_older_version_is_told_so(self, cast: Cast, browser_of: Browser) -> None:
        draw(cast)
        now = timezone.now()
        plan = draft_plan(actor=cast.kim, now=now, effective_on=now.date(), reason=WHY)
        body = {"version": plan.version - 1, "effective_on": now.date().isoformat(), "reason": "Another reason for it."}
        answer = browser_of("kim").post(reverse("territories:amend", args=[plan.number]), body)
        assert answer.status_code == 412
        assert TerritoryPlan.objects.get(number=plan.number).reason == WHY


class TestRest:
    def ask(self, scopes: tuple[str, ...] = ("account:read",), **body: Any) -> Any:
        """Ask as a program."""
        bearer = f"Bearer {key_for('elena', *scopes)}"
        return Client().post(
            "/api/v1/territories/resolve/", body, content_type="application/json", headers={"Authorization": bearer}
        )

    def test_it_resolves_an_account_and_an_address(self, cast: Cast) -> None:
        made = draw(cast)
        account = new_account("Kestrel Pay", country="DE")
        answer = self.ask(account_id=account.pk).json()
        assert (answer["verdict"], answer["territory_id"]) == ("owned", made["DACH"].pk)
        answer = self.ask(country="us", postal_code="94107", employees=5000).json()
        assert (answer["territory"], answer["segment"], answer["node"]) == ("Bay Area", "enterprise", "bay_area")
        assert [each["fate"] for each in answer["candidates"]] == ["wins", "beaten", "beaten", "beaten"]

    def test_a_day_before_the_map_is_a_gap(self, cast: Cast) -> None:
        draw(cast)
        answer = self.ask(country="DE", on="2020-01-01").json()
        assert (answer["verdict"], answer["plan"], answer["territory_id"]) == ("gap", None, None)

    def test_what_is_wrong(self, cast: Cast) -> None:
        draw(cast)
        assert self.ask().status_code == 422
        assert self.ask(account_id=999_999).status_code == 404
        assert self.ask(scopes=("deal:read",), country="DE").status_code == 403
