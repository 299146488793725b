"""The demo company's people, teams, absences, rates and products."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from opportunities.services.import_reference import import_products
from opportunities.services.set_rates import set_rates
from salesops.core.actor import SYSTEM, Actor
from salesops.stack.demo_access import DemoSignIn
from salesops.users.domain.scopes import SCOPES
from salesops.users.models import User
from salesops.users.queries import actor_for
from salesops.users.services.change_workspace import change_workspace
from salesops.users.services.create_api_key import create_api_key
from salesops.users.services.create_person import create_person
from salesops.users.services.form_team import form_team
from salesops.users.services.grant_role import grant_role
from salesops.users.services.open_admin import open_admin
from salesops.users.services.set_absence import set_absence

FOLDER = Path(__file__).parent
RATES = {"EUR": "1.08", "GBP": "1.27", "CAD": "0.73", "INR": "0.012", "ARS": "0.0011"}
PRODUCTS = (("Halden Query", 4800), ("Halden Certify", 18000), ("Halden Edge", 9500), ("Halden Commons", 12000))


@dataclass(frozen=True, slots=True)
class People:
    """Everybody by name, and the sign-ins to show."""

    by_name: dict[str, User]
    sign_ins: list[DemoSignIn]


def email_of(name: str) -> str:
    """Return the demo address of a person."""
    plain = name.lower().replace("'", "").replace(" ", ".")
    return f"{plain}@halden.example"


def load_people(now: datetime) -> People:
    """Create the people with their roles and teams, and a sign-in and key for one person of each role."""
    people = People({}, [])
    rows = yaml.safe_load((FOLDER / "people.yaml").read_text(encoding="utf-8"))
    for row in rows:
        _load_person(row, people, now)
    _load_teams(rows, people, now)
    _load_absences(people, now)
    change_workspace(actor=SYSTEM, now=now, company_name="Halden Works")
    return people


def _load_person(row: dict[str, Any], people: People, now: datetime) -> None:
    password = secrets.token_urlsafe(12)
    user = create_person(
        actor=SYSTEM, now=now, email=email_of(row["name"]), name=row["name"], password=password, time_zone=row["zone"]
    )
    people.by_name[row["name"]] = user
    for role, region in row["roles"].items():
        grant_role(actor=SYSTEM, now=now, user_id=user.pk, role=role, region=region)
    if row.get("staff"):
        open_admin(actor=SYSTEM, now=now, user_id=user.pk)
    if "sign_in" in row:
        scopes = sorted(SCOPES)
        _, key = create_api_key(actor=actor_for(user), now=now, owner_id=user.pk, name="Demo key", scopes=scopes)
        people.sign_ins.append(DemoSignIn(row["sign_in"], user.name, user.email, password, key))


def _load_teams(rows: list[dict[str, Any]], people: People, now: datetime) -> None:
    for manager in (row for row in rows if row.get("manages")):
        members = [people.by_name[row["name"]].pk for row in rows if row.get("team") == manager["team"]]
        form_team(
            actor=SYSTEM,
            now=now,
            name=manager["team"],
            region=manager["team"].lower(),
            manager_id=people.by_name[manager["name"]].pk,
            member_ids=members,
        )


def _load_absences(people: People, now: datetime) -> None:
    for row in yaml.safe_load((FOLDER / "people.yaml").read_text(encoding="utf-8")):
        if "deputy" in row:
            set_absence(
                actor=SYSTEM,
                now=now,
                user_id=people.by_name[row["name"]].pk,
                deputy_id=people.by_name[row["deputy"]].pk,
                starts_on=now.date(),
                ends_on=now.date() + timedelta(days=5),
            )


def load_reference(operations: Actor, now: datetime) -> None:
    """Store exchange rates and products."""
    rates = {currency: Decimal(rate) for currency, rate in RATES.items()}
    set_rates(actor=operations, now=now, on=(now - timedelta(days=800)).date(), rates=rates)
    products = [[name, "Halden", str(price)] for name, price in PRODUCTS]
    import_products(actor=operations, sheet=[["product", "series", "sales_price"], *products])
