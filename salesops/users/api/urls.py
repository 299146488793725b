"""REST addresses of people."""

from __future__ import annotations

from django.urls import path

from salesops.users.api.views import MeView, PeopleView, PersonView

urlpatterns = [
    path("me/", MeView.as_view(), name="me"),
    path("people/", PeopleView.as_view(), name="people"),
    path("people/<int:person_id>/", PersonView.as_view(), name="person"),
]
