"""REST addresses of opportunities."""

from __future__ import annotations

from django.urls import path

from opportunities.api.views import (
    closing,
    collaboration,
    customers,
    hygiene,
    imports,
    lifecycle,
    moves,
    offers,
    opportunities,
    price_books,
    pursuit,
    rates,
    subtype,
    terms,
    work,
)

ONE = "opportunities/<int:opportunity_id>/"
REQUEST = "collaboration-requests/<int:request_id>/"

OFFER = f"{ONE}offers/<int:number>/"

urlpatterns = [
    path("price-books/", price_books.PriceBooksView.as_view(), name="price-books"),
    path(f"{ONE}offers/", offers.OffersView.as_view(), name="offers"),
    path(OFFER, offers.OfferView.as_view(), name="offer"),
    path(f"{OFFER}options/", offers.OptionsView.as_view(), name="offer-options"),
    path(f"{OFFER}options/<str:letter>/", offers.OptionView.as_view(), name="offer-option"),
    path(f"{OFFER}presentation/", offers.PresentationView.as_view(), name="offer-presentation"),
    path(f"{OFFER}acceptance/", offers.AcceptanceView.as_view(), name="offer-acceptance"),
    path(f"{OFFER}withdrawal/", offers.WithdrawalView.as_view(), name="offer-withdrawal"),
    path(f"{OFFER}quotes/", offers.QuotesView.as_view(), name="offer-quotes"),
    path("opportunities/", opportunities.OpportunitiesView.as_view(), name="opportunities"),
    path("opportunities/bulk/", opportunities.BulkView.as_view(), name="opportunities-bulk"),
    path("opportunities/lifecycle/", lifecycle.LifecycleView.as_view(), name="opportunities-lifecycle"),
    path("opportunities/hygiene/", hygiene.OwnerHygieneView.as_view(), name="opportunities-hygiene"),
    path(ONE, opportunities.OpportunityView.as_view(), name="opportunity"),
    path(f"{ONE}owner/", opportunities.OwnerView.as_view(), name="opportunity-owner"),
    path(f"{ONE}gate/", moves.GateView.as_view(), name="opportunity-gate"),
    path(f"{ONE}hygiene/", hygiene.HygieneView.as_view(), name="opportunity-hygiene"),
    path(f"{ONE}subtype/", subtype.SubtypeView.as_view(), name="opportunity-subtype"),
    path(f"{ONE}transitions/", moves.TransitionsView.as_view(), name="opportunity-transitions"),
    path(f"{ONE}history/", moves.HistoryView.as_view(), name="opportunity-history"),
    path(f"{ONE}changes/", moves.ChangesView.as_view(), name="opportunity-changes"),
    path(f"{ONE}timeline/", moves.TimelineView.as_view(), name="opportunity-timeline"),
    path(f"{ONE}next-step/", work.NextStepView.as_view(), name="opportunity-next-step"),
    path(f"{ONE}next-step/done/", work.NextStepDoneView.as_view(), name="opportunity-next-step-done"),
    path(f"{ONE}activities/", work.ActivitiesView.as_view(), name="opportunity-activities"),
    path(f"{ONE}attestations/", work.AttestationsView.as_view(), name="opportunity-attestations"),
    path(f"{ONE}attestations/withdraw/", work.WithdrawalView.as_view(), name="opportunity-attestation-withdraw"),
    path(f"{ONE}waivers/", work.WaiversView.as_view(), name="opportunity-waivers"),
    path(f"{ONE}waivers/keep/", work.KeepWaiverView.as_view(), name="opportunity-waiver-keep"),
    path(f"{ONE}waivers/lift/", work.LiftWaiverView.as_view(), name="opportunity-waiver-lift"),
    path(f"{ONE}stakeholders/", work.StakeholdersView.as_view(), name="opportunity-stakeholders"),
    path(f"{ONE}stakeholders/<int:stakeholder_id>/", work.StakeholderView.as_view(), name="opportunity-stakeholder"),
    path(f"{ONE}documents/", work.DocumentsView.as_view(), name="opportunity-documents"),
    path(
        f"{ONE}documents/<int:document_id>/content/",
        work.DocumentContentView.as_view(),
        name="opportunity-document-content",
    ),
    path(f"{ONE}documents/<int:document_id>/", work.DocumentView.as_view(), name="opportunity-document"),
    path(f"{ONE}pursuit-plan/", pursuit.PlanView.as_view(), name="opportunity-plan"),
    path(f"{ONE}discovery/", pursuit.DiscoveryView.as_view(), name="opportunity-discovery"),
    path(f"{ONE}milestones/", pursuit.MilestonesView.as_view(), name="opportunity-milestones"),
    path(f"{ONE}milestones/revoke/", pursuit.RevokeMilestoneView.as_view(), name="opportunity-milestone-revoke"),
    path(f"{ONE}layers/", pursuit.LayersView.as_view(), name="opportunity-layers"),
    path(f"{ONE}reengage/", pursuit.ReengageView.as_view(), name="opportunity-reengage"),
    path(f"{ONE}reengage/date/", pursuit.ReengageDateView.as_view(), name="opportunity-reengage-date"),
    path(f"{ONE}closing/", closing.ClosingView.as_view(), name="opportunity-closing"),
    path(f"{ONE}closing/signatories/", closing.SignatoriesView.as_view(), name="opportunity-signatories"),
    path(f"{ONE}closing/private-offer/", closing.PrivateOfferView.as_view(), name="opportunity-private-offer"),
    path(
        f"{ONE}closing/private-offer/accept/", closing.AcceptanceView.as_view(), name="opportunity-private-offer-accept"
    ),
    path(
        f"{ONE}closing/private-offer/withdraw/",
        closing.WithdrawalView.as_view(),
        name="opportunity-private-offer-withdraw",
    ),
    path(f"{ONE}terms/", terms.TermsView.as_view(), name="opportunity-terms"),
    path(f"{ONE}legal-items/", terms.LegalItemsView.as_view(), name="opportunity-legal-items"),
    path("legal-items/<int:item_id>/settle/", terms.SettleItemView.as_view(), name="legal-item-settle"),
    path(f"{ONE}requests/", collaboration.DealRequestsView.as_view(), name="opportunity-requests"),
    path("collaboration-requests/", collaboration.RequestsView.as_view(), name="collaboration-requests"),
    path(REQUEST, collaboration.RequestView.as_view(), name="collaboration-request"),
    path(f"{REQUEST}accept/", collaboration.AcceptView.as_view(), name="collaboration-request-accept"),
    path(f"{REQUEST}decline/", collaboration.DeclineView.as_view(), name="collaboration-request-decline"),
    path(f"{REQUEST}finish/", collaboration.FinishView.as_view(), name="collaboration-request-finish"),
    path(f"{REQUEST}withdraw/", collaboration.WithdrawView.as_view(), name="collaboration-request-withdraw"),
    path("accounts/<int:account_id>/customer/", customers.CustomerView.as_view(), name="account-customer"),
    path("exchange-rates/", rates.RatesView.as_view(), name="exchange-rates"),
    path("imports/", imports.ImportsView.as_view(), name="imports"),
    path("imports/<int:job_id>/", imports.ImportView.as_view(), name="import"),
    path("imports/<int:job_id>/check/", imports.ImportCheckView.as_view(), name="import-check"),
    path("imports/<int:job_id>/start/", imports.ImportStartView.as_view(), name="import-start"),
]
