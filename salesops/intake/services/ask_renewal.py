"""A partner asks for a new non-disclosure agreement: what is left to them once it ran out (domain §11.1, R18)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from salesops.core.actor import Actor
from salesops.intake.services.acting import partner_of
from salesops.notifications.services.notify import notify
from salesops.users.queries.leading import holders_of


def ask_renewal(*, actor: Actor, now: datetime) -> None:
    """This function will tell the partner's manager, once a day at most, that the partner waits for a new agreement.

    Raises: NotVisible for who introduces for no partner.
    """
    partner = partner_of(actor)
    told = (partner.manager_id,) if partner.manager_id else holders_of("partner_manager") or holders_of("revops_admin")
    with transaction.atomic():
        for user_id in told:
            notify(
                dedupe=f"partner:{partner.pk}:renew:{now.date()}:{user_id}",
                recipient_id=user_id,
                kind="partner_renewal",
                is_urgent=False,
                title=f"{partner.name} asks for a new non-disclosure agreement",
                body=f"{actor.name} cannot introduce anybody until it is signed.",
                path=reverse("intake:partner", args=[partner.pk]),
                why="You work with this partner.",
                subject_kind="partner",
                subject_id=partner.pk,
                now=now,
            )
