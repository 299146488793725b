"""Addresses of intake: our own queue, the partners' portal, the referrers' page."""

from __future__ import annotations

from django.urls import URLPattern, path

from salesops.intake.views import (
    assets,
    bulk,
    decide,
    enquiry,
    lead,
    lists,
    partners,
    profiles,
    queue,
    referring,
)
from salesops.intake.views.portal import entering, exporting, pages, writing

app_name = "intake"
INTRODUCTION = "introductions/<str:receipt>/"
PROFILE = "settings/profiles/<slug:kind>/<int:number>/"
urlpatterns: list[URLPattern] = [
    path("enquire/", enquiry.show_enquiry, name="enquire"),
    path("leads/", lists.show_leads, name="leads"),
    path("leads/export/", lists.export_leads, name="export_leads"),
    path("leads/bulk/", bulk.change_many_leads, name="change_many_leads"),
    path("leads/new/", lead.NewLeadView.as_view(), name="new_lead"),
    path("leads/<int:lead_id>/", lead.show_lead, name="lead"),
    path("leads/<int:lead_id>/edit/", lead.EditLeadView.as_view(), name="edit_lead"),
    path("leads/<int:lead_id>/touch/", lead.TouchView.as_view(), name="touch"),
    path("leads/<int:lead_id>/signal/", lead.SignalView.as_view(), name="signal"),
    path("leads/<int:lead_id>/qualify/", lead.QualifyView.as_view(), name="qualify"),
    path("leads/<int:lead_id>/rest/", lead.ParkView.as_view(), name="park"),
    path("leads/<int:lead_id>/disqualify/", lead.DisqualifyView.as_view(), name="disqualify"),
    path("leads/<int:lead_id>/reopen/", lead.ReopenView.as_view(), name="reopen"),
    path("leads/<int:lead_id>/take/", lead.TakeView.as_view(), name="take"),
    path("leads/<int:lead_id>/assign/", lead.AssignView.as_view(), name="assign"),
    path("settings/profiles/", profiles.show_profiles, name="profiles"),
    path("settings/profiles/<slug:kind>/new/", profiles.NewVersionView.as_view(), name="new_profile"),
    path(PROFILE, profiles.show_version, name="profile"),
    path(f"{PROFILE}edit/", profiles.EditVersionView.as_view(), name="edit_profile"),
    path(f"{PROFILE}publish/", profiles.PublishVersionView.as_view(), name="publish_profile"),
    path(f"{PROFILE}discard/", profiles.DiscardVersionView.as_view(), name="discard_profile"),
    path("assets/", assets.show_assets, name="assets"),
    path("assets/new/", assets.NewAssetView.as_view(), name="new_asset"),
    path("assets/<int:asset_id>/edit/", assets.EditAssetView.as_view(), name="edit_asset"),
    path("assets/<int:asset_id>/move/", assets.MoveAssetView.as_view(), name="move_asset"),
    path("introductions/", queue.show_queue, name="introductions"),
    path("introductions/partners/", partners.show_partners, name="partners"),
    path("introductions/partners/new/", partners.NewPartnerView.as_view(), name="new_partner"),
    path("introductions/partners/<int:partner_id>/", partners.show_partner, name="partner"),
    path("introductions/partners/<int:partner_id>/edit/", partners.EditPartnerView.as_view(), name="edit_partner"),
    path("introductions/partners/<int:partner_id>/people/new/", partners.AddPersonView.as_view(), name="add_person"),
    path(
        "introductions/partners/<int:partner_id>/people/<int:person_id>/end/",
        partners.EndPersonView.as_view(),
        name="end_person",
    ),
    path(
        "introductions/partners/<int:partner_id>/referrers/new/",
        partners.InviteReferrerView.as_view(),
        name="invite_referrer",
    ),
    path(
        "introductions/partners/<int:partner_id>/referrers/<int:link_id>/revoke/",
        partners.RevokeReferrerView.as_view(),
        name="revoke_referrer",
    ),
    path("refer/<str:secret>/", referring.refer, name="refer"),
    path(INTRODUCTION, queue.show_introduction, name="introduction"),
    path(f"{INTRODUCTION}accept/", decide.AcceptView.as_view(), name="accept"),
    path(f"{INTRODUCTION}decline/", decide.DeclineView.as_view(), name="decline"),
    path(f"{INTRODUCTION}ask/", decide.AskView.as_view(), name="ask"),
    path(f"{INTRODUCTION}reviewer/", decide.ReviewerView.as_view(), name="reviewer"),
    path(f"{INTRODUCTION}extend/", decide.ExtendView.as_view(), name="extend"),
    path(f"{INTRODUCTION}rival/", decide.RivalView.as_view(), name="rival"),
    path(f"{INTRODUCTION}fee/", decide.FeeView.as_view(), name="fee"),
    path(f"{INTRODUCTION}share/", decide.ShareView.as_view(), name="share"),
    path(f"{INTRODUCTION}invite/", decide.InviteView.as_view(), name="invite"),
    path(f"{INTRODUCTION}dispute/", decide.SettleView.as_view(), name="settle"),
]
# A space of its own, under /partners/: other sessions, another database role (ADR 0601).
portal_urls = [
    path("", pages.show_list, name="list"),
    path("sign-in/", entering.sign_in, name="sign_in"),
    path("sign-out/", entering.sign_out, name="sign_out"),
    path("renew/", writing.renew, name="renew"),
    path("export/", exporting.export, name="export"),
    path("kit/", pages.show_kit, name="kit"),
    path("introductions/new/", writing.new, name="new"),
    path("introductions/<str:receipt>/", pages.show_introduction, name="introduction"),
    path("introductions/<str:receipt>/edit/", writing.edit, name="edit"),
    path("introductions/<str:receipt>/discard/", writing.discard, name="discard"),
    path("introductions/<str:receipt>/<slug:act>/", writing.act, name="act"),
]
