"""Addresses of layer 3."""

from __future__ import annotations

from django.urls import path

from qualification.views import (
    desk,
    poc,
    poc_extension,
    poc_plan,
    poc_sessions,
    proposal,
    requirements,
    sign,
    validation,
)
from qualification.views.health import show_health
from qualification.views.meddpicc import AssessView, CosignView, DetailsView

app_name = "qualification"
REQUIREMENTS = "opportunities/<int:pk>/requirements/"
SESSION = "opportunities/<int:pk>/poc/sessions/<int:session_id>/"
PROPOSAL = "opportunities/<int:pk>/proposal/"
urlpatterns = [
    path("validation/", desk.show_desk, name="desk"),
    path("validation/<int:pk>/", desk.show_desk, name="review"),
    path("validation/confirmed/", desk.show_confirmed, name="confirmed"),
    path("validation/confirmed/new/", desk.ConfirmForAllView.as_view(), name="confirm_for_all"),
    path(
        "validation/confirmed/<int:confirmation_id>/withdraw/",
        desk.WithdrawConfirmationView.as_view(),
        name="withdraw_confirmation",
    ),
    path(PROPOSAL, proposal.show_proposal, name="proposal"),
    path(f"{PROPOSAL}edit/", proposal.WriteProposalView.as_view(), name="write_proposal"),
    path(f"{PROPOSAL}request/", proposal.RequestValidationView.as_view(), name="request_validation"),
    path(f"{PROPOSAL}request/withdraw/", proposal.WithdrawRequestView.as_view(), name="withdraw_request"),
    path(f"{PROPOSAL}<int:number>/finalise/", proposal.FinaliseView.as_view(), name="finalise_proposal"),
    path(f"{PROPOSAL}clear/<slug:trigger>/<slug:route>/", validation.ClearTriggerView.as_view(), name="clear_trigger"),
    path(
        f"{PROPOSAL}assumptions/<int:place>/<slug:state>/",
        validation.CheckAssumptionView.as_view(),
        name="check_assumption",
    ),
    path(f"{PROPOSAL}effort/", validation.EffortView.as_view(), name="estimate_effort"),
    path(f"{PROPOSAL}confirm/", validation.ConfirmView.as_view(), name="confirm"),
    path(f"{PROPOSAL}flags/new/", validation.RaiseFlagView.as_view(), name="raise_flag"),
    path(f"{PROPOSAL}flags/<int:flag_id>/settle/", validation.SettleFlagView.as_view(), name="settle_flag"),
    path(f"{PROPOSAL}calls/new/", validation.AskCallView.as_view(), name="ask_for_call"),
    path(f"{PROPOSAL}calls/<int:call_id>/plan/", validation.PlanCallView.as_view(), name="plan_call"),
    path(f"{PROPOSAL}calls/<int:call_id>/held/", validation.HoldCallView.as_view(), name="hold_call"),
    path(f"{PROPOSAL}review/clear/", desk.ClearView.as_view(), name="review_clear"),
    path(f"{PROPOSAL}review/conditions/", desk.ConditionsView.as_view(), name="review_conditions"),
    path(f"{PROPOSAL}review/block/", desk.BlockView.as_view(), name="review_block"),
    path(f"{PROPOSAL}review/accept-risk/", desk.AcceptRiskView.as_view(), name="accept_risk"),
    path(f"{PROPOSAL}review/assign/", desk.AssignView.as_view(), name="assign_review"),
    path("opportunities/<int:pk>/health/", show_health, name="health"),
    path("opportunities/<int:pk>/meddpicc/<slug:component>/assess/", AssessView.as_view(), name="assess"),
    path("opportunities/<int:pk>/meddpicc/<slug:component>/cosign/", CosignView.as_view(), name="cosign"),
    path("opportunities/<int:pk>/meddpicc/<slug:component>/details/", DetailsView.as_view(), name="edit_details"),
    path("pocs/", poc.show_board, name="pocs"),
    path("opportunities/<int:pk>/poc/", poc.show_poc, name="poc"),
    path("opportunities/<int:pk>/poc/new/", poc.PlanPocView.as_view(), name="plan_poc"),
    path("opportunities/<int:pk>/poc/measure/<slug:key>/", poc.MeasureView.as_view(), name="measure"),
    path("opportunities/<int:pk>/poc/close/", poc.CloseMeasurementView.as_view(), name="close_measurement"),
    path("opportunities/<int:pk>/poc/again/", poc.TakeUpAgainView.as_view(), name="take_up_again"),
    path("opportunities/<int:pk>/poc/readout/", poc.ConcludeView.as_view(), name="conclude_poc"),
    path("opportunities/<int:pk>/poc/extension/ask/", poc_extension.AskView.as_view(), name="ask_extension"),
    path("opportunities/<int:pk>/poc/extension/give/", poc_extension.GiveView.as_view(), name="give_extension"),
    path("opportunities/<int:pk>/poc/extension/refuse/", poc_extension.RefuseView.as_view(), name="refuse_extension"),
    path("opportunities/<int:pk>/poc/abandon/", poc.AbandonView.as_view(), name="abandon_poc"),
    path("opportunities/<int:pk>/poc/plan/", poc_plan.show_plan, name="success_plan"),
    path("opportunities/<int:pk>/poc/plan/edit/", poc_plan.SuccessPlanView.as_view(), name="edit_success_plan"),
    path("opportunities/<int:pk>/poc/plan/send/", poc_plan.SendLinkView.as_view(), name="send_sign_link"),
    path("opportunities/<int:pk>/poc/plan/sign-off/", poc_plan.SignOffView.as_view(), name="record_signature"),
    path("opportunities/<int:pk>/poc/sessions/book/", poc_sessions.BookSessionView.as_view(), name="book_session"),
    path(f"{SESSION}move/", poc_sessions.MoveSessionView.as_view(), name="move_session"),
    path(f"{SESSION}hold/", poc_sessions.HoldSessionView.as_view(), name="hold_session"),
    path(f"{SESSION}no-show/", poc_sessions.MissSessionView.as_view(), name="miss_session"),
    path(f"{SESSION}cancel/", poc_sessions.CancelSessionView.as_view(), name="cancel_session"),
    path(f"{SESSION}calendar/", poc_sessions.calendar_file, name="session_calendar"),
    path(REQUIREMENTS, requirements.show_requirements, name="requirements"),
    path(f"{REQUIREMENTS}add/", requirements.AddRequirementView.as_view(), name="add_requirement"),
    path(f"{REQUIREMENTS}<int:requirement_id>/judge/", requirements.JudgeView.as_view(), name="judge_requirement"),
    path(f"{REQUIREMENTS}<slug:kind>/align/", requirements.AlignView.as_view(), name="align_group"),
    path(f"{REQUIREMENTS}<slug:kind>/unalign/", requirements.UnalignView.as_view(), name="unalign_group"),
    path(f"{REQUIREMENTS}security-path/", requirements.SecurityPathView.as_view(), name="write_security_path"),
    path(f"{REQUIREMENTS}questions/add/", requirements.AskView.as_view(), name="ask_question"),
    path(
        f"{REQUIREMENTS}questions/<int:question_id>/answer/", requirements.AnswerView.as_view(), name="answer_question"
    ),
    path("sign/<str:secret>/", sign.show_sign_page, name="sign"),
]
