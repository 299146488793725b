"""Addresses of territories."""

from __future__ import annotations

from django.urls import path

from salesops.territories.views import changes, maps, plans

app_name = "territories"
urlpatterns = [
    path("territories/", maps.show_map, name="map"),
    path("territories/people/", maps.show_people, name="people"),
    path("territories/disputes/", maps.show_disputes, name="disputes"),
    path("territories/disputes/<int:dispute_id>/judge/", changes.JudgeView.as_view(), name="judge"),
    path("territories/new/", changes.NewTerritoryView.as_view(), name="new"),
    path("territories/<int:pk>/assign/", changes.AssignView.as_view(), name="assign"),
    path("territories/plans/", plans.show_newest, name="plans"),
    path("territories/plans/draft/", plans.DraftView.as_view(), name="draft"),
    path("territories/plans/<int:number>/", plans.show_plan, name="plan"),
    path("territories/plans/<int:number>/edit/", plans.AmendView.as_view(), name="amend"),
    path("territories/plans/<int:number>/rules/new/", plans.RuleView.as_view(), name="new_rule"),
    path("territories/plans/<int:number>/rules/<int:rule_id>/edit/", plans.RuleView.as_view(), name="edit_rule"),
    path("territories/plans/<int:number>/rules/<int:rule_id>/end/", plans.DropRuleView.as_view(), name="end_rule"),
    path("territories/plans/<int:number>/people/new/", plans.PlanPersonView.as_view(), name="plan_person"),
    path(
        "territories/plans/<int:number>/people/<int:planned_id>/end/",
        plans.UnplanPersonView.as_view(),
        name="unplan_person",
    ),
    path(
        "territories/plans/<int:number>/acknowledge/<slug:theatre>/",
        plans.AcknowledgeView.as_view(),
        name="acknowledge",
    ),
    path("territories/plans/<int:number>/publish/", plans.PublishView.as_view(), name="publish"),
    path("territories/plans/<int:number>/discard/", plans.DiscardView.as_view(), name="discard"),
    path("accounts/<int:account_id>/place/", changes.PlaceView.as_view(), name="place"),
    path("accounts/<int:account_id>/territory/", changes.NameView.as_view(), name="name"),
    path("accounts/<int:account_id>/standalone/", changes.StandaloneView.as_view(), name="standalone"),
    path("accounts/<int:account_id>/dispute/", changes.DisputeView.as_view(), name="dispute"),
]
