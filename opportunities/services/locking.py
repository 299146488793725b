"""The first step of every service of layer 2: lock the opportunity, then ask the charter."""

from __future__ import annotations

from django.db.models import CharField, F, Func, Subquery, Value

from opportunities.models import Opportunity
from opportunities.queries.visible import charter_facts, one_of, visible_to
from salesops.charter import require
from salesops.charter.facts import Facts
from salesops.charter.refusals import refusal
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Conflict, StaleVersion
from salesops.db.acting import SETTING
from salesops.users.models import WorkspaceSetting


def lock_opportunity(actor: Actor, opportunity_id: int, *, expected_version: int | None = None) -> Opportunity:
    """This function will lock one opportunity until the transaction ends: always the first lock taken.

    The same statement tells PostgreSQL who acts, for the field history, and reads the operating mode.

    Raises: NotVisible; StaleVersion where `expected_version` is given and no longer current.
    """
    rows = visible_to(actor).annotate(
        acting=Func(
            Value(SETTING),
            Value(str(actor.user_id or "")),
            Value(value=True),
            function="set_config",
            output_field=CharField(),
        ),
        team_mode=Subquery(WorkspaceSetting.objects.values("team_mode")[:1]),
        account_name=F("account__name"),
    )
    found = one_of(rows.select_for_update(of=("self",)), opportunity_id)
    require_version(found, found.name, expected_version, found.version)
    return found


def require_version(opportunity: Opportunity, what: str, read: int | None, newest: int) -> None:
    """This function will insist that the newest version of something of the deal was read; None asks for nothing.

    Raises: StaleVersion naming both.
    """
    if read is not None and read != newest:
        raise StaleVersion(
            "stale_version",
            f"{what} was changed since you read it (version {read}, now {newest}).",
            next_action="Read it again and repeat your change.",
            version=newest,
            subject=ref(opportunity),
        )


def ref(opportunity: Opportunity) -> RecordRef:
    """This function will return how ledger and events name the opportunity."""
    return RecordRef("opportunity", opportunity.pk)


def facts_of(opportunity: Opportunity, actor: Actor) -> Facts:
    """This function will return the charter's facts of a locked opportunity."""
    return charter_facts(opportunity, actor, getattr(opportunity, "team_mode", "organisation"))


def require_action(actor: Actor, action: str, opportunity: Opportunity) -> None:
    """This function will ask the charter. Raises: Refused with code, sentence and next action."""
    require(actor, action, facts_of(opportunity, actor))


def require_open(opportunity: Opportunity, action: str) -> None:
    """This function will insist that the opportunity is open. Raises: Conflict R28."""
    if not opportunity.is_open:
        why = refusal("R28")
        raise Conflict(
            why.code,
            f"{opportunity.name} is closed ({opportunity.stage_kind}). Nothing was changed.",
            next_action=why.next_action,
            action=action,
            subject=ref(opportunity),
        )
