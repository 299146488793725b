"""The reminder of a non-disclosure agreement that runs out (domain §11.1, §12)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.urls import reverse

from salesops.accounts.models import Partner, PartnerPerson
from salesops.core.actor import RecordRef
from salesops.reminders.domain.rules import Matter, Rule, lane
from salesops.reminders.registry import rule
from salesops.users.queries.leading import holders_of

# An agreement that ended longer ago than this is history: its partner is no longer told.
STALE = timedelta(days=30)


def lock_partner(partner_id: int) -> None:
    """This function will lock a partner until the transaction ends."""
    Partner.objects.select_for_update(of=("self",), no_key=True).filter(pk=partner_id).values_list("id").first()


def partner_ids(last: int, limit: int) -> Sequence[int]:
    """This function will return the next ids of partners with an agreement."""
    rows = Partner.objects.filter(pk__gt=last, nda_to__isnull=False)
    return list(rows.order_by("id").values_list("id", flat=True)[:limit])


@rule(
    Rule(
        key="nda_expiring",
        scope="partner",
        title="Partner's agreement ends",
        trigger="the non-disclosure agreement of a partner ends in 30 days, in 7, or today",
        stops="a new one is on file, or it ended a month ago",
        lanes=(lane("partner_manager", "-30 d", "-7 d", "0 d"), lane("partner", "-30 d", "-7 d", "0 d")),
    )
)
def nda_expiring(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """This function will find the agreements that end, or ended within a month."""
    rows = Partner.objects.filter(pk__in=ids, nda_to__gte=now.date() - STALE)
    for partner in rows:
        ends = partner.nda_to or now.date()
        theirs = PartnerPerson.objects.filter(partner=partner, ended_at__isnull=True)
        people = tuple(theirs.order_by("user_id").values_list("user_id", flat=True))
        ours = (partner.manager_id,) if partner.manager_id else holders_of("partner_manager")
        paths = {"partner_manager": reverse("intake:partner", args=[partner.pk]), "partner": reverse("partners:list")}
        for name, told in (("partner_manager", ours), ("partner", people)):
            lanes: dict[str, tuple[int, ...]] = {"partner": (), "partner_manager": (), name: told}
            yield Matter(
                subject=RecordRef("partner", partner.pk), scope_id=partner.pk, anchor=f"nda:{ends}:{name}",
                since=ends, people=lanes, path=paths[name],
                title=f"Renew the non-disclosure agreement of {partner.name}",
                why=f"It ends on {ends:%d %b %Y}; after that nothing can be introduced.",
            )  # fmt: skip
