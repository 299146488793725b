"""REST addresses of intake."""

from __future__ import annotations

from django.urls import URLPattern, path

from salesops.intake.api import assets, deciding, lead_history, views
from salesops.intake.api.introductions import IntroductionsView

INTRODUCTION = "introductions/<str:receipt>/"
LEAD = "leads/<int:lead_id>/"
ASSET = "assets/<int:asset_id>/"

urlpatterns: list[URLPattern] = [
    path("introductions/", IntroductionsView.as_view(), name="introductions"),
    path(INTRODUCTION, deciding.IntroductionView.as_view(), name="introduction"),
    path(f"{INTRODUCTION}findings/", deciding.FindingsView.as_view(), name="introduction-findings"),
    path(f"{INTRODUCTION}question/", deciding.QuestionView.as_view(), name="introduction-question"),
    path(f"{INTRODUCTION}acceptance/", deciding.AcceptanceView.as_view(), name="introduction-acceptance"),
    path(f"{INTRODUCTION}declining/", deciding.DecliningView.as_view(), name="introduction-declining"),
    path(f"{INTRODUCTION}reviewer/", deciding.ReviewerView.as_view(), name="introduction-reviewer"),
    path(f"{INTRODUCTION}extension/", deciding.ExtensionView.as_view(), name="introduction-extension"),
    path(f"{INTRODUCTION}rival/", deciding.RivalView.as_view(), name="introduction-rival"),
    path(f"{INTRODUCTION}shared-step/", deciding.SharedStepView.as_view(), name="introduction-shared-step"),
    path(f"{INTRODUCTION}invitations/", deciding.InvitationsView.as_view(), name="introduction-invitations"),
    path(f"{INTRODUCTION}ruling/", deciding.RulingView.as_view(), name="introduction-ruling"),
    path(f"{INTRODUCTION}fee/", deciding.FeeView.as_view(), name="introduction-fee"),
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
