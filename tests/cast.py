"""The cast: one person per role, known by first name in every test, and Victor, who may see nothing.

Elena owns; Arjun sells elsewhere; Rosa is regional VP of her region, Tomas of another; Naomi and Owen are
finance; Ingrid leads; Ana validates; Beatriz is customer success; Kim runs operations.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone

from salesops.core.actor import SYSTEM, Actor
from salesops.users.models import RoleGrant, User
from salesops.users.queries import actor_for
from salesops.users.services.create_api_key import create_api_key

REGION = "emea"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PASSWORD = "correct-horse-battery"

CAST: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "elena": ("Elena Petrova", (("ae", REGION),)),
    "arjun": ("Arjun Nair", (("ae", "japac"),)),
    "grace": ("Grace Lindqvist", (("sdr", REGION),)),
    "walt": ("Walt Dreyer", (("bd", REGION),)),
    "beatriz": ("Beatriz Luz", (("csm", REGION),)),
    "tomas": ("Tomas Keller", (("regional_vp", REGION),)),
    "rosa": ("Rosa Villanueva", (("regional_vp", "americas"),)),
    "naomi": ("Naomi Feld", (("vp_finance", ""),)),
    "owen": ("Owen Byrne", (("finance_ops", ""),)),
    "lucia": ("Lucia Amari", (("legal", ""),)),
    "ingrid": ("Ingrid Solheim", (("leader", ""),)),
    "ana": ("Ana Ferreira", (("solutions_engineer", ""),)),
    "piotr": ("Piotr Zielinski", (("cert_sme", ""),)),
    "mei": ("Mei Chen", (("technical_pm", ""),)),
    "sam": ("Sam Okafor", (("engineer", ""),)),
    "rachel": ("Rachel Stone", (("program_manager", ""),)),
    "noor": ("Noor Haddad", (("delivery_manager", ""),)),
    "tim": ("Tim Aldana", (("customer_team", ""),)),
    "ida": ("Ida Holm", (("marketer", ""),)),
    "theo": ("Theo Grant", (("partner_manager", ""),)),
    "kim": ("Kim Sato", (("revops_admin", ""),)),
    "paula": ("Paula Vance", (("partner_rep", ""),)),
    "vera": ("Vera Lind", (("viewer", ""),)),
    "victor": ("Victor Nobody", ()),
    "solo": ("Sasha Bell", (("ae", ""), ("vp_finance", ""), ("regional_vp", ""), ("revops_admin", ""))),
}


@dataclass(frozen=True, slots=True)
class Cast:
    """The people of one test, created as they are first asked for."""

    people: dict[str, User]

    def user(self, name: str) -> User:
        """Return the person as a user."""
        if name not in self.people:
            full_name, grants = CAST[name]
            user = User.objects.create(email=f"{name}@halden.test", name=full_name, password="!")
            RoleGrant.objects.bulk_create(
                RoleGrant(user=user, role=role, region=region, granted_at=timezone.now()) for role, region in grants
            )
            self.people[name] = user
        return self.people[name]

    def actor(self, name: str, via: str = "web") -> Actor:
        """Return the person as somebody who acts."""
        return actor_for(self.user(name), via=via)

    def __getattr__(self, name: str) -> Actor:
        if name.startswith("_") or name not in CAST:
            raise AttributeError(name)
        return self.actor(name)


def hire(first_name: str) -> User:
    """Return one of the cast as a user; a second time it is the same person."""
    known = User.objects.filter(email=f"{first_name}@halden.test").first()
    return known or Cast({}).user(first_name)


def act_as(first_name: str, **how: Any) -> Actor:
    """Return one of the cast as somebody who acts."""
    return actor_for(hire(first_name), **how)


def key_for(first_name: str, *scopes: str) -> str:
    """Make an API key of one of the cast and return the text a program would send."""
    owner = hire(first_name)
    _, text = create_api_key(actor=SYSTEM, now=timezone.now(), owner_id=owner.pk, name=first_name, scopes=scopes)
    return text


def with_password(first_name: str) -> User:
    """Return one of the cast with PASSWORD set, to sign in by the page."""
    user = hire(first_name)
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    return user
