"""Each trigger T01 to T27 fires for its cause, says so, and stops when the cause is gone (domain §1.5)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from qualification.domain.triggers import PSV, TRIGGERS, ProposalFacts, fired
from qualification.domain.validation import OpenPoint

CALM = ProposalFacts()
# What makes a trigger fire, what it then says, the nearest facts that do not, and the routes it is cleared on.
CASES: dict[str, tuple[dict[str, Any], str, dict[str, Any], str]] = {
    "T01": ({"open_assumptions": ["A", "B"]}, "A | B", {"open_assumptions": []}, "psv"),
    "T02": (
        {"processor": "Host v7", "processor_is_listed": True},
        "Host v7",
        {"processor": "Host v7", "processor_is_listed": True, "processor_is_confirmed": True},
        "psv",
    ),
    "T03": ({"unconfirmed_tools": ["Reader R2"]}, "Reader R2", {"unconfirmed_tools": []}, "psv"),
    "T04": ({"red_flags": ["#3 Refunds"], "has_high_flag": True}, "#3 Refunds", {"has_high_flag": True}, "psv lr"),
    "T05": ({"calls_not_held": ["#1 Cards"]}, "#1 Cards", {"calls_not_held": []}, "psv"),
    "T06": ({"margin": "34.9"}, "margin 34.9 %, floor 35 %", {"margin": "35.0"}, "psv lr"),
    "T07": ({"price_deviations": ["Kiosk"]}, "Kiosk", {"price_deviations": []}, "lr"),
    "T08": ({"over_guardrail": ["22 %"]}, "22 %", {"over_guardrail": []}, "lr"),
    "T09": (
        {"effort_before": "40.0", "effort": "46.0", "price_before": "100.00", "price": "90.00"},
        "effort 46.0 instead of 40.0 | price 90.00 instead of 100.00",
        {"effort_before": "40.0", "effort": "45.9", "price_before": "100.00", "price": "90.01"},
        "psv lr",
    ),
    "T10": ({"escalations": ["#2"]}, "#2", {"escalations": []}, "lr"),
    "T11": ({"custom_items": ["Own kernel"]}, "Own kernel", {"custom_items": []}, "psv"),
    "T12": ({"promises": ["Live in May"]}, "Live in May", {"promises": []}, "lr"),
    "T13": (
        {"go_live_on": "2026-03-01", "signature_on": "2026-01-01"},
        "2026-03-01, standard 2026-03-02",
        {"go_live_on": "2026-03-02", "signature_on": "2026-01-01"},
        "psv",
    ),
    "T14": ({"capacity_short": ["SME 4 d"]}, "SME 4 d", {"capacity_short": []}, "psv"),
    "T15": ({"uncommitted": ["Testwerk"]}, "Testwerk", {"uncommitted": []}, "psv"),
    "T16": ({"new_places": ["NO"]}, "NO", {"new_places": []}, "psv lr"),
    "T17": ({"legal_terms": ["Their paper"]}, "Their paper", {"legal_terms": []}, "lr legal"),
    "T18": ({"payment_terms": ["90 days"]}, "90 days", {"payment_terms": []}, "finance"),
    "T19": ({"guarantees": ["First time"]}, "First time", {"guarantees": []}, "psv lr"),
    "T20": ({"tcv": "250000.00"}, "TCV 250000.00 over 12 months", {"tcv": "249999.99", "term_months": 36}, "lr"),
    "T21": ({"open_infosec": ["Key custody"]}, "Key custody", {"open_infosec": []}, "psv"),
    "T22": ({"poc_is_asked": True}, "skipped", {"poc_is_asked": True, "poc_outcome": "met"}, "psv"),
    "T23": ({"partner_fees": ["22 %"]}, "22 %", {"partner_fees": []}, "lr"),
    "T24": ({"conflicts": ["I2"]}, "I2", {"conflicts": []}, "lr"),
    "T25": ({"free_work": ["Pilot"]}, "Pilot", {"free_work": []}, "lr"),
    "T26": ({"subcontractors": ["Lab"]}, "Lab", {"subcontractors": []}, "psv lr"),
    "T27": (
        {"cleared_on": "2026-01-01", "today": "2026-02-01", "original_routes": ["lr", "psv"]},
        "cleared on 2026-01-01",
        {"cleared_on": "2026-01-01", "today": "2026-01-31"},
        "lr psv",
    ),
}
MORE = [
    ("T09", {"deliverables_added": ["report"]}, "new deliverable report"),
    ("T09", {"exclusions_removed": ["Printers"]}, "without the exclusion Printers"),
    ("T20", {"term_months": 37}, "TCV 0 over 37 months"),
    ("T22", {"poc_outcome": "partially_met"}, "partially_met"),
    ("T27", {"cleared_before": "version 2", "cleared_on": "2026-01-01"}, "changed since version 2"),
    ("T02", {"processor": "Host v7", "processor_is_confirmed": True}, "Host v7"),
]


def test_the_table_names_all_twenty_seven_in_order() -> None:
    assert [each.key for each in TRIGGERS] == [f"T{number:02}" for number in range(1, 28)] == list(CASES)


def test_nothing_fires_for_a_calm_proposal() -> None:
    assert fired(CALM) == []


@pytest.mark.parametrize("key", CASES)
class TestATrigger:
    def test_fires_for_its_cause_alone_on_its_routes(self, key: str) -> None:
        given, about, _, routes = CASES[key]
        assert [(each.key, each.about, each.routes) for each in fired(replace(CALM, **given))] == [
            (key, about, tuple(routes.split()))
        ]

    def test_does_not_fire_for_the_nearest_other_facts(self, key: str) -> None:
        assert fired(replace(CALM, **CASES[key][2])) == []


@pytest.mark.parametrize(("key", "given", "about"), MORE)
def test_fires_for_its_other_causes_too(key: str, given: dict[str, Any], about: str) -> None:
    assert [(each.key, each.about) for each in fired(replace(CALM, **given))] == [(key, about)]


def test_software_has_the_higher_floor() -> None:
    assert fired(replace(CALM, margin="59.9", margin_kind="software"))[0].about == "margin 59.9 %, floor 60 %"
    assert fired(replace(CALM, margin="60.0", margin_kind="software")) == []


def test_a_flag_that_is_not_grave_stays_with_validation() -> None:
    assert fired(replace(CALM, red_flags=["#3 Refunds"]))[0].routes == (PSV,)


def test_a_sentence_that_travels_tells_no_amounts() -> None:
    """Gates, refusals and lists of what is missing are read without the commercial scope too."""
    told = OpenPoint("T20", "TCV 300000.00 over 12 months", "lr").sentence
    assert told == "T20 Large or long contract: amounts, shown with the proposal (leadership review)"
    assert OpenPoint("T03", "Reader R2", "psv").sentence.startswith("T03 Device, SDK or tool not confirmed: Reader R2")
    assert {each.key for each in TRIGGERS if each.tells_amounts} == {"T06", "T09", "T20"}
