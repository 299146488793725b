"""One deal of the demo company while its evidence is recorded, and the acts all evidence is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from opportunities.services.attest import Evidence, attest
from opportunities.services.file_document import NewDocument, file_document
from qualification.services.assess import NewAssessment, assess
from salesops.accounts.models import Contact
from salesops.core.actor import Actor

LINK = "https://files.halden.example/evidence"


@dataclass(frozen=True, slots=True)
class Scene:
    """One deal while its evidence is recorded: owner, regional VP, lead of its POC, the day, the customer's people."""

    actor: Actor
    leader: Actor
    lead: Actor
    now: datetime
    deal: int
    contacts: Sequence[Contact]
    row: dict[str, Any]

    def known(self, days_ago: int = 0) -> dict[str, Any]:
        """Return what every service is called with."""
        moment = self.now - timedelta(days=days_ago)
        return {"actor": self.actor, "now": moment, "opportunity_id": self.deal}

    def assess(self, component: str, level: int, note: str, days_ago: int = 8) -> None:
        """Assess a component on what the first contact said."""
        given = NewAssessment(component, level, note, "customer_said", contact_id=self.contacts[0].pk)
        assess(**self.known(days_ago), new=given)

    def file(self, kind: str, title: str, state: str = "issued", **more: Any) -> None:
        """File a document by link."""
        file_document(**self.known(), new=NewDocument(kind=kind, title=title, link=LINK, state=state, **more))

    def attest(self, criterion: str, note: str, source: str = "customer_said") -> None:
        """Attest a criterion on what the first contact said."""
        evidence = Evidence(note, source, contact_id=self.contacts[0].pk)
        attest(**self.known(3), criterion_id=criterion, evidence=evidence)
