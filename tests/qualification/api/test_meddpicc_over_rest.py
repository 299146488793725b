"""Everything the MEDDPICC panel shows and does, over REST."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opportunities.services.add_stakeholder import add_stakeholder
from qualification.domain.meddpicc import BY_KEY
from qualification.models import ComponentDetail
from salesops.accounts.services.mark_left import mark_left
from tests.cast import Cast, key_for
from tests.story import NOTE, Deal

pytestmark = pytest.mark.django_db

STEPS: list[dict[str, Any]] = [
    {"text": "Board vote", "owner_name": "Kari Aasen", "due_on": "2026-12-02", "approver": "The board"},
    {"text": "Procurement", "owner_name": "", "due_on": None, "approver": ""},
]


@pytest.fixture
def deal(cast: Cast) -> Deal:
    """A deal with a champion at level 3."""
    made = Deal(cast)
    made.assess("champion", 3)
    return made


def component(client: Client, deal: Deal, key: str) -> dict[str, Any]:
    """Return one component of the panel."""
    panel = client.get(f"/api/v1/opportunities/{deal.id}/meddpicc/").json()
    return next(each for each in panel["components"] if each["component"] == key)


def put(client: Client, deal: Deal, key: str, rows: Any, version: int | None = None) -> Any:
    """Write the rows behind a component."""
    return client.put(
        f"/api/v1/opportunities/{deal.id}/meddpicc/{key}/details/",
        {"rows": rows},
        content_type="application/json",
        headers={"If-Match": f'"{version or deal.row.version}"'},
    )


class TestPanel:
    def test_gives_evidence_questions_and_who_may_cosign(self, deal: Deal, elena: Client, as_person: Any) -> None:
        champion = component(elena, deal, "champion")
        assert (champion["note"], champion["source_class"], champion["contact"]) == (
            NOTE,
            "customer_said",
            "Kari Aasen",
        )
        assert champion["questions"] == list(BY_KEY["champion"].questions)
        assert champion["meaning"] == BY_KEY["champion"].meaning
        assert (champion["awaits_cosign"], champion["may_cosign"]) == (True, False)
        assert component(as_person("tomas"), deal, "champion")["may_cosign"] is True

    def test_gives_nothing_where_nothing_is_known(self, deal: Deal, elena: Client) -> None:
        metrics = component(elena, deal, "metrics")
        assert (metrics["note"], metrics["set_by_id"], metrics["set_at"]) == ("", None, None)
        assert metrics["detail_columns"] == ["text", "baseline", "target", "unit", "owner_name"]

    def test_says_what_forced_a_component(self, deal: Deal, elena: Client, cast: Cast) -> None:
        add_stakeholder(**deal.known(), contact_id=deal.contact.pk, role="champion")
        later = deal.now + timedelta(minutes=1)
        mark_left(actor=cast.elena, now=later, contact_id=deal.contact.pk, version=deal.contact.version)
        champion = component(elena, deal, "champion")
        assert champion["is_forced"] is True
        assert champion["forced_reason"].endswith("has left")

    def test_asks_next_what_the_page_asks_next(self, deal: Deal, elena: Client) -> None:
        asked = elena.get(f"/api/v1/opportunities/{deal.id}/meddpicc/").json()["ask_next"]
        shown = elena.get(f"/opportunities/{deal.id}/").content.decode()
        assert len(asked) == 3
        assert all(each["question"].replace("'", "&#x27;") in shown for each in asked)


class TestHistory:
    def test_says_who_cosigned(self, deal: Deal, elena: Client, as_person: Any) -> None:
        where = f"/api/v1/opportunities/{deal.id}/meddpicc/champion/"
        (row,) = elena.get(where).json()["results"]
        assert (row["cosigned_by_id"], row["cosigned_at"]) == (None, None)
        assert as_person("tomas").post(f"{where}cosignature/").status_code == 201
        (row,) = elena.get(where).json()["results"]
        assert row["cosigned_by_id"] == deal.cast.user("tomas").pk
        assert row["cosigned_at"]

    def test_costs_the_same_for_few_and_for_many(self, deal: Deal, elena: Client) -> None:
        where = f"/api/v1/opportunities/{deal.id}/meddpicc/champion/"
        elena.get(where)
        counted = []
        for more in (0, 6):
            for _ in range(more):
                deal.assess("champion", 2)
            with CaptureQueriesContext(connection) as captured:
                elena.get(where)
            counted.append(len(captured))
        assert counted[0] == counted[1]


class TestDetails:
    def test_are_written_read_and_replaced(self, deal: Deal, elena: Client) -> None:
        answer = put(elena, deal, "decision_process", STEPS)
        assert answer.status_code == 200
        read = elena.get(f"/api/v1/opportunities/{deal.id}/meddpicc/decision_process/details/").json()
        assert read == answer.json()
        assert [(row["text"], row["due_on"]) for row in read["rows"]] == [
            ("Board vote", "2026-12-02"),
            ("Procurement", None),
        ]
        assert put(elena, deal, "decision_process", []).json()["rows"] == []
        assert not ComponentDetail.objects.exists()

    @pytest.mark.parametrize(
        ("key", "rows"),
        [
            ("decision_process", [{"text": ""}]),
            ("decision_process", [{"text": "A step", "weight": 3}]),
            ("decision_criteria", [{"text": "Speed", "weight": 6}]),
            ("decision_criteria", [{"text": "Speed", "colour": "red"}]),
            ("champion", [{"text": "Kari"}]),
            ("competition", [{"text": "x"}] * 51),
            ("competition", "none"),
        ],
    )
    def test_refuse_what_does_not_belong(self, deal: Deal, elena: Client, key: str, rows: Any) -> None:
        assert put(elena, deal, key, rows).status_code == 422
        assert not ComponentDetail.objects.exists()

    def test_are_the_owners(self, deal: Deal, as_person: Any) -> None:
        assert put(as_person("arjun"), deal, "competition", [{"text": "Status quo"}]).status_code == 403

    def test_want_the_version_last_read(self, deal: Deal, elena: Client) -> None:
        version = deal.row.version
        deal.write_problem()
        assert put(elena, deal, "competition", [{"text": "Status quo"}], version).status_code == 412
        assert not ComponentDetail.objects.exists()

    @pytest.mark.parametrize("key", ["champion", "charm"])
    def test_are_kept_for_some_components_only(self, deal: Deal, elena: Client, key: str) -> None:
        assert elena.get(f"/api/v1/opportunities/{deal.id}/meddpicc/{key}/details/").status_code == 404

    def test_need_the_scope_to_write(self, deal: Deal) -> None:
        reader = Client(headers={"Authorization": f"Bearer {key_for('elena', 'deal:read')}"})
        assert put(reader, deal, "competition", []).status_code == 403
        writer = Client(headers={"Authorization": f"Bearer {key_for('elena', 'deal:read', 'deal:write')}"})
        assert put(writer, deal, "competition", [{"text": "Status quo"}]).status_code == 200
