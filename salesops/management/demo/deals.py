"""The demo company's open deals: placed where they stand, with what is on record for each."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import yaml

from opportunities.models import Opportunity
from opportunities.services.assign_layer import assign_layer
from opportunities.services.place_imported import Placement, place_imported
from opportunities.services.pricing import price
from salesops.accounts.models import Account, Contact
from salesops.accounts.services.create_account import create_account
from salesops.accounts.services.create_contact import create_contact
from salesops.core.actor import Actor
from salesops.management.demo.closing import bring_to_closing
from salesops.management.demo.evidence import CONTACT_NAMES, record_evidence
from salesops.management.demo.help import ask_around
from salesops.management.demo.people import FOLDER, RATES, People
from salesops.management.demo.scene import Scene
from salesops.management.demo.territories import verify_headquarters
from salesops.process.queries import definition_of, published_definition
from salesops.users.queries import actor_for

REGIONS = {"US": "americas", "CA": "americas", "AR": "americas", "CL": "americas", "IN": "japac", "SG": "japac"}
VPS = {"americas": "Rosa Villanueva", "emea": "Tomas Keller", "japac": "Priya Raman"}
LAYERS: dict[str, dict[int, str]] = {
    "generic.three_stage": {3: "Ana Ferreira", 4: "Naomi Feld"},
    "nb.edge": {3: "Ana Ferreira", 4: "Naomi Feld"},
    "nb.scale": {3: "Ana Ferreira", 4: "Naomi Feld"},
    "nb.community": {3: "Sam Okafor", 4: "Ingrid Solheim"},
    "renewal.community": {4: "Naomi Feld"},
}


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the loader stands: the day it loads for, operations' actor, everybody, the accounts so far."""

    now: datetime
    operations: Actor
    people: People
    accounts: dict[str, tuple[Account, list[Contact]]] = field(default_factory=dict)


def load_deals(stage: Stage) -> int:
    """Place the open deals and record their evidence; return how many."""
    rows = yaml.safe_load((FOLDER / "deals.yaml").read_text(encoding="utf-8"))
    for number, row in enumerate(rows):
        account, contacts = account_of(stage, row, number)
        opportunity_id = _place(stage, row, account)
        owner = actor_for(stage.people.by_name[row["owner"]])
        leader = actor_for(stage.people.by_name[VPS[REGIONS.get(row["at"][0], "emea")]])
        lead = actor_for(stage.people.by_name["Ana Ferreira"])
        scene = Scene(owner, leader, lead, stage.now, opportunity_id, contacts, row)
        record_evidence(scene)
        bring_to_closing(scene, stage.people)
        for layer, name in row.get("layers", LAYERS[row["process"]]).items():
            assign_layer(
                actor=owner,
                now=stage.now,
                opportunity_id=opportunity_id,
                layer=layer,
                person_id=stage.people.by_name[name].pk,
            )
        people = stage.people.by_name
        ask_around(owner=owner, people=people, deal_id=opportunity_id, key=row["id"], now=stage.now)
    return len(rows)


def account_of(stage: Stage, row: dict[str, Any], number: int) -> tuple[Account, list[Contact]]:
    """Return the deal's account with its two contacts, created at the first deal."""
    if row["account"] in stage.accounts:
        return stage.accounts[row["account"]]
    country, subdivision, city = row["at"]
    account = create_account(
        actor=stage.operations,
        now=stage.now,
        name=row["account"],
        country=country,
        subdivision=subdivision,
        city=city,
        industry=row.get("industry", ""),
        employees=row.get("staff"),
    )
    verify_headquarters(stage.operations, account, stage.now)
    names = [CONTACT_NAMES[(2 * number + index) % len(CONTACT_NAMES)] for index in (0, 1)]
    titles = (("Chief financial officer", "finance"), ("Head of data", "technical_lead"))
    contacts = [
        create_contact(
            actor=stage.operations,
            now=stage.now,
            account_id=account.pk,
            name=name,
            title=title,
            persona=persona,
            email=f"{name.split()[0].lower()}.{account.pk}@customer.example",
        )
        for name, (title, persona) in zip(names, titles, strict=True)
    ]
    stage.accounts[row["account"]] = account, contacts
    return account, contacts


def _place(stage: Stage, row: dict[str, Any], account: Account) -> int:
    pinned = published_definition(row["process"])
    definition = definition_of(pinned.pk)
    currency = row.get("cur", "USD")
    entered = stage.now - timedelta(days=row["days"])
    opportunity = Opportunity(
        definition=pinned,
        name=f"{row['account']} – {row['use']}",
        use_case=row["use"],
        account=account,
        subtype=row.get("subtype", "new_business"),
        source=row.get("source", "outbound_ae"),
        source_system="demo",
        source_key=row["id"],
        owner=stage.people.by_name[row["owner"]],
        originator=stage.people.by_name[row.get("originator", row["owner"])],
        region=REGIONS.get(row["at"][0], "emea"),
        currency=currency,
        close_date=(stage.now + timedelta(days=row["close"])).date(),
        renewal_date=(stage.now + timedelta(days=row["renewal"])).date() if "renewal" in row else None,
        **_money(definition.amount_basis, row["amount"], currency),
    )
    price(opportunity, definition, now=stage.now)
    placed = Placement(opportunity, row["stage"], entered - timedelta(days=21), entered, {"source": "demo"})
    return place_imported(actor=stage.operations, now=stage.now, definition=definition, placements=[placed])[0]


def _money(basis: str, amount_usd: int, currency: str) -> dict[str, Decimal]:
    """Turn the amount in US dollars into fees in the deal's currency: yearly, or once where the process counts TCV."""
    rate = Decimal(RATES.get(currency, "1"))
    value = (Decimal(amount_usd) / rate).quantize(Decimal(100))
    return {"one_time": value} if basis == "tcv" else {"recurring": value}
