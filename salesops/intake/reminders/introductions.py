"""Reminders of introductions nobody answered, nobody made, and protection that ends (domain §11.2, §11.4, §12)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from salesops.accounts.models import PartnerPerson
from salesops.core.actor import RecordRef
from salesops.intake.models import Introduction
from salesops.intake.queries.addresses import portal_path, staff_path
from salesops.reminders.domain.rules import Matter, Rule, lane
from salesops.reminders.registry import rule
from salesops.users.queries.leading import holders_of, managers_of


def lock_introduction(introduction_id: int) -> None:
    """This function will lock an introduction until the transaction ends."""
    rows = Introduction.objects.select_for_update(of=("self",), no_key=True).filter(pk=introduction_id)
    rows.values_list("id").first()


def introduction_ids(last: int, limit: int) -> Sequence[int]:
    """This function will return the next ids of introductions that are not over."""
    rows = Introduction.objects.filter(pk__gt=last, ended_at__isnull=True).exclude(state="draft")
    return list(rows.order_by("id").values_list("id", flat=True)[:limit])


@rule(
    Rule(
        key="intro_unanswered",
        scope="introduction",
        title="Introduction unanswered",
        trigger="the first answer to an introduction is due in a business day, is due, or is two business days late",
        stops="it is accepted, declined or asked about",
        lanes=(lane("reviewer", "-1 bd", "0 bd"), lane("regional_vp", "0 bd"), lane("leader", "2 bd")),
        is_urgent=True,
    )
)
def intro_unanswered(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """This function will find the introductions that wait for our first word, by the clock each of them keeps."""
    rows = Introduction.objects.filter(pk__in=ids, state__in=["submitted", "in_review"]).select_related("partner")
    waiting = list(rows)
    above = managers_of({row.reviewer_id for row in waiting if row.reviewer_id}) if waiting else {}
    leaders = holders_of("leader") if waiting else ()
    for row in waiting:
        if row.answer_due is None:
            continue
        people = {
            "reviewer": (row.reviewer_id,) if row.reviewer_id else (),
            "regional_vp": above.get(row.reviewer_id or 0, ()),
            "leader": leaders,
        }
        yield Matter(
            subject=RecordRef("introduction", row.pk), scope_id=row.pk, anchor=f"due:{row.answer_due.isoformat()}",
            since=row.answer_due, people=people, title=f"Answer the introduction of {row.company}",
            why=f"{row.partner.name} sent it; the first answer is promised within two business days.",
            path=staff_path(row), act="Decide",
        )  # fmt: skip


@rule(
    Rule(
        key="intro_not_made",
        scope="introduction",
        title="Introduction not made",
        trigger="an introduction was accepted three business days ago, or five, and the partner has not made it",
        stops="the partner made it, or it lapsed",
        lanes=(lane("partner", "3 bd", "5 bd"), lane("partner_manager", "3 bd", "5 bd")),
    )
)
def intro_not_made(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """This function will find the accepted introductions that wait for their partner."""
    for row in Introduction.objects.filter(pk__in=ids, state="accepted").select_related("partner", "host"):
        if row.decided_at is not None and row.host is not None:
            yield from _to_both(
                row, f"accepted:{row.decided_at.isoformat()}", row.decided_at,
                title=f"Introduce {row.buyer_name} of {row.company} to {row.host.name}",
                why="It was accepted, and lapses five business days after that.",
            )  # fmt: skip


@rule(
    Rule(
        key="protection_expiring",
        scope="introduction",
        title="Protection ends",
        trigger="the protection of an introduced buyer ends in 14 days",
        stops="it is extended, has ended, or holds because an opportunity is open",
        lanes=(lane("partner", "-14 d"), lane("partner_manager", "-14 d")),
    )
)
def protection_expiring(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """This function will find the protections that run out."""
    rows = Introduction.objects.filter(pk__in=ids, protection__ended_at__isnull=True, protection__is_held=False)
    for row in rows.select_related("partner", "protection"):
        ends = row.protection.ends_at
        yield from _to_both(
            row, f"ends:{ends.isoformat()}", ends, title=f"The protection of {row.company} ends on {ends:%d %b %Y}",
            why="It can be extended once, by 30 days, on evidence that something happens.",
        )  # fmt: skip


def _to_both(row: Introduction, anchor: str, since: datetime, *, title: str, why: str) -> Iterator[Matter]:
    """Tell the partner in the portal, and its manager in the house: each is led where they may go."""
    theirs = PartnerPerson.objects.filter(partner_id=row.partner_id, ended_at__isnull=True)
    partner = tuple(theirs.order_by("user_id").values_list("user_id", flat=True))
    ours = (row.partner.manager_id,) if row.partner.manager_id else holders_of("partner_manager")
    for name, people, path in (("partner", partner, portal_path(row)), ("partner_manager", ours, staff_path(row))):
        lanes: dict[str, tuple[int, ...]] = {"partner": (), "partner_manager": (), name: people}
        yield Matter(
            subject=RecordRef("introduction", row.pk), scope_id=row.pk, anchor=f"{anchor}:{name}", since=since,
            people=lanes, title=title, why=why, path=path,
        )  # fmt: skip
