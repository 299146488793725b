"""End what ran out: questions nobody answered, introductions nobody made, protection that is over (§11.2, §11.4)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from salesops.core.actor import SYSTEM
from salesops.intake import events
from salesops.intake.models import Introduction
from salesops.intake.services.acting import tell
from salesops.intake.services.end_protection import end_protection
from salesops.intake.services.tell_partner import tell_partner


def settle_overdue(*, now: datetime) -> int:
    """This function will end everything whose time is over, each in a transaction of its own; it returns how many."""
    ids = Introduction.objects.filter(_overdue(now)).order_by("pk").values_list("pk", flat=True)
    return sum(_settle(pk, now) for pk in list(ids))


def _overdue(now: datetime) -> Q:
    unanswered = Q(state="needs_info", questions__answered_at__isnull=True, questions__due_at__lte=now)
    not_made = Q(state="accepted", introduce_by__lte=now)
    run_out = Q(
        state__in=["accepted", "introduced"], protection__ended_at__isnull=True, protection__is_held=False,
        protection__ends_at__lte=now,
    )  # fmt: skip
    return unanswered | not_made | run_out


def _settle(pk: int, now: datetime) -> bool:
    """End one, if it still is over once it is locked."""
    with transaction.atomic():
        rows = Introduction.objects.select_for_update(of=("self",), no_key=True).select_related("partner")
        introduction = rows.filter(_overdue(now), pk=pk).first()
        if introduction is None:
            return False
        if introduction.state == "needs_info":
            introduction.expire()
            event, words = events.INTRO_EXPIRED, "Our question stayed unanswered for five business days."
        else:
            was_made = introduction.introduced_at is not None
            introduction.lapse()
            event = events.INTRO_LAPSED
            words = "Its protection ran out." if was_made else "It was not made within five business days."
        introduction.ended_at = now
        introduction.save()
        end_protection(introduction, reason="lapsed", actor=SYSTEM, now=now)
        tell(introduction, event, actor=SYSTEM, now=now, data={})
        tell_partner(introduction, key="over", now=now, title=f"{introduction.company} has lapsed", body=words)
    return True
