"""Save a view of the board or the table, share it, or delete it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from opportunities.models import SavedView
from salesops.core.actor import Actor
from salesops.core.errors import Invalid, NotVisible


def save_view(
    *, actor: Actor, now: datetime, page: str, name: str, query: Mapping[str, str], is_shared: bool = False
) -> SavedView:
    """This function will keep a named set of filters for the person, shared with everyone if wished.

    Raises: Invalid without a name or for an unknown page.
    """
    if not name.strip() or page not in ("board", "table"):
        raise Invalid({"name": ["Give the view a name."]})
    with transaction.atomic():
        row, _ = SavedView.objects.update_or_create(
            owner_id=actor.person_id,
            page=page,
            name=name.strip()[:60],
            defaults={"query": dict(query), "is_shared": is_shared, "created_at": now},
        )
        return row


def delete_view(*, actor: Actor, view_id: int) -> None:
    """This function will delete one of the person's own views. Raises: NotVisible for anybody else's."""
    deleted, _ = SavedView.objects.filter(pk=view_id, owner_id=actor.user_id).delete()
    if not deleted:
        raise NotVisible("not_found", "You have no such view.")
