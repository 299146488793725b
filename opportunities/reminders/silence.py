"""Reminders of deals on which nobody talks to the customer, or nobody does anything (domain §12)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta

from django.db.models import Exists, Max, OuterRef, Q

from opportunities.domain.kinds import HELD_KINDS
from opportunities.domain.subtypes import RENEWAL_WINDOW_DAYS
from opportunities.models import Activity
from opportunities.reminders.deals import Deal, day, open_deals
from salesops.accounts.domain.segments import ENTERPRISE, MID_MARKET, SMALL, segment_of
from salesops.reminders.domain.rules import Matter, Rule, lane
from salesops.reminders.registry import rule

# A deal nobody has qualified yet may be silent for 21 days, not for 14 (domain §12).
GRACE = timedelta(days=7)
# The first two stages, before anything is proven: created and discover of the standard process (domain §12).
EARLY_STAGES, EARLY_PERCENT = 2, 25
# After how many days without activity or move a deal is warned about, and when closing it is proposed, by segment.
WARNED = {ENTERPRISE: 45, MID_MARKET: 21, SMALL: 7}
PROPOSED = {ENTERPRISE: 90, MID_MARKET: 45, SMALL: 15}


@rule(
    Rule(
        key="promised_followup",
        scope="opportunity",
        title="Follow-up after a meeting",
        trigger="a meeting with the customer was held and nothing was logged after it",
        stops="an activity is logged",
        lanes=(lane("owner", "eod"), lane("manager", "1 bd")),
    )
)
def promised_followup(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """This function will find the meetings nothing followed, from when they were logged on."""
    later = Activity.objects.filter(opportunity=OuterRef("opportunity")).filter(
        Q(happened_at__gt=OuterRef("happened_at")) | Q(happened_at=OuterRef("happened_at"), id__gt=OuterRef("id"))
    )
    held = Activity.objects.filter(
        ~Exists(later), opportunity__in=ids, opportunity__stage_kind="open", kind="meeting", customer_count__gt=0
    )
    meetings = {meeting.opportunity_id: meeting for meeting in held}
    for deal in open_deals(meetings):
        meeting = meetings[deal.id]
        yield deal.matter(
            f"meeting:{meeting.pk}", meeting.created_at,
            title=f"Follow up with {deal.name}",
            why=f"“{meeting.subject}” was on {day(meeting.happened_at, now)}; nothing is logged since.",
            path=deal.form("log_activity", kind="email"), act="Log it",
        )  # fmt: skip


@rule(
    Rule(
        key="no_activity",
        scope="opportunity",
        title="No customer activity",
        trigger="no call or meeting with the customer for 14 days, 21 while the deal is not qualified",
        stops="a call or meeting with the customer is logged",
        lanes=(lane("owner", "14 d", every="7 d"), lane("manager", "21 d")),
    )
)
def no_activity(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """This function will find since when nobody has talked to the customer of each open deal."""
    talks = Activity.objects.filter(opportunity__in=ids, kind__in=HELD_KINDS, customer_count__gt=0)
    newest = dict(talks.values_list("opportunity").annotate(Max("happened_at")))
    for deal in open_deals(ids):
        talked = newest.get(deal.id)
        since = max(talked or deal.created_at, _window_opens(deal))
        yield deal.matter(
            f"silent:{since:%Y-%m-%dT%H:%M:%S}", since if deal.in_stage.is_qualified else since + GRACE,
            title=f"Talk to the customer of {deal.name}",
            why=f"The last call or meeting was on {day(talked, now)}." if talked else "Nobody has talked to them yet.",
            path=deal.form("log_activity", kind="call"), act="Log a call",
        )  # fmt: skip


def _window_opens(deal: Deal) -> datetime:
    """Return when work on a renewal that waits in its first stage begins: waiting is no silence (domain §9.2)."""
    if deal.renewal_date is None or deal.in_stage.order > 1:
        return deal.created_at
    return datetime.combine(deal.renewal_date - timedelta(days=RENEWAL_WINDOW_DAYS), time(), UTC)


@rule(
    Rule(
        key="early_inactive",
        scope="opportunity",
        title="Early deal inactive",
        trigger="neither activity nor move in the first two stages: warned after 45, 21 or 7 days, closing proposed"
        " after 90, 45 or 15, for enterprise, mid-market and small customers",
        stops="an activity is logged, or the deal moves",
        lanes=(lane("owner", "0 d"), lane("manager", "0 d")),
    )
)
def early_inactive(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """This function will find the early deals with the days of their warning and of the proposal to close them.

    Nothing is ever closed by it: the proposal leads to the form.
    """
    early = Q(probability__lte=EARLY_PERCENT, subtype__in=("new_business", "upsell"))
    found = [deal for deal in open_deals(ids, early) if deal.in_stage.order <= EARLY_STAGES]
    logged = Activity.objects.filter(opportunity__in=[deal.id for deal in found])
    newest = dict(logged.values_list("opportunity").annotate(Max("happened_at")))
    for deal in found:
        since = max(newest.get(deal.id, deal.created_at), deal.stage_entered_at)
        segment, moment = segment_of(deal.employees), f"{since:%Y-%m-%dT%H:%M:%S}"
        why = f"In {deal.in_stage.label}, without activity or move since {day(since, now)}."
        yield deal.matter(
            f"warned:{moment}", since + timedelta(days=WARNED[segment]),
            title=f"Wake {deal.name} up", why=why, path=deal.form("log_activity"), act="Log activity",
        )  # fmt: skip
        yield deal.matter(
            f"proposed:{moment}", since + timedelta(days=PROPOSED[segment]),
            title=f"Close {deal.name} or wake it up", why=why, path=deal.form("lose"), act="Close it",
        )  # fmt: skip
