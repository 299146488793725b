"""Mail a partner's people what became of their introduction, and our own people what waits for them."""

from __future__ import annotations

from datetime import datetime

from salesops.accounts.models import PartnerPerson
from salesops.intake.models import Introduction
from salesops.intake.queries.addresses import portal_path, staff_path
from salesops.notifications.services.notify import notify


def tell_partner(introduction: Introduction, *, key: str, title: str, body: str, now: datetime) -> None:
    """This function will tell who sent an introduction, once for each `key`; a referrer's goes to all of the partner.

    The words never name another partner, a price or a stage (domain §11.6).
    """
    people = PartnerPerson.objects.filter(partner_id=introduction.partner_id, ended_at__isnull=True)
    if introduction.channel == "portal":
        people = people.filter(user_id=introduction.submitted_by_id or 0)
    for user_id in people.order_by("user_id").values_list("user_id", flat=True):
        notify(
            dedupe=f"introduction:{introduction.pk}:{key}:{user_id}",
            recipient_id=user_id,
            kind="introduction_partner",
            is_urgent=True,
            title=title,
            body=body,
            path=portal_path(introduction),
            why=f"You introduce buyers for {introduction.partner.name}.",
            subject_kind="introduction",
            subject_id=introduction.pk,
            now=now,
        )


def tell_us(introduction: Introduction, *, key: str, to: int | None, title: str, body: str, now: datetime) -> None:
    """This function will put a line into the inbox of one of our own people, once for each `key`."""
    if to is not None:
        notify(
            dedupe=f"introduction:{introduction.pk}:{key}:{to}",
            recipient_id=to,
            kind="introduction",
            is_urgent=False,
            title=title,
            body=body,
            path=staff_path(introduction),
            why="You work on this introduction.",
            subject_kind="introduction",
            subject_id=introduction.pk,
            now=now,
        )
