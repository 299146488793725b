"""Create an opportunity at the first stage of a published process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from opportunities import events
from opportunities.domain.amounts import deal_name
from opportunities.domain.lifecycles import NOTHING_KNOWN, Situation
from opportunities.models import Opportunity, StageEvent
from opportunities.queries.subtypes import proposal_for
from opportunities.services.checking import faults_of
from opportunities.services.choose_process import choose_process
from opportunities.services.moving import standing
from opportunities.services.owning import require_may_own
from opportunities.services.placing import place
from opportunities.services.pricing import price
from opportunities.services.telling import tell
from salesops.accounts.queries import account_by_id
from salesops.charter import Facts, require
from salesops.core.actor import Actor
from salesops.core.errors import Invalid
from salesops.process.domain.definition import Definition
from salesops.process.models import ProcessDefinition
from salesops.process.queries import definition_of, published_definition
from salesops.users.queries import actor_for, person, workspace

CHECKED = ("close_date expected_purchase_date renewal_date recurring one_time base_acv term_months product_id").split()


@dataclass(frozen=True, slots=True)
class NewOpportunity:
    """What is known of an opportunity when it is opened. Money is over the whole term, in `currency`.

    A `subtype` given is confirmed by giving it; without one the rule proposes it (domain §2.1). Without a `process`
    the `situation` proposes one; another one than proposed wants a `process_reason` (domain §2.2).
    """

    process: str = ""
    account_id: int | None = None
    name: str = ""
    use_case: str = ""
    subtype: str = ""
    source: str = "other"
    owner_id: int | None = None
    product_id: int | None = None
    currency: str = ""
    recurring: Decimal = Decimal(0)
    one_time: Decimal = Decimal(0)
    term_months: int = 12
    base_acv: Decimal = Decimal(0)
    close_date: date | None = None
    expected_purchase_date: date | None = None
    renewal_date: date | None = None
    problem: str = ""
    region: str = ""
    source_system: str = ""
    source_key: str = ""
    reengagement_of_id: int | None = None
    lead_id: int | None = None
    situation: Situation = NOTHING_KNOWN
    process_reason: str = ""


# What goes onto the record as it was given.
AS_GIVEN = (
    "source lead_id product_id close_date expected_purchase_date renewal_date source_system source_key "
    "reengagement_of_id recurring one_time term_months base_acv"
).split()


def create(*, actor: Actor, now: datetime, new: NewOpportunity) -> Opportunity:
    """This function will open an opportunity and pin the newest published version of its process (domain §2.6).

    The owner is the actor unless another person is named; only roles the process permits may own.

    Raises: Refused (R22 where the account is another territory's or in dispute), Conflict R25 if the process is not
    published, Invalid, NotVisible for the account.
    """
    with transaction.atomic():
        require(actor, "opp.create", Facts())
        _check(new)
        chosen = choose_process(new.process, new.situation, new.process_reason)
        pinned = published_definition(chosen.key)
        definition = definition_of(pinned.pk)
        opportunity, owner = _build(actor, now, new, pinned, definition)
        placed = place(opportunity, actor=actor, owner=owner, now=now, action="opp.create")
        opportunity.territory_id = placed.territory_id
        opportunity.save(force_insert=True)
        StageEvent.objects.create(
            opportunity=opportunity,
            seq=1,
            move="created",
            to_stage=opportunity.stage,
            at=now,
            actor_id=actor.user_id,
            via=actor.via,
            probability=opportunity.probability,
            reason=chosen.reason,
            **standing(opportunity),
        )
        data = {"process": definition.name, "stage": opportunity.stage, "name": opportunity.name}
        data |= chosen.told | placed.told
        tell(opportunity, events.CREATED, actor=actor, now=now, data=data)
        return opportunity


def _check(new: NewOpportunity) -> None:
    given = {name: getattr(new, name) for name in CHECKED}
    if faults := faults_of({name: value for name, value in given.items() if value is not None}):
        raise Invalid(faults)


def _build(
    actor: Actor, now: datetime, new: NewOpportunity, pinned: ProcessDefinition, definition: Definition
) -> tuple[Opportunity, Actor]:
    account = account_by_id(actor, new.account_id) if new.account_id else None
    owner = _owner(actor, new, definition)
    first = definition.first_stage
    account_name = account.name if account else ""
    subtype = _subtype(new, definition, account_name, now)
    opportunity = Opportunity(
        definition=pinned,
        stage=first.key,
        stage_kind="open",
        probability=first.probability,
        forecast_category=first.forecast,
        stage_entered_at=now,
        qualified_at=now if first.is_qualified else None,
        created_at=now,
        updated_at=now,
        name=new.name.strip()
        or deal_name(account=account_name, use_case=new.use_case, subtype=subtype, month=f"{now:%Y-%m}"),
        use_case=new.use_case.strip(),
        account=account,
        subtype=subtype,
        subtype_confirmed_at=now if new.subtype else None,
        owner_id=owner.person_id,
        originator_id=actor.user_id,
        region=new.region or min(owner.regions, default=""),
        problem=new.problem.strip(),
        currency=new.currency or workspace().reporting_currency,
        **{field: getattr(new, field) for field in AS_GIVEN},
    )
    price(opportunity, definition, now=now)
    return opportunity, owner


def _owner(actor: Actor, new: NewOpportunity, definition: Definition) -> Actor:
    owner = actor if new.owner_id in (None, actor.user_id) else actor_for(person(actor, new.owner_id))
    require_may_own(owner, definition)
    return owner


def _subtype(new: NewOpportunity, definition: Definition, account_name: str, now: datetime) -> str:
    if not new.subtype:
        return proposal_for(
            definition,
            account_id=new.account_id,
            account=account_name,
            use_case=new.use_case,
            recurring=new.recurring,
            term_months=new.term_months,
            base_acv=new.base_acv,
            now=now,
        ).subtype
    if new.subtype not in definition.subtypes:
        raise Invalid({"subtype": [f"{definition.key} takes {', '.join(definition.subtypes)}."]})
    return new.subtype
