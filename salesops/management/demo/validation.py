"""The demo company's proposals: one on the desk, one changed since it was cleared, one with a promise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from qualification.domain.proposal import ProposalTerms, ScopeItem, SpecialTerm, ThirdParty
from qualification.queries.proposal import proposal_page
from qualification.services.check_assumption import check_assumption
from qualification.services.clear_trigger import clear_trigger
from qualification.services.confidence_call import ask_for_call
from qualification.services.confirm import confirm
from qualification.services.decide_review import NewVerdict, decide_review
from qualification.services.estimate_effort import Effort, estimate_effort
from qualification.services.raise_red_flag import NewRedFlag, raise_red_flag
from qualification.services.request_validation import request_validation
from qualification.services.write_proposal import write_proposal
from salesops.core.actor import Actor
from salesops.management.demo.scene import Scene

KIOSK = ProposalTerms(
    items=(
        ScopeItem("Level 3 certification of two kiosk models", "certification"),
        ScopeItem("Test report for the acquirer", "report"),
    ),
    assumptions=(
        "Two device models, same kernel",
        "Contactless limit handled by host",
        "Prior L3 certificate can be reused",
        "Customer delivers test cards by 8 Jan",
        "Elavon host v7 accepts our test tool",
    ),
    exclusions=("Printer firmware",),
    processor="Elavon host v7",
    tools=("Kiosk reader K2",),
    third_parties=(ThirdParty("Testwerk", "lab_slot"),),
    places=("US",),
)
STORE = ProposalTerms(
    items=(ScopeItem("Query platform for twelve nightly jobs", "platform"), ScopeItem("Migration", "services")),
    assumptions=("Events arrive in one region",),
    tools=("Streaming connector",),
)


def queue_a_review(scene: Scene) -> None:
    """Two devices to certify: the processor and the lab slot are open, one assumption is rejected, a flag is raised."""
    write_proposal(**scene.known(2), terms=KIOSK)
    _known_to_all(scene, "processor", "Elavon host v6", "Certified in March, host specification 6.2")
    _known_to_all(scene, "place", "US", "Eleven kiosk certifications delivered")
    for text, state, evidence in (
        (KIOSK.assumptions[0], "validated", "Datasheet of the vendor"),
        (KIOSK.assumptions[1], "validated", "Host specification, page 14"),
        (KIOSK.assumptions[2], "rejected", "The certificate ended on 30 June"),
    ):
        check_assumption(**_as_lead(scene, 1), text=text, state=state, evidence=evidence)
    confirm(**_as_lead(scene, 1), kind="tool", name="Kiosk reader K2", evidence="Runs in our lab since May")
    _estimate(scene, "40", "46", "58", "1164")
    detail = "Could add nine test cases. High severity adds leadership review."
    due = (scene.now + timedelta(days=3)).date()
    flag = NewRedFlag("Host v7 changes the refund flow", "high", scene.lead.person_id, due, detail)
    raise_red_flag(**_as_lead(scene, 3), new=flag)
    topic = "How we test contactless refunds"
    ask_for_call(**scene.known(5), contact_id=scene.contacts[0].pk, topic=topic)
    request_validation(**scene.known(1), question="Can we promise both devices in one lab slot?")


def change_a_cleared_proposal(scene: Scene) -> None:
    """Cleared once; then the scope changed, so the desk looks again."""
    write_proposal(**scene.known(9), terms=STORE)
    check_assumption(
        **_as_lead(scene, 8), text=STORE.assumptions[0], state="validated", evidence="Architecture call, minutes"
    )
    _estimate(scene, "30", "38", "52", "900", days_ago=8)
    review = request_validation(**scene.known(8))
    _clear_everything(scene, days_ago=7)
    known = _as_lead(scene, 7)
    del known["opportunity_id"]
    decide_review(**known, review_id=review.pk, new=NewVerdict("clear", "Straightforward, same as their pilot."))
    more = ScopeItem("Dashboards for the regions", "dashboards")
    write_proposal(**scene.known(1), terms=replace(STORE, items=(*STORE.items, more)))
    request_validation(**scene.known(0), question="Dashboards came in on Friday; same connector.")


def promise_too_early(scene: Scene) -> None:
    """The partner has promised a date already: leadership has to look before this is final."""
    promise = SpecialTerm("promise", "The partner told them they are live by the first of March")
    terms = ProposalTerms(items=(ScopeItem("Certification of one meter", "certification"),), special_terms=(promise,))
    write_proposal(**scene.known(4), terms=terms)


STORIES: dict[str, Callable[[Scene], None]] = {
    "review": queue_a_review,
    "review_again": change_a_cleared_proposal,
    "promise": promise_too_early,
}


def _clear_everything(scene: Scene, *, days_ago: int) -> None:
    known = _as_lead(scene, days_ago)
    leader: dict[str, Any] = known | {"actor": scene.leader}
    page = proposal_page(scene.lead, scene.deal, now=known["now"])
    for fired in (each.fired for each in page.triggers):
        for route in fired.routes:
            clear_trigger(
                **(known if route == "psv" else leader),
                trigger=fired.key,
                route=route,
                about=fired.about,
                evidence="Looked at together in the review meeting",
            )


def _estimate(scene: Scene, low: str, likely: str, high: str, cost: str, *, days_ago: int = 1) -> None:
    effort = Effort("services", Decimal(low), Decimal(likely), Decimal(high), Decimal(cost))
    estimate_effort(**_as_lead(scene, days_ago), effort=effort)


def _known_to_all(scene: Scene, kind: str, name: str, evidence: str) -> None:
    actor: Actor = scene.lead
    confirm(actor=actor, now=scene.now - timedelta(days=60), kind=kind, name=name, evidence=evidence)


def _as_lead(scene: Scene, days_ago: int) -> dict[str, Any]:
    return scene.known(days_ago) | {"actor": scene.lead}
