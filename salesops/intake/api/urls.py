"""REST addresses of intake."""

from __future__ import annotations

from django.urls import URLPattern, path

from salesops.intake.api import assets, lead_history, views
from salesops.intake.api.introductions import IntroductionsView

LEAD = "leads/<int:lead_id>/"
ASSET = "assets/<int:asset_id>/"

urlpatterns: list[URLPattern] = [
    path("introductions/", IntroductionsView.as_view(), name="introductions"),
    path("leads/", views.LeadsView.as_view(), name="leads"),
    path(LEAD, views.LeadView.as_view(), name="lead"),
    path(f"{LEAD}signals/", views.LeadSignalsView.as_view(), name="lead-signals"),
    path(f"{LEAD}touches/", views.LeadTouchesView.as_view(), name="lead-touches"),
    path(f"{LEAD}qualification/", views.LeadQualificationView.as_view(), name="lead-qualification"),
    path(f"{LEAD}rest/", views.LeadRestView.as_view(), name="lead-rest"),
    path(f"{LEAD}disqualification/", views.LeadDisqualificationView.as_view(), name="lead-disqualification"),
    path(f"{LEAD}history/", lead_history.LeadHistoryView.as_view(), name="lead-history"),
    path(f"{LEAD}taking/", lead_history.LeadTakingView.as_view(), name="lead-taking"),
    path(f"{LEAD}owner/", lead_history.LeadOwnerView.as_view(), name="lead-owner"),
    path("assets/", assets.AssetsView.as_view(), name="assets"),
    path(ASSET, assets.AssetView.as_view(), name="asset"),
    path(f"{ASSET}move/", assets.AssetMoveView.as_view(), name="asset-move"),
    path(f"{ASSET}attribution/", assets.AssetAttributionView.as_view(), name="asset-attribution"),
    path("campaigns/", assets.CampaignsView.as_view(), name="campaigns"),
    path(f"{LEAD}reopening/", views.LeadReopeningView.as_view(), name="lead-reopening"),
]
