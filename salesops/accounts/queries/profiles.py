"""Read the profiles: what scores are made by now, and every version there was (domain §11.7)."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from salesops.accounts.domain.icp import IcpRules
from salesops.accounts.domain.personas import PersonaRules
from salesops.accounts.domain.profiles import Profiles
from salesops.accounts.models import ProfileVersion
from salesops.accounts.queries import sees_customers
from salesops.charter import Facts, decide
from salesops.core.actor import Actor
from salesops.core.errors import NotVisible

NO_PROFILE = ("profile_not_found", "There is no such version of a profile here.")


def profiles_in_force() -> Profiles:
    """This function will return the version of each profile that was published last."""
    published = ProfileVersion.objects.filter(published_at__isnull=False)
    return _profiles(published.order_by("kind", "-number").distinct("kind"))


def profiles_of(*, icp: int, persona: int) -> Profiles:
    """This function will return the versions that something was scored by."""
    return _profiles(ProfileVersion.objects.filter(Q(kind="icp", number=icp) | Q(kind="persona", number=persona)))


def may_publish(actor: Actor) -> bool:
    """This function will say whether the actor writes and publishes profiles."""
    return decide(actor, "profile.publish", Facts()).allowed


def profile_versions(actor: Actor) -> QuerySet[ProfileVersion]:
    """This function will return the versions the actor may read, newest first.

    Drafts are those of who publishes them; partners' people read none.
    """
    rows = ProfileVersion.objects.select_related("author", "published_by").order_by("kind", "-number")
    if may_publish(actor):
        return rows
    return rows.filter(published_at__isnull=False) if sees_customers(actor) else rows.none()


def profile_version(actor: Actor, kind: str, number: int) -> ProfileVersion:
    """This function will return one version. Raises: NotVisible where there is none for this actor."""
    found = profile_versions(actor).filter(kind=kind, number=number).first()
    if found is None:
        raise NotVisible(*NO_PROFILE)
    return found


def version_in_force(actor: Actor, kind: str) -> ProfileVersion:
    """This function will return the version of a profile that was published last. Raises: NotVisible."""
    found = profile_versions(actor).filter(kind=kind, published_at__isnull=False).first()
    if found is None:
        raise NotVisible(*NO_PROFILE)
    return found


def _profiles(rows: QuerySet[ProfileVersion]) -> Profiles:
    found = {row.kind: (row.number, row.rules) for row in rows}
    return Profiles(IcpRules.read(*found["icp"]), PersonaRules.read(*found["persona"]))
