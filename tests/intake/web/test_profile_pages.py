"""The profiles in settings: everybody reads what is in force, sales operations writes the next version (§11.7)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from salesops.accounts.models import ProfileVersion
from salesops.accounts.queries.profiles import profiles_in_force
from salesops.accounts.services.amend_profile import amend_profile
from salesops.intake.services.open_lead import NewSignal
from tests.accounts.profiles import FIRST, WHY, drafted
from tests.cast import Cast
from tests.intake.leads import a_lead

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]
ICP = {
    "best_from": "300", "best_to": "1000", "good_from": "50", "good_to": "5000", "good_industries": ["payments", "retail"],
    "poor_industries": ["other"], "excluded_countries": "kp, sy, ru", "least_revenue": "10",
    "technologies": "Kafka, Flink", "reason": WHY,
}  # fmt: skip


def test_a_version_is_drafted_changed_and_published_by_forms(cast: Cast, browser_of: Browser) -> None:
    kim = browser_of("kim")
    answer = kim.post("/settings/profiles/icp/new/", ICP)
    assert answer.headers["Location"] == "/settings/profiles/icp/2/"
    draft = ProfileVersion.objects.get(kind="icp", number=2)
    assert draft.rules["excluded_countries"] == ["KP", "RU", "SY"]
    assert draft.rules["technologies"] == ["flink", "kafka"]
    shown = kim.get("/settings/profiles/icp/2/edit/").content.decode()
    assert 'value="KP, RU, SY"' in shown
    kim.post("/settings/profiles/icp/2/edit/", ICP | {"version": draft.version, "best_from": "250"})
    draft.refresh_from_db()
    kim.post("/settings/profiles/icp/2/publish/", {"version": draft.version})
    assert profiles_in_force().icp.best_employees == (250, 1000)


def test_personas_are_drafted_by_their_own_form(cast: Cast, browser_of: Browser) -> None:
    written = {"best": ["finance"], "good": ["legal"], "senior": "Chief, VP", "reason": WHY}
    browser_of("kim").post("/settings/profiles/persona/new/", written)
    draft = ProfileVersion.objects.get(kind="persona", number=2)
    assert draft.rules == {"best": ["finance"], "good": ["legal"], "senior": ["chief", "vp"]}


def test_what_cannot_be_stands_beside_its_field(cast: Cast, browser_of: Browser) -> None:
    wrong = ICP | {"best_to": "100", "excluded_countries": "KP, XX", "poor_industries": ["retail"]}
    answer = browser_of("kim").post("/settings/profiles/icp/new/", wrong)
    assert answer.context["form"].errors == {"excluded_countries": ["There is no country XX."]}
    answer = browser_of("kim").post("/settings/profiles/icp/new/", wrong | {"excluded_countries": ""})
    assert set(answer.context["form"].errors) == {"best_to", "poor_industries"}
    assert answer.status_code == 422


def test_a_draft_is_published_as_it_was_read(cast: Cast, browser_of: Browser) -> None:
    now = timezone.now()
    draft = drafted(cast, now=now)
    read = draft.version
    amend_profile(actor=cast.kim, now=now, kind="icp", number=2, version=read, rules=FIRST.icp, reason=WHY)
    answer = browser_of("kim").post("/settings/profiles/icp/2/publish/", {"version": read})
    assert answer.status_code == 412
    assert profiles_in_force() == FIRST


def test_a_discarded_draft_is_gone(cast: Cast, browser_of: Browser) -> None:
    draft = drafted(cast, now=timezone.now())
    answer = browser_of("kim").post("/settings/profiles/icp/2/discard/", {"version": draft.version})
    assert answer.headers["Location"] == "/settings/profiles/"
    assert browser_of("kim").get("/settings/profiles/icp/2/").status_code == 404


def test_who_sells_reads_what_is_in_force_and_no_draft(cast: Cast, browser_of: Browser) -> None:
    now = timezone.now()
    a_lead(cast, now=now, signals=[NewSignal("demo_form"), NewSignal("pricing_page")])
    drafted(cast, now=now)
    elena, kim = browser_of("elena"), browser_of("kim")
    assert "New version" not in elena.get("/settings/profiles/").content.decode()
    assert "Draft of v2" in kim.get("/settings/profiles/").content.decode()
    assert elena.get("/settings/profiles/icp/2/").status_code == 404
    assert elena.get("/settings/profiles/icp/1/").status_code == 200
    assert "Kestrel Pay" in kim.get("/settings/profiles/icp/2/").content.decode()
