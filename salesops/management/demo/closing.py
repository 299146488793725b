"""The demo company's deals on their way to the signature: D11 by a marketplace, D12 on the customer's paper."""

from __future__ import annotations

from opportunities.services.accept_offer import accept_offer
from opportunities.services.create_marketplace_offer import NewMarketplaceOffer, create_marketplace_offer
from opportunities.services.file_document import NewDocument, change_document, file_document
from opportunities.services.issue_quote import issue_quote
from opportunities.services.name_signer import Signatories, name_signer
from opportunities.services.present_offer import present_offer
from opportunities.services.raise_legal_item import raise_legal_item
from opportunities.services.settle_terms import settle_terms
from salesops.management.demo.people import People
from salesops.management.demo.scene import LINK, Scene
from salesops.users.queries import actor_for

BUYER_ACCOUNT = "4711-0815-2207"


def bring_to_closing(scene: Scene, people: People) -> None:
    """This function will bring D11 up to its private offer, and D12 up to what legal still has."""
    if scene.row["id"] == "D11":
        _by_marketplace(scene, people)
    elif scene.row["id"] == "D12":
        _on_their_paper(scene, people)


def _by_marketplace(scene: Scene, people: People) -> None:
    """Signer and administrator are two people; the offer is not accepted and its e-mail is missing."""
    signer, administrator = scene.contacts
    present_offer(**scene.known(), number=1)
    choice = file_document(**scene.known(), new=_paper("other", "Their e-mail: option A"))
    accept_offer(**scene.known(), number=1, letter="A", document_id=choice.pk)
    authority = file_document(**scene.known(), new=_paper("signer_authority", "Signing rules of Bluebarrow"))
    named = Signatories(
        signer.pk, authority.pk, administrator.pk, BUYER_ACCOUNT, BUYER_ACCOUNT, is_permission_confirmed=True
    )
    name_signer(**scene.known(), given=named)
    agreed = ["price", "payment_terms", "scope", "liability", "termination"]
    settle_terms(**scene.known(), topics=agreed, state="agreed", note="Agreed in the call with their buyer")
    settle_terms(**scene.known(), topics=["service_levels"], state="not_applicable", note="Those of the product")
    owen, naomi = (actor_for(people.by_name[name]) for name in ("Owen Byrne", "Naomi Feld"))
    quote = issue_quote(actor=owen, now=scene.now, opportunity_id=scene.deal, number=1)
    change_document(
        **scene.known(),
        document_id=quote.document_id,
        state="signed",
        signed_by=signer.name,
        signed_title=signer.title,
        signed_company="Bluebarrow Retail, Inc.",
        signed_on=scene.now.date(),
    )
    new = NewMarketplaceOffer("offer-7f3k2q", f"{LINK}/offer-7f3k2q")
    create_marketplace_offer(actor=naomi, now=scene.now, opportunity_id=scene.deal, new=new)


def _on_their_paper(scene: Scene, people: People) -> None:
    """Legal reads the customer's paper; two points of it are open."""
    paper = file_document(**scene.known(), new=_paper("agreement", "Hollin master agreement"))
    known = {**scene.known(), "actor": actor_for(people.by_name["Lucia Amari"]), "document_id": paper.pk}
    raise_legal_item(**known, text="Unlimited liability for data loss in section 9", severity="major")
    raise_legal_item(**known, text="Their Irish entity is not named as the buyer", severity="minor")
    settle_terms(**scene.known(), topics=["price", "term_and_renewal", "scope"], state="agreed")


def _paper(kind: str, title: str) -> NewDocument:
    return NewDocument(kind=kind, title=title, link=LINK, state="issued", origin="customer")
