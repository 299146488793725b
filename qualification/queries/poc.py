"""Reads of the proof of concept: one with everything its page shows, its plan, its sessions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery

from opportunities.models import Opportunity
from opportunities.queries.detail import may
from opportunities.queries.visible import get_visible, visible_to
from qualification.criteria.loading import load_meddpicc
from qualification.domain.poc import SESSIONS, SIGNED_FROM, TIME_BOX_DAYS, readout_due
from qualification.domain.poc_outcome import (
    PASS,
    Distance,
    Outcome,
    compute_outcome,
    distance_to_next,
    results_of,
)
from qualification.domain.success_plan import CHAMPIONS, Participant, PlanTerms, terms_from_data
from qualification.models import Measurement, Poc, PocSession, SignLink, SuccessPlan
from qualification.queries.extensions import MoreTime, more_time
from qualification.queries.poc_parts import Booking, Line, Step, TimeBox, booking_with
from salesops.core.actor import Actor
from salesops.core.errors import NotVisible

ACTIONS = ("poc.plan", "poc.record_result")


@dataclass(frozen=True, slots=True)
class PocPage:
    """One proof of concept as its page shows it; without a POC only the opportunity and the rights are there."""

    opportunity: Opportunity
    may: Mapping[str, object]
    poc: Poc | None = None
    plan: SuccessPlan | None = None
    terms: PlanTerms | None = None
    lines: tuple[Line, ...] = ()
    steps: tuple[Step, ...] = ()
    box: TimeBox | None = None
    outcome: Outcome | None = None
    distance: Distance | None = None
    link: SignLink | None = None
    earlier: tuple[Poc, ...] = ()
    more_time: MoreTime = field(default_factory=MoreTime)

    @property
    def is_open(self) -> bool:
        """Whether plan and sessions can still change."""
        return self.poc is not None and self.poc.state in ("planned", "running") and self.opportunity.is_open

    @property
    def champions(self) -> list[Participant]:
        """The champions among the participants."""
        return [each for each in self.terms.participants if each.is_champion] if self.terms else []

    @property
    def next_step(self) -> Step | None:
        """The session that comes next on the calendar."""
        booked = [each for each in self.steps if each.state in ("late", "booked") and each.session]
        return min(booked, key=lambda each: each.session.starts_at if each.session else each.now, default=None)

    @property
    def validation_is_held(self) -> bool:
        """Whether the session was held after which measuring may be closed."""
        return any(each.template.key == "validation" and each.held_count for each in self.steps)

    @property
    def musts(self) -> tuple[int, int]:
        """How many musts pass, and of how many."""
        musts = [each.result for each in self.lines if each.criterion.priority == "must"]
        return sum(each.state == PASS for each in musts), len(musts)

    @property
    def readout_due(self) -> date | None:
        """The last day for the readout once measuring is closed; before, the day the plan names."""
        if self.poc and self.poc.measured_at:
            return readout_due(self.poc.measured_at.date())
        return self.terms.readout_on if self.terms else None


def poc_page(actor: Actor, opportunity_id: int, *, now: datetime) -> PocPage:
    """This function will read the newest proof of an opportunity with plan, sessions and results (domain §4).

    Raises: NotVisible, Refused where the opportunity is not for this person.
    """
    row = get_visible(actor, opportunity_id)
    rights = may(actor, row, *ACTIONS)
    pocs = list(_pocs().filter(opportunity=row).order_by("-id")[:10])
    if not pocs:
        return PocPage(row, rights)
    poc, earlier = pocs[0], tuple(pocs[1:])
    plan = current_plan(poc)
    terms = terms_from_data(plan.terms) if plan else None
    measured = newest_measurements([poc.pk]).get(poc.pk, {})
    levels = levels_of([row.pk], now)[row.pk]
    lines = tuple(lines_of(terms, measured, levels))
    results = [each.result for each in lines]
    links = SignLink.objects.filter(plan=plan, used_at=None, revoked_at=None, expires_at__gt=now)
    return PocPage(
        opportunity=row,
        may=rights,
        poc=poc,
        plan=plan,
        terms=terms,
        lines=lines,
        steps=_steps(poc, plan, now),
        box=time_box(poc, terms, now),
        outcome=compute_outcome(results) if results else None,
        distance=distance_to_next(results) if results else None,
        link=links.select_related("contact").first(),
        earlier=earlier,
        more_time=more_time(actor, row, poc),
    )


def newest_plans(poc_ids: list[int]) -> dict[int, SuccessPlan]:
    """This function will return the newest version of each POC's plan, with what covers it, in one statement."""
    rows = SuccessPlan.objects.filter(poc__in=poc_ids).order_by("poc", "-number").distinct("poc")
    related = ("signature__contact", "agrees_with__signature__contact", "by")
    return {row.poc_id: row for row in rows.select_related(*related)}


