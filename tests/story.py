"""Set-up through services: accounts, deals, and everything a gate of the three-stage process asks for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from opportunities.models import Opportunity
from opportunities.services.add_stakeholder import add_stakeholder
from opportunities.services.advance import advance
from opportunities.services.amend import amend
from opportunities.services.attest import Evidence, attest
from opportunities.services.create import NewOpportunity, create
from opportunities.services.file_document import NewDocument, file_document
from opportunities.services.log_activity import NewActivity, log_activity
from opportunities.services.write_plan import write_plan
from qualification.services.assess import NewAssessment, assess
from salesops.accounts.models import Account, Contact
from tests.cast import Cast

PROBLEM = "Nightly reports finish after the market opens, so traders work blind."
NOTE = "They told us about the nightly jobs, the fines and the board date."
LINK = "https://docs.halden.test/evidence"


def new_account(name: str = "Fjordline Telecom", **more: Any) -> Account:
    """Store an account; a ground row."""
    now = timezone.now()
    return Account.objects.create(name=name, normal_name=name.lower(), created_at=now, updated_at=now, **more)


def new_contact(account: Account, name: str = "Kari Aasen", **more: Any) -> Contact:
    """Store a contact; a ground row."""
    now = timezone.now()
    return Contact.objects.create(account=account, name=name, created_at=now, updated_at=now, **more)


@dataclass
class Deal:
    """One opportunity of the three-stage process and the acts that open its gates, by its owner."""

    cast: Cast
    owner: str = "elena"
    account: Account = field(default_factory=new_account)
    process: str = "generic.three_stage"
    more: dict[str, Any] = field(default_factory=dict)
    now: datetime = field(default_factory=timezone.now)

    def __post_init__(self) -> None:
        self.contact = new_contact(self.account)
        new = NewOpportunity(
            process=self.process,
            account_id=self.account.pk,
            use_case="Network analytics",
            one_time=Decimal(40_000),
            close_date=self.now.date() + timedelta(days=90),
            **self.more,
        )
        self.id = create(actor=self.actor, now=self.now, new=new).pk

    @property
    def actor(self) -> Any:
        """The owner as actor."""
        return self.cast.actor(self.owner)

    @property
    def row(self) -> Opportunity:
        """The record as the database has it now."""
        return Opportunity.objects.get(pk=self.id)

    def known(self, actor: Any = None) -> dict[str, Any]:
        """Return what every service is called with."""
        return {"actor": actor or self.actor, "now": self.now, "opportunity_id": self.id}

    def log_call(self) -> None:
        """Log a call with the customer."""
        new = NewActivity("call", "First call", NOTE, contact_ids=[self.contact.pk])
        log_activity(**self.known(), new=new)

    def write_plan(self) -> None:
        """Write the pursuit plan."""
        texts = {
            "objective": "Replace the warehouse",
            "why_now": "Fines from the first quarter",
            "why_us": "Fastest on their data",
        }
        write_plan(**self.known(), texts=texts)

    def name_buyer(self) -> None:
        """Put the economic buyer on the map."""
        add_stakeholder(**self.known(), contact_id=self.contact.pk, role="economic_buyer")

    def write_problem(self) -> None:
        """Write the problem statement."""
        amend(**self.known(), changes={"problem": PROBLEM})

    def assess(self, component: str, level: int, **more: Any) -> None:
        """Assess a component on what the contact said."""
        given = {"note": NOTE, "source_class": "customer_said", "contact_id": self.contact.pk, **more}
        assess(**self.known(), new=NewAssessment(component, level, **given))

    def open_discovery_gate(self) -> None:
        """Do everything Discovery asks for."""
        self.log_call()
        self.write_problem()
        self.write_plan()
        self.name_buyer()
        self.assess("economic_buyer", 1)
        self.assess("identify_pain", 1)

    def advance(self) -> None:
        """Advance one stage."""
        advance(**self.known())

    def file(self, kind: str, state: str = "issued", **more: Any) -> None:
        """File a document by link, or by what is given instead."""
        if state == "signed":
            more = {"signed_by": "Kari Aasen", "signed_on": date(2026, 1, 5), **more}
        new = NewDocument(kind=kind, title=f"{kind} v1", state=state, **({"link": LINK} | more))
        file_document(**self.known(), new=new)

    def attest(self, criterion: str, source_class: str = "customer_said") -> None:
        """Attest a criterion on what the contact said."""
        evidence = Evidence(note=NOTE, source_class=source_class, contact_id=self.contact.pk)
        attest(**self.known(), criterion_id=criterion, evidence=evidence)

    def open_negotiation_gate(self, *, economic_buyer: int = 2) -> None:
        """Do everything Negotiation asks for; a lower level of the economic buyer leaves that one open."""
        self.assess("economic_buyer", economic_buyer)
        self.assess("decision_process", 1)
        self.file("proposal")
        self.attest("N-3")
        self.file("agreement", "signed")
