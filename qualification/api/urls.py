"""REST addresses of qualification."""

from __future__ import annotations

from django.urls import path

from qualification.api import concerns, poc, poc_extension, poc_running, proposals, requirements, validations
from qualification.api.health import HealthChangesView, HealthView
from qualification.api.views import ComponentView, CosignatureView, DetailsView, MeddpiccView

DEAL = "opportunities/<int:opportunity_id>/"
POC = "pocs/<int:poc_id>/"
SESSION = f"{POC}sessions/<int:session_id>/"
GROUPS = f"{DEAL}requirement-groups/"
MEDDPICC = f"{DEAL}meddpicc/"
VERSION = f"{DEAL}proposals/<int:number>/"
REVIEW = "validations/<int:review_id>/"

urlpatterns = [
    path(f"{DEAL}health/", HealthView.as_view(), name="health"),
    path(f"{DEAL}health-changes/", HealthChangesView.as_view(), name="health-changes"),
    path(MEDDPICC, MeddpiccView.as_view(), name="meddpicc"),
    path(f"{MEDDPICC}<slug:component>/", ComponentView.as_view(), name="meddpicc-component"),
    path(f"{MEDDPICC}<slug:component>/details/", DetailsView.as_view(), name="meddpicc-details"),
    path(f"{MEDDPICC}<slug:component>/cosignature/", CosignatureView.as_view(), name="meddpicc-cosignature"),
    path(f"{DEAL}pocs/", poc.PocsView.as_view(), name="pocs"),
    path(POC, poc.PocView.as_view(), name="poc"),
    path(f"{POC}plan/", poc.PlanView.as_view(), name="poc-plan"),
    path(f"{POC}sign-links/", poc.SignLinksView.as_view(), name="poc-sign-links"),
    path(f"{POC}signatures/", poc.SignaturesView.as_view(), name="poc-signatures"),
    path(f"{POC}sessions/", poc_running.SessionsView.as_view(), name="poc-sessions"),
    path(f"{SESSION}hold/", poc_running.HoldView.as_view(), name="poc-session-hold"),
    path(f"{SESSION}miss/", poc_running.MissView.as_view(), name="poc-session-miss"),
    path(f"{SESSION}cancel/", poc_running.CancelView.as_view(), name="poc-session-cancel"),
    path(f"{SESSION}move/", poc_running.MoveView.as_view(), name="poc-session-move"),
    path(f"{POC}measurements/", poc_running.MeasurementsView.as_view(), name="poc-measurements"),
    path(f"{POC}close-measurement/", poc_running.CloseMeasurementView.as_view(), name="poc-close-measurement"),
    path(f"{POC}take-up-again/", poc_running.TakeUpAgainView.as_view(), name="poc-take-up-again"),
    path(f"{POC}conclude/", poc_running.ConcludeView.as_view(), name="poc-conclude"),
    path(f"{POC}extensions/", poc_extension.ExtensionsView.as_view(), name="poc-extensions"),
    path(f"{POC}extensions/give/", poc_extension.GiveView.as_view(), name="poc-extension-give"),
    path(f"{POC}extensions/refuse/", poc_extension.RefuseView.as_view(), name="poc-extension-refuse"),
    path(f"{POC}abandon/", poc_running.AbandonView.as_view(), name="poc-abandon"),
    path(f"{DEAL}requirements/", requirements.RequirementsView.as_view(), name="requirements"),
    path("requirements/<int:requirement_id>/judgements/", requirements.JudgementsView.as_view(), name="judgements"),
    path(GROUPS, requirements.GroupsView.as_view(), name="requirement-groups"),
    path(f"{GROUPS}<slug:kind>/align/", requirements.AlignView.as_view(), name="requirement-group-align"),
    path(f"{GROUPS}<slug:kind>/unalign/", requirements.UnalignView.as_view(), name="requirement-group-unalign"),
    path(f"{DEAL}security-path/", requirements.SecurityPathView.as_view(), name="security-path"),
    path(f"{DEAL}questions/", requirements.QuestionsView.as_view(), name="questions"),
    path("questions/<int:question_id>/answer/", requirements.AnswerView.as_view(), name="question-answer"),
    path(f"{DEAL}proposals/", proposals.ProposalsView.as_view(), name="proposals"),
    path(VERSION, proposals.ProposalView.as_view(), name="proposal"),
    path(f"{VERSION}finalise/", proposals.FinaliseView.as_view(), name="proposal-finalise"),
    path(f"{VERSION}clearances/", proposals.ClearancesView.as_view(), name="proposal-clearances"),
    path(f"{VERSION}assumption-checks/", proposals.AssumptionChecksView.as_view(), name="proposal-assumption-checks"),
    path(f"{VERSION}estimates/", proposals.EstimatesView.as_view(), name="proposal-estimates"),
    path(f"{DEAL}validations/", validations.DealValidationsView.as_view(), name="opportunity-validations"),
    path("validations/", validations.ValidationsView.as_view(), name="validations"),
    path(REVIEW, validations.ValidationView.as_view(), name="validation"),
    path(f"{REVIEW}withdraw/", validations.WithdrawView.as_view(), name="validation-withdraw"),
    path(f"{REVIEW}assign/", validations.AssignView.as_view(), name="validation-assign"),
    path(f"{REVIEW}decide/", validations.DecideView.as_view(), name="validation-decide"),
    path(f"{DEAL}red-flags/", concerns.RedFlagsView.as_view(), name="red-flags"),
    path("red-flags/<int:flag_id>/close/", concerns.CloseFlagView.as_view(), name="red-flag-close"),
    path(f"{DEAL}confidence-calls/", concerns.CallsView.as_view(), name="confidence-calls"),
    path("confidence-calls/<int:call_id>/plan/", concerns.PlanCallView.as_view(), name="confidence-call-plan"),
    path("confidence-calls/<int:call_id>/hold/", concerns.HoldCallView.as_view(), name="confidence-call-hold"),
    path("confirmations/", concerns.ConfirmationsView.as_view(), name="confirmations"),
    path(
        "confirmations/<int:confirmation_id>/withdraw/",
        concerns.WithdrawConfirmationView.as_view(),
        name="confirmation-withdraw",
    ),
]
