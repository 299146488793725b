"""What every template may show of the workspace and of the person signed in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from salesops.users.domain.roles import LABELS


def frame(request: HttpRequest) -> dict[str, Any]:
    """This function will give the workspace and the words for the person's roles; both are read when first shown."""
    return {
        "workspace": getattr(request, "workspace", None),
        "actor": getattr(request, "actor", None),
        "role_words": lambda: ", ".join(sorted(str(LABELS[role]) for role in request.actor.roles if role in LABELS)),  # type: ignore[attr-defined]
    }