def current_plan(poc: Poc) -> SuccessPlan | None:
    """This function will return the newest version of a POC's plan, or None where none is written."""
    return newest_plans([poc.pk]).get(poc.pk)


def newest_measurements(poc_ids: list[int]) -> dict[int, dict[str, Measurement]]:
    """This function will return the newest value of each criterion of each POC, in one statement."""
    rows = Measurement.objects.filter(poc__in=poc_ids).order_by("poc", "criterion", "-id")
    found: dict[int, dict[str, Measurement]] = {pk: {} for pk in poc_ids}
    for row in rows.distinct("poc", "criterion").select_related("by"):
        found[row.poc_id][row.criterion] = row
    return found


def levels_of(opportunity_ids: list[int], now: datetime) -> dict[int, dict[str, Decimal]]:
    """This function will return what each MEDDPICC component counts for, by opportunity and component."""
    return {
        pk: {key: Decimal(each.effective) for key, each in known.standings.items()}
        for pk, known in load_meddpicc(opportunity_ids, now).items()
    }


def lines_of(terms: PlanTerms | None, measured: Mapping[str, Measurement], levels: Mapping[str, Decimal]) -> list[Line]:
    """This function will put each criterion of a plan beside what is known of it (domain §4.3)."""
    criteria = terms.criteria if terms else ()
    values = {key: row.value for key, row in measured.items()}
    values |= {each.key: levels[each.metric] for each in criteria if each.category == "relationship"}
    return [Line(result, measured.get(result.criterion.key)) for result in results_of(criteria, values)]


def time_box(poc: Poc, terms: PlanTerms | None, now: datetime) -> TimeBox:
    """This function will say which day of how many it is; without a plan from the day it was planned."""
    days = TIME_BOX_DAYS + poc.extended_days
    starts_on = terms.starts_on if terms else poc.created_at.date()
    ends_on = terms.ends_on if terms else starts_on + timedelta(days=days)
    until = (poc.ended_at or poc.measured_at or now).date()
    return TimeBox(starts_on, ends_on, max((until - starts_on).days, 0), days)


@dataclass(frozen=True, slots=True)
class PocLine:
    """A deal's newest POC in one line."""

    poc: Poc
    plan_number: int
    is_signed: bool

    @property
    def sentence(self) -> str:
        """Where it stands."""
        if self.poc.outcome:
            return f"{self.poc.get_state_display()}. {self.poc.outcome_sentence}"
        plan = f"plan v{self.plan_number} {'signed' if self.is_signed else 'not signed'}"
        words = plan if self.plan_number else "plan not written"
        return f"{self.poc.get_state_display()}, {words}, led by {self.poc.lead.name}."


