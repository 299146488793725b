"""Saved views: one's own and the shared ones."""

from __future__ import annotations

from django.db.models import Q

from opportunities.models import SavedView
from salesops.core.actor import Actor
from salesops.core.errors import NotVisible


def saved_views(actor: Actor, page: str) -> list[SavedView]:
    """This function will list the views of a page that the person may open, own ones first."""
    rows = SavedView.objects.filter(page=page).filter(Q(owner_id=actor.user_id) | Q(is_shared=True))
    return sorted(
        rows.select_related("owner"),
        key=lambda view: (view.owner_id != actor.user_id, view.name.lower()),
    )


def own_view(actor: Actor, view_id: int) -> SavedView:
    """This function will return a view of the person's own. Raises: NotVisible otherwise."""
    view = SavedView.objects.filter(pk=view_id, owner_id=actor.user_id).first()
    if view is None:
        raise NotVisible(
            "not_found",
            "This view does not exist or is not yours.",
            next_action="Open the pipeline.",
        )
    return view
