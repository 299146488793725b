"""What the REST interface reads of proofs of concept: always behind their opportunity."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from opportunities.queries.visible import get_visible
from qualification.models import Measurement, Poc, PocSession, SuccessPlan
from salesops.accounts.queries import contacts
from salesops.core.actor import Actor
from salesops.core.errors import NotVisible


def pocs_of(actor: Actor, opportunity_id: int) -> QuerySet[Poc]:
    """This function will return the POCs of one opportunity, ended ones too. Raises: NotVisible, Refused."""
    return Poc.objects.filter(opportunity=get_visible(actor, opportunity_id))


def poc_record(actor: Actor, poc_id: int) -> Poc:
    """This function will return one POC. Raises: NotVisible, Refused where only the deal's summary is shown."""
    found = Poc.objects.filter(pk=poc_id).first()
    if found is None:
        raise NotVisible("not_found", f"There is no POC {poc_id} for you.", next_action="List the opportunity's POCs.")
    get_visible(actor, found.opportunity_id)
    return found


def sessions_of(actor: Actor, poc_id: int) -> QuerySet[PocSession]:
    """This function will return the sessions of a POC. Raises: NotVisible, Refused."""
    return PocSession.objects.filter(poc=poc_record(actor, poc_id))


def require_session(actor: Actor, poc_id: int, session_id: int) -> None:
    """This function will insist that the POC has the session. Raises: NotVisible, Refused."""
    if not sessions_of(actor, poc_id).filter(pk=session_id).exists():
        raise NotVisible("not_found", f"The POC has no session {session_id}.", next_action="List its sessions.")


def measurements_of(actor: Actor, poc_id: int) -> QuerySet[Measurement]:
    """This function will return every value measured for a POC. Raises: NotVisible, Refused."""
    return Measurement.objects.filter(poc=poc_record(actor, poc_id))


def last_signed(poc: Poc) -> SuccessPlan | None:
    """This function will return the newest version that carries a signature of its own, or None."""
    return poc.plans.filter(signature__isnull=False).select_related("signature").order_by("-number").first()


def names_of_contacts(actor: Actor, ids: Iterable[int]) -> dict[int, str]:
    """This function will return the names of the contacts this person may see, by id."""
    return dict(contacts(actor).filter(pk__in=list(ids)).values_list("pk", "name"))
