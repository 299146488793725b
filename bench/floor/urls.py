"""Addresses of the floor."""

from django.urls import path

from bench.floor import views

urlpatterns = [
    path("html", views.html),
    path("json", views.as_json),
    path("record/<int:pk>", views.record),
    path("move/<int:pk>", views.move),
]
