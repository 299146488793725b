"""What the sub-type rule needs to know: the agreements a customer holds (domain §2.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import connection

from opportunities.domain.amounts import amounts, deal_name
from opportunities.domain.lifecycles import NOTHING_KNOWN, Situation
from opportunities.domain.subtypes import Agreement, Proposal, propose
from opportunities.models import Opportunity
from opportunities.queries.lifecycles import propose_process
from opportunities.queries.visible import get_visible
from salesops.accounts.queries import account_by_id
from salesops.core.actor import Actor
from salesops.core.errors import Conflict, NotVisible
from salesops.process.domain.definition import Definition
from salesops.process.queries import definition_of, published_definition


def running_agreements(account_id: int | None, *, now: datetime) -> list[Agreement]:
    """This function will list what the customer still holds, the longest running first (domain §2.1)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, until FROM running_agreements(%s, %s)", [account_id, now])
        return [Agreement(*row) for row in cursor.fetchall()]


def proposal_for(
    definition: Definition,
    *,
    account_id: int | None,
    account: str,
    use_case: str,
    recurring: Decimal,
    term_months: int,
    base_acv: Decimal,
    now: datetime,
) -> Proposal:
    """This function will propose the sub-type of a deal that does not exist yet (domain §2.1)."""
    values = amounts(
        recurring=recurring,
        one_time=Decimal(0),
        term_months=term_months,
        subtype="renewal",
        base_acv=base_acv,
        basis=definition.amount_basis,
    )
    return propose(
        allowed=definition.subtypes,
        account=account,
        use_case=use_case,
        agreements=running_agreements(account_id, now=now),
        acv=values.acv,
        base_acv=base_acv,
    )


def proposal_of(row: Opportunity, *, now: datetime, agreements: Sequence[Agreement] | None = None) -> Proposal:
    """This function will propose the sub-type of a deal as it stands; `agreements` spares reading those that run."""
    return propose(
        allowed=definition_of(row.definition_id).subtypes,
        account=row.account.name if row.account else "",
        use_case=row.use_case,
        agreements=running_agreements(row.account_id, now=now) if agreements is None else agreements,
        acv=row.acv,
        base_acv=row.base_acv,
    )


@dataclass(frozen=True, slots=True)
class Subtype:
    """A deal with the sub-type the rule proposes, and those its process takes."""

    opportunity: Opportunity
    proposal: Proposal
    allowed: tuple[str, ...]


def subtype_of(actor: Actor, opportunity_id: int, *, now: datetime) -> Subtype:
    """This function will read one deal's sub-type beside the rule's proposal. Raises: NotVisible, Refused."""
    row = get_visible(actor, opportunity_id)
    return Subtype(row, proposal_of(row, now=now), definition_of(row.definition_id).subtypes)


@dataclass(frozen=True, slots=True)
class Draft:
    """What is typed so far of a deal to open."""

    process: str = ""
    account_id: int | None = None
    new_account: str = ""
    use_case: str = ""
    subtype: str = ""
    recurring: Decimal = Decimal(0)
    term_months: int = 12
    base_acv: Decimal = Decimal(0)
    situation: Situation = NOTHING_KNOWN


@dataclass(frozen=True, slots=True)
class Preview:
    """What a deal would become: its sub-type by rule, the one it gets, its name."""

    proposal: Proposal
    subtype: str
    name: str


def preview(actor: Actor, draft: Draft, *, now: datetime) -> Preview | None:
    """This function will say what a deal would become; None where there is no such process or account yet."""
    try:
        process = draft.process or (propose_process(draft.situation).process if draft.situation.is_known else "")
        definition = definition_of(published_definition(process).pk)
        account = account_by_id(actor, draft.account_id).name if draft.account_id else draft.new_account.strip()
    except (NotVisible, Conflict):
        return None
    proposal = proposal_for(
        definition,
        account_id=draft.account_id,
        account=account,
        use_case=draft.use_case,
        recurring=draft.recurring,
        term_months=draft.term_months,
        base_acv=draft.base_acv,
        now=now,
    )
    subtype = draft.subtype if draft.subtype in definition.subtypes else proposal.subtype
    name = deal_name(account=account, use_case=draft.use_case.strip(), subtype=subtype, month=f"{now:%Y-%m}")
    return Preview(proposal, subtype, name)
