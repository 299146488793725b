"""A deal of the standard process, and the acts that meet each of its criteria, stage by stage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from opportunities.models import Document
from opportunities.services.accept_offer import accept_offer
from opportunities.services.add_stakeholder import add_stakeholder
from opportunities.services.amend import amend
from opportunities.services.attest import Evidence, attest
from opportunities.services.create_marketplace_offer import NewMarketplaceOffer, create_marketplace_offer
from opportunities.services.end_marketplace_offer import accept_marketplace_offer
from opportunities.services.file_document import NewDocument, change_document, file_document
from opportunities.services.issue_quote import issue_quote
from opportunities.services.log_activity import NewActivity, log_activity
from opportunities.services.name_signer import Signatories, name_signer
from opportunities.services.present_offer import present_offer
from opportunities.services.reach_milestone import reach_milestone
from opportunities.services.write_plan import write_discovery
from qualification.services.conclude_poc import Readout, conclude_poc
from qualification.services.cosign import cosign
from qualification.services.write_details import write_details
from salesops.accounts.models import Account, Contact
from tests.approvals.asking import Asking
from tests.cast import Cast
from tests.opportunities.closing import open_point, settle, settle_point
from tests.qualification.offering import Offering
from tests.qualification.proof import Proof
from tests.qualification.requirements import align_all, answer, judge, put_question, require, write_path
from tests.story import LINK, NOTE, Deal, new_account, new_contact

Act = Callable[[], Any]
QUESTIONS = (
    "current_state desired_state pain impact critical_event stakeholders constraints alternatives budget timeline"
)


@dataclass
class Standard:
    """A deal sourced by an SDR with an offer in the making; `channel` is how it closes."""

    cast: Cast
    channel: str = "direct_signature"
    process: str = "nb.standard"
    owner: str = "elena"
    account: Account = field(default_factory=new_account)
    asking: Asking = field(init=False)
    proof: Proof = field(init=False)
    ids: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for who in ("ana", "ingrid", "lucia", "naomi", "owen", "tomas"):
            self.cast.user(who)
        more = {"source": "outbound_sdr"}
        self.asking = Asking(self.cast, 5, self.process, more=more, owner=self.owner, account=self.account)
        self.deal: Deal = self.asking.deal
        at = f"{self.deal.id}@fjordline.test"
        self.other = new_contact(self.deal.account, "Berit Foss", title="Cloud lead", email=f"berit.{at}")
        Contact.objects.filter(pk=self.deal.contact.pk).update(title="CFO", email=f"kari.{at}")

    def attest(self, criterion: str, source_class: str = "customer_said", who: str = "") -> None:
        """Attest on what the contact said."""
        evidence = Evidence(note=NOTE, source_class=source_class, contact_id=self.deal.contact.pk)
        attest(**self.deal.known(self.cast.actor(who) if who else None), criterion_id=criterion, evidence=evidence)

    def name(self, role: str, contact: Contact | None = None) -> None:
        """Put somebody on the map."""
        add_stakeholder(**self.deal.known(), contact_id=(contact or self.deal.contact).pk, role=role)

    def change(self, **changes: Any) -> None:
        """Change fields of the deal."""
        amend(**self.deal.known(), changes=changes)

    def talk(self, kind: str = "call") -> None:
        """Log a talk with the contact."""
        new = NewActivity(kind, "A talk", NOTE, contact_ids=[self.deal.contact.pk])
        log_activity(**self.deal.known(), new=new)

    def levels(self, **levels: int) -> None:
        """Assess components; a level 3 of buyer and champion is co-signed."""
        for component, level in levels.items():
            self.deal.assess(component, level)
            if level == 3 and component in ("economic_buyer", "champion"):
                cosign(**self.deal.known(self.cast.tomas), component=component)

    def win(self, key: str) -> None:
        """Record a win."""
        reach_milestone(**self.deal.known(), key=key, evidence=NOTE)

    def file(self, kind: str, state: str = "issued", **more: Any) -> Document:
        """File a document by link."""
        if state == "signed":
            more = {"signed_by": "Kari Aasen", "signed_on": self.deal.now.date(), **more}
        new = NewDocument(kind=kind, title=f"{kind} v1", state=state, link=LINK, **more)
        return file_document(**self.deal.known(), new=new)

    # Created.

    def fit(self) -> None:
        """Make account and contact fit."""
        Account.objects.filter(pk=self.deal.account.pk).update(icp_fit=70)
        Contact.objects.filter(pk=self.deal.contact.pk).update(persona="executive")
        self.name("champion_candidate")

    def created(self) -> list[Act]:
        """The acts that open the gate of Opportunity Created."""
        viable = {"budget": "viable", "authority": "viable"}
        first = {"economic_buyer": 1, "identify_pain": 1, "champion": 1, "competition": 1}
        in_a_year = self.deal.now.date() + timedelta(days=300)
        return [
            lambda: self.talk("enquiry"),
            self.talk,
            self.talk,
            self.deal.write_problem,
            lambda: self.attest("1-E3"),
            self.fit,
            lambda: self.attest("1-E4", "our_observation"),
            lambda: self.change(expected_purchase_date=in_a_year),
            lambda: self.levels(**first),
            lambda: self.attest("2-E1"),
            lambda: self.change(**viable),
            lambda: self.attest("2-E2"),
        ]

    # Discover.

    def sign_plan(self) -> None:
        """Write the success plan and have the champion sign it."""
        self.proof = Proof(self.deal)
        self.proof.write()
        self.proof.sign()

    def details(self, component: str, *rows: dict[str, Any]) -> None:
        """Write rows behind a component."""
        write_details(**self.deal.known(), component=component, rows=rows)

    def discover(self) -> list[Act]:
        """The acts that open the gate of Discover."""
        second = {"metrics": 1, "decision_process": 1, "identify_pain": 2, "champion": 2}
        return [
            self.sign_plan,
            lambda: require(self.deal, "infosec", "Data stays in their region"),
            lambda: write_path(self.deal),
            lambda: self.attest("2-X2"),
            lambda: write_discovery(**self.deal.known(), answers=dict.fromkeys(QUESTIONS.split(), "Written down")),
            lambda: self.attest("2-X3"),
            lambda: self.levels(**second),
            lambda: self.attest("3-E1"),
            lambda: self.details("decision_criteria", *({"text": f"Test {n}"} for n in range(3))),
        ]

    # Proof of concept.

    def run(self) -> None:
        """Hold the sessions, measure, and close the measurement."""
        for kind in ("getting_started", "discovery", "hands_on", "validation"):
            self.proof.hold(kind)
        self.proof.measure("fast", "130")
        self.proof.measure("cheap", "8")
        self.proof.close()

    def conclude(self) -> None:
        """Hold the readout."""
        conclude_poc(**self.proof.known(), readout=Readout(self.proof.hold_readout(), "accept", "Offer"))

    def step(self, days: int = 10, **more: Any) -> dict[str, Any]:
        """A decision step."""
        due = self.deal.now.date() + timedelta(days=days)
        return {"text": "Board", "owner_name": "Kari", "approver": "The board", "due_on": due, **more}

    def poc(self) -> list[Act]:
        """The acts that open the gate of Proof of Concept."""
        third = {"economic_buyer": 2, "decision_criteria": 2, "decision_process": 2, "competition": 2}
        return [
            self.run,
            lambda: judge(self.deal, require(self.deal)),
            lambda: self.attest("3-X2"),
            lambda: self.change(position="preferred"),
            self.conclude,
            lambda: self.win("tech_win"),
            lambda: self.levels(**third),
            lambda: self.attest("4-E2", "our_observation", "ana"),
            lambda: self.details("decision_process", self.step(60)),
        ]

    # Propose.

    def ask_question(self) -> None:
        """Let the customer ask something."""
        self.ids["question"] = put_question(self.deal).pk

    def answer_question(self) -> None:
        """Answer it."""
        answer(self.deal, self.deal.row.questions.get(pk=self.ids["question"]))

    def propose_scope(self) -> None:
        """Write the proposal, have it cleared and make it final; the money is the offer's already."""
        option = self.asking.pricing.terms.options[0]
        money = {"recurring": option.recurring, "one_time": option.one_time, "term_months": option.term_months}
        self.change(**money)
        offering = Offering(self.deal)
        offering.write()
        offering.estimate()
        offering.request()
        offering.clear_all()
        offering.decide()
        offering.finalise()

    def approve_offer(self) -> None:
        """Write the offer for the channel and have it approved."""
        marketplace = "aws" if self.channel == "marketplace" else ""
        self.asking.write(5, terms={"channel": self.channel, "marketplace": marketplace})
        self.asking.submit()
        self.asking.approve_all()

    def present(self) -> None:
        """Present the offer."""
        present_offer(**self.deal.known(), number=self.asking.pricing.number)

    def accept(self) -> None:
        """Keep which option they chose in writing."""
        paper = self.file("other")
        known = {**self.deal.known(), "number": self.asking.pricing.number}
        accept_offer(**known, letter="A", document_id=paper.pk)

    def name_signer(self) -> None:
        """Name signer and, on a marketplace, another administrator."""
        account = {"admin_id": self.other.pk, "buyer_account": "4711", "buyer_account_again": "4711"}
        more: Any = {**account, "is_permission_confirmed": True} if self.channel == "marketplace" else {}
        authority = self.file("signer_authority")
        name_signer(**self.deal.known(), given=Signatories(self.deal.contact.pk, authority.pk, **more))

    def propose(self) -> list[Act]:
        """The acts that open the gate of Propose."""
        fourth = {"metrics": 2, "decision_criteria": 3, "decision_process": 3}
        return [
            self.ask_question,
            self.answer_question,
            self.propose_scope,
            self.approve_offer,
            self.present,
            self.accept,
            self.name_signer,
            lambda: self.attest("4-X1", "customer_document"),
            lambda: self.win("business_win"),
            lambda: self.win("financial_win"),
            lambda: self.levels(**fourth),
            lambda: self.attest("5-E1"),
            lambda: align_all(self.deal),
        ]

    # Negotiate.

    def negotiate(self) -> list[Act]:
        """The acts that open the gate of Negotiate."""
        fifth = {"economic_buyer": 3, "paper_process": 2, "champion": 3}
        point: list[Any] = []
        return [
            lambda: settle(self.deal),
            lambda: self.attest("5-X1"),
            lambda: self.details("decision_process", self.step(10)),
            lambda: self.attest("5-X2"),
            lambda: self.attest("5-X3"),
            lambda: self.levels(**fifth),
            lambda: self.file("statement_of_work"),
            lambda: point.append(open_point(self.deal, "major")),
            lambda: self.attest("6-E2"),
            lambda: settle_point(self.deal, point[0]),
        ]

    # Signature.

    def sign_quote(self) -> None:
        """Issue the quote and have it signed."""
        quote = issue_quote(**self.deal.known(self.cast.owen), number=self.asking.pricing.number)
        signed = {"signed_by": "Kari Aasen", "signed_title": "CFO", "signed_company": "Fjordline Telecom AS"}
        known = {**self.deal.known(), "document_id": quote.document_id}
        change_document(**known, state="signed", **signed, signed_on=self.deal.now.date())

    def buy_on_marketplace(self) -> None:
        """Make the private offer and have it accepted."""
        new = NewMarketplaceOffer("offer-4711", LINK)
        create_marketplace_offer(**self.deal.known(self.cast.naomi), new=new)
        mail = self.file("acceptance_email", origin="marketplace", received_on=self.deal.now.date())
        accept_marketplace_offer(**self.deal.known(), document_id=mail.pk)

    def signature(self) -> list[Act]:
        """The acts that open the last gate."""
        acts: list[Act] = [self.sign_quote]
        if self.channel == "marketplace":
            acts.append(self.buy_on_marketplace)
        return [*acts, lambda: self.win("legal_win"), lambda: self.levels(paper_process=3)]


STAGES = ("created", "discover", "poc", "propose", "negotiate", "signature")
