"""Events of higher rooms read as sentences on the timeline, whatever their data says."""

from __future__ import annotations

import pytest

from opportunities.domain.told import Told, add_told
from qualification import events
from qualification.panels import TOLD

OUTCOME = Told("flag", "POC measured: {outcome}", "{sentence}")


def test_reads_the_data_into_sentence_and_detail() -> None:
    assert OUTCOME.read({"outcome": "not_met", "sentence": "1 of 2 musts"}) == ("POC measured: not met", "1 of 2 musts")


def test_leaves_what_people_wrote_as_it_is() -> None:
    assert OUTCOME.read({"sentence": "See load_test {v2}.csv"}) == ("POC measured", "See load_test {v2}.csv")


def test_words_are_registered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opportunities.domain.told.TOLD", {})
    add_told({"test.told.v1": OUTCOME})
    with pytest.raises(ValueError, match=r"test\.told\.v1"):
        add_told({"test.told.v1": OUTCOME})


def test_layer_3_has_words_for_its_proof_and_its_validation() -> None:
    wanted = {
        each for each in events.OF_AN_OPPORTUNITY if each.startswith(("poc.", "proposal.", "validation.", "red_"))
    }
    silent = {events.POC_STARTED, events.POC_SESSION_SCHEDULED, events.VALIDATION_ASSIGNED}
    assert wanted - silent <= TOLD.keys()


@pytest.mark.parametrize(
    ("until", "said"), [("2027-02-20", "20 Feb 2027"), ("2027-02-31", "2027-02-31"), ("soon", "soon")]
)
def test_a_day_reads_as_people_write_it(until: str, said: str) -> None:
    assert Told("clock", "Stays until {until}").read({"until": until}) == (f"Stays until {said}", "")
