"""The records of layer 2."""

from opportunities.models.activity import Activity
from opportunities.models.closing import Closing, MarketplaceOffer
from opportunities.models.collaboration import CollaborationRequest
from opportunities.models.customer import CustomerOverride
from opportunities.models.document import Document
from opportunities.models.holdover import Holdover
from opportunities.models.import_job import ImportJob, SavedMapping
from opportunities.models.offer import Offer, OfferEdit, OfferLine, OfferOption, Quote
from opportunities.models.opportunity import Opportunity
from opportunities.models.people import LayerHolder, Stakeholder
from opportunities.models.plan import Discovery, PlanAction, PursuitPlan
from opportunities.models.price_book import PriceBook, PriceBookEntry
from opportunities.models.product import ExchangeRate, Product
from opportunities.models.stage_event import FieldChange, StageEvent
from opportunities.models.terms import LegalItem, Term
from opportunities.models.testimony import Attestation, Milestone, Waiver
from opportunities.models.view import SavedView

__all__ = [
    "Activity",
    "Attestation",
    "Closing",
    "CollaborationRequest",
    "CustomerOverride",
    "Discovery",
    "Document",
    "ExchangeRate",
    "FieldChange",
    "Holdover",
    "ImportJob",
    "LayerHolder",
    "LegalItem",
    "MarketplaceOffer",
    "Milestone",
    "Offer",
    "OfferEdit",
    "OfferLine",
    "OfferOption",
    "Opportunity",
    "PlanAction",
    "PriceBook",
    "PriceBookEntry",
    "Product",
    "PursuitPlan",
    "Quote",
    "SavedMapping",
    "SavedView",
    "StageEvent",
    "Stakeholder",
    "Term",
    "Waiver",
]
