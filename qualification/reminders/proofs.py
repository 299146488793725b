"""Reminders of a proof of concept: its plan is signed, it ends in time, and is read out (domain §4, §12)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from operator import attrgetter

from django.db.models import Min, OuterRef, Subquery
from django.urls import reverse

from opportunities.reminders.deals import Deal, day
from opportunities.reminders.pairing import with_deals
from qualification.domain.success_plan import terms_from_data
from qualification.models import Extension, Poc, SignLink, SuccessPlan
from qualification.queries.poc import newest_plans, time_box
from salesops.core.actor import RecordRef
from salesops.reminders.domain.rules import Matter, Rule, lane
from salesops.reminders.registry import rule

RUNNING = ("planned", "running")


@rule(
    Rule(
        key="poc_plan_unsigned",
        scope="opportunity",
        title="Success plan not signed",
        trigger="a success plan was sent and is not signed",
        stops="it is signed, or another version takes its place",
        lanes=(lane("owner", "3 bd", every="7 d"), lane("manager", "7 bd")),
    )
)
def poc_plan_unsigned(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """This function will find the newest plans that were sent and wait for the champion, since they first went out."""
    sent = SignLink.objects.filter(plan=OuterRef("pk")).order_by().values("plan").annotate(first=Min("created_at"))
    plans = SuccessPlan.objects.filter(poc__opportunity__in=ids, poc__state__in=RUNNING)
    newest = plans.order_by("poc", "-number").distinct("poc").annotate(sent_at=Subquery(sent.values("first")))
    rows = newest.select_related("poc", "signature", "agrees_with__signature")
    waiting = [plan for plan in rows if plan.sent_at and plan.covering_signature is None]
    for plan, deal in with_deals(waiting, attrgetter("poc.opportunity_id")):
        yield deal.matter(
            "sent", plan.sent_at,
            subject=RecordRef("success_plan", plan.pk),
            title=f"Get the success plan of {deal.name} signed",
            why=f"Version {plan.number} was sent on {day(plan.sent_at, now)} and the champion has not signed it.",
            path=reverse("qualification:send_sign_link", args=[deal.id]),
            act="Send again",
        )  # fmt: skip


@rule(
    Rule(
        key="poc_ending",
        scope="opportunity",
        title="Proof of concept ends soon",
        trigger="a proof of concept ends in five days",
        stops="measuring is closed, or the proof is extended",
        lanes=(lane("owner", "-5 d"), lane("validator", "-5 d")),
    )
)
def poc_ending(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """This function will find the proofs that run, due five days before their last day."""
    for poc, ends_on, deal in _running(ids, now):
        yield _end_of(
            poc, ends_on, deal, ends_on,
            title=f"Bring the POC of {deal.name} to its end",
            why=f"Its last day is {day(ends_on, now)}; more time needs pre-sales validation and a regional VP.",
        )  # fmt: skip


@rule(
    Rule(
        key="poc_overrun",
        scope="opportunity",
        title="Proof of concept over its time",
        trigger="the last day of a proof of concept is past",
        stops="measuring is closed, or the proof is extended",
        lanes=(
            lane("owner", "0 bd", every="1 bd"),
            lane("validator", "0 bd", every="1 bd"),
            lane("manager", "3 bd"),
        ),
    )
)
def poc_overrun(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """This function will find the proofs that run, due the day after their last day."""
    for poc, ends_on, deal in _running(ids, now):
        yield _end_of(
            poc, ends_on, deal, ends_on + timedelta(days=1),
            title=f"Close the measurement on {deal.name}, or ask for more time",
            why=f"The last day of its POC was {day(ends_on, now)}.",
        )  # fmt: skip


@rule(
    Rule(
        key="readout_due",
        scope="opportunity",
        title="Readout due",
        trigger="five business days after measuring was closed, the results were not read out",
        stops="the readout is held, or it is measured again",
        lanes=(lane("owner", "5 bd"), lane("manager", "8 bd")),
    )
)
def readout_due(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """This function will find the measured proofs without a readout."""
    pocs = Poc.objects.filter(opportunity__in=ids, state="measured").order_by("id")
    for poc, deal in with_deals(pocs, attrgetter("opportunity_id")):
        if poc.measured_at:
            yield deal.matter(
                f"measured:{poc.measured_at:%Y-%m-%dT%H:%M:%S}", poc.measured_at,
                subject=RecordRef("poc", poc.pk),
                title=f"Read the results out on {deal.name}",
                why=f"Measuring was closed on {day(poc.measured_at, now)}: {poc.outcome_sentence}",
                path=reverse("qualification:conclude_poc", args=[deal.id]),
                act="Record it",
            )  # fmt: skip


def _running(ids: Sequence[int], now: datetime) -> Iterator[tuple[Poc, date, Deal]]:
    """Find the proofs that run with their last day; an extension counts as soon as both have given it."""
    pocs = list(Poc.objects.filter(opportunity__in=ids, state__in=RUNNING).order_by("id"))
    plans = newest_plans([poc.pk for poc in pocs])
    given = Extension.objects.filter(poc__in=pocs, refused_at=None, validated_at__isnull=False)
    extensions = list(given.filter(approved_at__isnull=False))
    for poc, deal in with_deals(pocs, attrgetter("opportunity_id")):
        plan = plans.get(poc.pk)
        box = time_box(poc, terms_from_data(plan.terms) if plan else None, now)
        # The plan that is written next names the later dates itself.
        unwritten = sum(each.days for each in extensions if plan and each.poc_id == poc.pk and _given(each) > plan.at)
        yield poc, box.ends_on + timedelta(days=unwritten), deal


def _given(extension: Extension) -> datetime:
    return max(at for at in (extension.validated_at, extension.approved_at) if at)


def _end_of(poc: Poc, ends_on: date, deal: Deal, since: date, *, title: str, why: str) -> Matter:
    return deal.matter(
        f"ends:{ends_on}", since,
        subject=RecordRef("poc", poc.pk),
        title=title,
        why=why,
        people=deal.people | {"validator": (poc.lead_id,)},
        path=reverse("qualification:poc", args=[deal.id]),
        act="Open the POC",
    )  # fmt: skip
