"""Reads of a POC's extensions, and which part of one a person may give."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db.models import QuerySet

from opportunities.models import Opportunity
from opportunities.queries.visible import charter_facts
from qualification.domain.poc import MOST_EXTENSIONS
from qualification.models import Extension, Poc
from qualification.queries.poc_api import poc_record
from salesops.charter import decide
from salesops.core.actor import Actor

VALIDATION, REGIONAL_VP = "validation", "regional_vp"


@dataclass(frozen=True, slots=True)
class MoreTime:
    """The extensions of one POC as its page shows them, and the part of what is asked that the reader may give."""

    rows: tuple[Extension, ...] = ()
    part: str = ""

    @property
    def asked(self) -> Extension | None:
        """What waits for a word."""
        return next((each for each in self.rows if each.is_asked), None)

    @property
    def given(self) -> list[Extension]:
        """What two people gave."""
        return [each for each in self.rows if each.is_given]

    @property
    def may_be_asked(self) -> bool:
        """Whether more time can be asked for at all."""
        return self.asked is None and len(self.given) < MOST_EXTENSIONS


def more_time(actor: Actor, row: Opportunity, poc: Poc) -> MoreTime:
    """This function will read a POC's extensions with everybody named in them, in one statement."""
    related = ("asked_by", "validator", "regional_vp", "refused_by")
    rows = tuple(poc.extensions.select_related(*related).order_by("id"))
    asked = next((each for each in rows if each.is_asked), None)
    return MoreTime(rows, open_part(actor, row, asked) if asked else "")


def extensions_of(actor: Actor, poc_id: int) -> QuerySet[Extension]:
    """This function will list what was asked for a POC, oldest first. Raises: NotVisible, Refused."""
    return Extension.objects.filter(poc=poc_record(actor, poc_id)).order_by("id")


def open_part(actor: Actor, row: Opportunity, extension: Extension, team_mode: str = "organisation") -> str:
    """This function will return the part of an extension that this person may give, or '' (domain §4.2).

    Nobody gives both, outside solo mode; the owner and, of the second part, whoever asked give none.
    """
    facts = charter_facts(row, actor, team_mode)
    is_second = team_mode == "solo" or actor.user_id not in (extension.validator_id, extension.regional_vp_id)
    if not is_second or not extension.is_asked:
        return ""
    if extension.validator_id is None and decide(actor, "validation.decide", facts).allowed:
        return VALIDATION
    given = replace(facts, step_role=REGIONAL_VP, requester_id=extension.asked_by_id)
    if extension.regional_vp_id is None and decide(actor, "approval.decide", given).allowed:
        return REGIONAL_VP
    return ""
