"""Addresses of layer 2."""

from __future__ import annotations

from django.urls import path

from opportunities.views import (
    board,
    bulk,
    cell,
    closing,
    edit,
    evidence,
    export,
    move,
    page,
    people,
    saved,
    table,
    today,
    work,
)

app_name = "opportunities"
urlpatterns = [
    path("today/", today.show_today, name="today"),
    path("opportunities/", board.show_board, name="board"),
    path("opportunities/lane/", board.more_cards, name="more_cards"),
    path("opportunities/table/", table.show_table, name="table"),
    path("opportunities/gates/", table.show_gates, name="gates"),
    path("opportunities/owners/", table.show_owners, name="owners"),
    path("opportunities/export/", export.export, name="export"),
    path("opportunities/bulk/", bulk.bulk, name="bulk"),
    path("opportunities/new/", edit.NewView.as_view(), name="new"),
    path("opportunities/views/save/", saved.SaveView.as_view(), name="save_view"),
    path("opportunities/views/<int:view_id>/forget/", saved.forget_view, name="forget_view"),
    path("opportunities/<int:pk>/", page.show_opportunity, name="page"),
    path("opportunities/<int:pk>/edit/", edit.EditView.as_view(), name="edit"),
    path("opportunities/<int:pk>/commercial/edit/", edit.CommercialView.as_view(), name="edit_commercial"),
    path("opportunities/<int:pk>/account/edit/", edit.edit_account, name="edit_account"),
    path("opportunities/<int:pk>/owner/change/", edit.OwnerView.as_view(), name="change_owner"),
    path("opportunities/<int:pk>/cell/<slug:key>/", cell.CellView.as_view(), name="cell"),
    path("opportunities/<int:pk>/move/", move.MoveView.as_view(), name="move"),
    path("opportunities/<int:pk>/send-back/", closing.SendBackView.as_view(), name="send_back"),
    path("opportunities/<int:pk>/skip/", closing.SkipView.as_view(), name="skip"),
    path("opportunities/<int:pk>/lose/", closing.LoseView.as_view(), name="lose"),
    path("opportunities/<int:pk>/reopen/", closing.ReopenView.as_view(), name="reopen"),
    path("opportunities/<int:pk>/reengage/", closing.ReengageView.as_view(), name="reengage"),
    path("opportunities/<int:pk>/void-won/", closing.VoidWonView.as_view(), name="void_won"),
    path("opportunities/<int:pk>/evidence/attest/", evidence.AttestView.as_view(), name="attest"),
    path("opportunities/<int:pk>/criteria/waive/", evidence.WaiveView.as_view(), name="waive"),
    path("opportunities/<int:pk>/waivers/lift/", evidence.LiftWaiverView.as_view(), name="lift_waiver"),
    path("opportunities/<int:pk>/milestones/reach/", evidence.MilestoneView.as_view(), name="reach_milestone"),
    path("opportunities/<int:pk>/next-step/set/", work.NextStepView.as_view(), name="next_step"),
    path("opportunities/<int:pk>/next-step/finish/", work.NextStepDoneView.as_view(), name="next_step_done"),
    path("opportunities/<int:pk>/activities/log/", work.ActivityView.as_view(), name="log_activity"),
    path("opportunities/<int:pk>/plan/edit/", work.PlanView.as_view(), name="edit_plan"),
    path("opportunities/<int:pk>/discovery/edit/", work.DiscoveryView.as_view(), name="edit_discovery"),
    path("opportunities/<int:pk>/layers/assign/", work.LayerView.as_view(), name="assign_layer"),
    path("opportunities/<int:pk>/people/add/", people.StakeholderView.as_view(), name="add_stakeholder"),
    path(
        "opportunities/<int:pk>/people/<int:stakeholder_id>/remove/",
        people.RemoveStakeholderView.as_view(),
        name="remove_stakeholder",
    ),
    path("opportunities/<int:pk>/documents/file/", people.DocumentView.as_view(), name="add_document"),
    path(
        "opportunities/<int:pk>/documents/<int:document_id>/change/",
        people.DocumentStateView.as_view(),
        name="change_document",
    ),
    path("opportunities/<int:pk>/documents/<int:document_id>/download/", people.download, name="download"),
]
