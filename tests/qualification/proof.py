"""Set-up of a proof of concept through services: planned, signed, run, measured."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from opportunities.services.add_stakeholder import add_stakeholder
from opportunities.services.file_document import NewDocument, file_document
from opportunities.services.log_activity import NewActivity, log_activity
from qualification.domain.poc import BY_KEY
from qualification.domain.success_plan import Participant, PlanCriterion, PlanTerms
from qualification.models import Poc, PocSession
from qualification.services.close_measurement import close_measurement
from qualification.services.close_session import HeldSession, hold_session
from qualification.services.measure import measure
from qualification.services.plan_poc import plan_poc
from qualification.services.schedule_session import schedule_session
from qualification.services.send_sign_link import send_sign_link
from qualification.services.sign_plan import sign_plan
from qualification.services.write_success_plan import write_success_plan
from tests.story import LINK, NOTE, Deal, new_contact


def criterion(
    key: str, priority: str = "must", direction: str = ">=", target: str = "100", **more: str
) -> PlanCriterion:
    """Return a success criterion."""
    given = {"category": "technical", "metric": "Queries a second", "unit": "q/s", "baseline": "40", **more}
    return PlanCriterion(
        key=key, text=f"Criterion {key}", priority=priority, direction=direction, target=target, **given
    )


def enter_edge(deal: Deal) -> None:
    """Bring a deal of the edge process to its third stage, with a champion and everything but the signed plan."""
    deal.log_call()
    deal.log_call()
    levels = {"metrics": 1, "economic_buyer": 2, "decision_criteria": 2, "decision_process": 2, "identify_pain": 2}
    for component, level in (levels | {"champion": 2, "competition": 2}).items():
        deal.assess(component, level)
    deal.attest("1-X1")
    deal.advance()
    add_stakeholder(**deal.known(), contact_id=deal.contact.pk, role="champion")
    deal.attest("2-X1")
    deal.advance()
    deal.attest("3-X2")


@dataclass
class Proof:
    """The POC of a deal and the acts that run it; Ana, a solution engineer, leads and measures."""

    deal: Deal
    criteria: tuple[PlanCriterion, ...] = (criterion("fast"), criterion("cheap", "should", "<=", "10"))
    ana: Any = field(init=False)

    def __post_init__(self) -> None:
        self.ana = self.deal.cast.actor("ana")
        self.other = new_contact(self.deal.account, "Nils Berg")
        if not self.deal.row.stakeholders.filter(role="champion").exists():
            add_stakeholder(**self.deal.known(), contact_id=self.deal.contact.pk, role="champion")
        self.id = plan_poc(**self.deal.known(), lead_id=self.ana.user_id).pk

    @property
    def row(self) -> Poc:
        """The record as the database has it now."""
        return Poc.objects.get(pk=self.id)

    def known(self, actor: Any = None) -> dict[str, Any]:
        """Return what every service about the POC is called with."""
        return {"actor": actor or self.deal.actor, "now": self.deal.now, "poc_id": self.id}

    def terms(self, **more: Any) -> PlanTerms:
        """Return terms that both sides could agree to."""
        today = self.deal.now.date()
        terms = PlanTerms(
            objective="Show that the nightly jobs finish before the market opens",
            use_case="Network analytics",
            in_scope="Twelve nightly jobs",
            out_of_scope="Dashboards",
            infosec="Data stays in their account",
            environment="Trial workspace",
            our_people="Ana Ferreira runs it",
            participants=(
                Participant(self.deal.contact.pk, "Kari Aasen", "Judges the results", True, True),
                Participant(self.other.pk, "Nils Berg", "Runs the jobs", False, True),
            ),
            starts_on=today,
            ends_on=today + timedelta(days=28),
            checkpoints="Every Monday",
            readout_on=today + timedelta(days=30),
            readout_audience="Kari and Nils",
            decision_rule="If all musts pass, the customer will take the offer to the board",
            next_step="Offer",
            criteria=self.criteria,
        )
        return replace(terms, **more)

    def write(self, **more: Any) -> Any:
        """Write a version of the plan."""
        return write_success_plan(**self.known(), terms=self.terms(**more))

    def sign(self) -> None:
        """Send the link to the champion, who signs."""
        sent = send_sign_link(**self.known(), contact_id=self.deal.contact.pk)
        mark = sent.link.plan.fingerprint
        sign_plan(secret=sent.secret, now=self.deal.now, signed_name="Kari Aasen", fingerprint=mark)

    def schedule(self, kind: str) -> PocSession:
        """Schedule a session in an hour."""
        return schedule_session(**self.known(self.ana), kind=kind, starts_at=self.deal.now + timedelta(hours=1))

    def hold(self, kind: str, **more: Any) -> PocSession:
        """Schedule a session, let two hours pass and close it with all its outputs."""
        session = self.schedule(kind)
        self.deal.now += timedelta(hours=2)
        held = HeldSession(outputs=tuple(BY_KEY[kind].outputs), note=NOTE, contact_ids=[self.deal.contact.pk], **more)
        return hold_session(**self.known(self.ana), session_id=session.pk, held=held)

    def run_to_validation(self) -> None:
        """Sign the plan and hold the first four sessions."""
        self.write()
        self.sign()
        for kind in ("getting_started", "discovery", "hands_on", "validation"):
            self.hold(kind)

    def measure(self, key: str, value: str) -> None:
        """Measure a criterion."""
        measure(**self.known(self.ana), criterion=key, value=Decimal(value))

    def close(self) -> Poc:
        """Close the measurement."""
        return close_measurement(**self.known(self.ana))

    def hold_readout(self) -> int:
        """File the results and read them out to the champion and another person; return the meeting's id."""
        file_document(**self.deal.known(), new=NewDocument("results", "Results", link=LINK, state="issued"))
        both = [self.deal.contact.pk, self.other.pk]
        return log_activity(**self.deal.known(), new=NewActivity("meeting", "Readout", NOTE, contact_ids=both)).pk
