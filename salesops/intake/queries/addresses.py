"""Where an introduction is read: by its partner in the portal, by our own people in the queue."""

from __future__ import annotations

from django.urls import reverse

from salesops.intake.models import Introduction


def portal_path(introduction: Introduction) -> str:
    """This function will return the address of an introduction in the partner portal."""
    return reverse("partners:introduction", args=[introduction.receipt])


def staff_path(introduction: Introduction) -> str:
    """This function will return the address of an introduction for our own people."""
    return reverse("intake:introduction", args=[introduction.receipt])
