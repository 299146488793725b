"""Addresses of intake."""

from __future__ import annotations

from django.urls import URLPattern, path

from salesops.intake.views import assets, enquiry, lead, lists, profiles

app_name = "intake"
urlpatterns: list[URLPattern] = [
    path("enquire/", enquiry.show_enquiry, name="enquire"),
    path("leads/", lists.show_leads, name="leads"),
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
    path("assets/", assets.show_assets, name="assets"),
    path("assets/new/", assets.NewAssetView.as_view(), name="new_asset"),
    path("assets/<int:asset_id>/edit/", assets.EditAssetView.as_view(), name="edit_asset"),
    path("assets/<int:asset_id>/move/", assets.MoveAssetView.as_view(), name="move_asset"),
]
