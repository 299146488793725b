"""Write the mutual success plan: each time a new version."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from opportunities.models import Opportunity
from opportunities.services.locking import ref
from opportunities.services.reach_milestone import revoke_where_reached
from opportunities.services.telling import tell
from qualification import events
from qualification.domain.plan_changes import stale_values
from qualification.domain.poc import TIME_BOX_DAYS
from qualification.domain.success_plan import (
    PlanTerms,
    fingerprint,
    needs_signature,
    plan_faults,
    terms_as_data,
    terms_from_data,
)
from qualification.models import Poc, SuccessPlan
from qualification.queries.poc import current_plan
from qualification.services.poc_locking import is_signed, lock_poc, require_state
from salesops.accounts.queries import contacts
from salesops.core.actor import Actor
from salesops.core.errors import Invalid, StaleVersion

ACTION = "poc.plan"


def write_success_plan(
    *,
    actor: Actor,
    now: datetime,
    poc_id: int,
    terms: PlanTerms,
    expected_version: int | None = None,
    read_number: int | None = None,
) -> SuccessPlan:
    """This function will add a version of the plan; the same terms again change nothing (domain §4.2).

    `read_number` is the version of the plan that the writer began from, 0 where there was none.

    The champion's signature goes on covering it unless a must-criterion, the scope, or the dates by more than
    7 days differ from what was signed; then the version is unsigned and Tech Win is revoked.

    Raises: NotVisible, Refused, Conflict where measuring is over, Invalid naming each wrong field, StaleVersion.
    """
    with transaction.atomic():
        poc, opportunity = lock_poc(actor, poc_id, ACTION, expected_version=expected_version)
        require_state(poc, opportunity, ACTION, "planned", "running")
        _check(actor, poc, opportunity, terms)
        newest = current_plan(poc)
        mark = fingerprint(terms)
        if newest and newest.fingerprint == mark:
            return newest
        _require_read(opportunity, newest, read_number, terms)
        base = _signed_base(newest)
        open_points = needs_signature(terms_from_data(base.terms), terms) if base else []
        plan = SuccessPlan.objects.create(
            poc=poc,
            number=newest.number + 1 if newest else 1,
            terms=terms_as_data(terms),
            fingerprint=mark,
            agrees_with=base if base and not open_points else None,
            by_id=actor.person_id,
            at=now,
        )
        data = {"poc_id": poc.pk, "number": plan.number, "fingerprint": mark, "needs_signature": open_points}
        tell(opportunity, events.POC_PLAN_WRITTEN, actor=actor, now=now, data=data)
        if open_points:
            reason = f"The success plan changed: {' '.join(open_points)}"
            revoke_where_reached(opportunity, "tech_win", reason, actor=actor, now=now)
        return plan


def _require_read(
    opportunity: Opportunity, newest: SuccessPlan | None, read_number: int | None, terms: PlanTerms
) -> None:
    if newest is None or read_number is None or read_number == newest.number:
        return
    read = newest.poc.plans.filter(number=read_number).first()
    raise StaleVersion(
        "stale_version",
        f"{newest.by.name} wrote version {newest.number} while you were writing. Nothing was saved.",
        next_action="Look at both; saving again puts yours in the place of theirs.",
        conflicts=stale_values(terms_from_data(read.terms) if read else None, terms, terms_from_data(newest.terms)),
        subject=ref(opportunity),
    )


def _signed_base(newest: SuccessPlan | None) -> SuccessPlan | None:
    if newest is None or not is_signed(newest):
        return None
    return newest.agrees_with or newest


def _check(actor: Actor, poc: Poc, opportunity: Opportunity, terms: PlanTerms) -> None:
    faults = plan_faults(terms)
    longest = TIME_BOX_DAYS + poc.extended_days
    if terms.ends_on - terms.starts_on > timedelta(days=longest):
        faults["ends_on"] = [f"A POC takes at most {longest} days; ask for an extension."]
    named = {each.contact_id for each in terms.participants}
    known = set(contacts(actor, account_id=opportunity.account_id).values_list("pk", flat=True))
    if named - known:
        faults["participants"] = ["Every participant is a contact of this account."]
    if faults:
        raise Invalid(faults)
