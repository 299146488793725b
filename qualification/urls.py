"""Addresses of layer 3."""

from __future__ import annotations

from django.urls import path

from qualification.views import poc, poc_plan, poc_sessions, requirements, sign
from qualification.views.health import show_health
from qualification.views.meddpicc import AssessView, CosignView, DetailsView

app_name = "qualification"
REQUIREMENTS = "opportunities/<int:pk>/requirements/"
SESSION = "opportunities/<int:pk>/poc/sessions/<int:session_id>/"
urlpatterns = [
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