def poc_lines(actor: Actor, ids: Sequence[int]) -> dict[int, PocLine]:
    """This function will return the newest POC of each deal that has one, in one statement."""
    plans = SuccessPlan.objects.filter(poc=OuterRef("pk")).order_by("-number")
    signed = Q(signature__isnull=False) | Q(agrees_with__isnull=False)
    rows = _pocs().filter(opportunity__in=visible_to(actor).filter(pk__in=ids))
    rows = rows.order_by("opportunity", "-id").distinct("opportunity")
    rows = rows.annotate(
        plan_number=Subquery(plans.values("number")[:1]),
        is_signed=Subquery(plans.values(covered=ExpressionWrapper(signed, BooleanField()))[:1]),
    )
    return {row.opportunity_id: PocLine(row, row.plan_number or 0, bool(row.is_signed)) for row in rows}


def poc_of(actor: Actor, opportunity_id: int) -> Poc:
    """This function will return the newest POC of an opportunity. Raises: NotVisible, Refused."""
    row = get_visible(actor, opportunity_id)
    found = _pocs().filter(opportunity=row).order_by("-id").first()
    if found is None:
        raise NotVisible("not_found", "This opportunity has no POC.", next_action="Plan one.")
    return found


def session_of(actor: Actor, opportunity_id: int, session_id: int) -> PocSession:
    """This function will return a session of the opportunity. Raises: NotVisible, Refused."""
    row = get_visible(actor, opportunity_id)
    sessions = PocSession.objects.select_related("lead", "poc")
    found = sessions.filter(poc__opportunity=row, pk=session_id).first()
    if found is None:
        raise NotVisible("not_found", "There is no such session here.", next_action="Open the POC.")
    return found


def booking_of(actor: Actor, opportunity_id: int, session_id: int) -> Booking:
    """This function will return the appointment a session belongs to, as it stands now. Raises: NotVisible, Refused."""
    asked = session_of(actor, opportunity_id, session_id)
    sessions = PocSession.objects.filter(poc=asked.poc_id, kind=asked.kind).select_related("lead").order_by("id")
    return booking_with(list(sessions), session_id)


def plan_versions(actor: Actor, poc: Poc) -> QuerySet[SuccessPlan]:
    """This function will list every version of a plan, newest first."""
    related = ("signature__contact", "agrees_with__signature__contact", "by")
    return poc.plans.select_related(*related).order_by("-number")


def champion_choices(actor: Actor, row: Opportunity) -> list[tuple[str, str]]:
    """This function will list the champions of a deal who are still at the customer."""
    found = row.stakeholders.filter(role__in=CHAMPIONS, contact__left_at=None).select_related("contact")
    return [(str(each.contact_id), each.contact.name) for each in found.order_by("contact__name")]


def _pocs() -> QuerySet[Poc]:
    return Poc.objects.select_related("lead", "readout")


def _steps(poc: Poc, plan: SuccessPlan | None, now: datetime) -> tuple[Step, ...]:
    states = ["scheduled", "held", "cancelled"]
    rows = list(poc.sessions.filter(state__in=states).select_related("lead").order_by("id"))
    cancelled = {kind: row for kind, row in {row.kind: row for row in rows}.items() if row.state == "cancelled"}
    sessions = [row for row in rows if row.state != "cancelled"]
    is_signed = plan is not None and plan.covering_signature is not None
    held_kinds = {each.kind for each in sessions if each.state == "held"}
    taken = {each.kind for each in sessions}
    first_free = next((each.key for each in SESSIONS if each.key not in taken), "")
    steps = []
    for template in SESSIONS:
        mine = [each for each in sessions if each.kind == template.key]
        booked = next((each for each in mine if each.state == "scheduled"), None)
        held = [each for each in mine if each.state == "held"]
        waits = template.number >= SIGNED_FROM and not is_signed
        again = template.is_repeatable and bool(held) and not booked and "validation" not in held_kinds
        is_offered = template.key == first_free or again
        shown = booked or (held[-1] if held else None)
        gone = cancelled.get(template.key)
        steps.append(Step(template, shown, len(held), now, waits, is_offered, gone))
    return tuple(steps)
