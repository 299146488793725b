"""Bring in what deals refer to, from simple CSV files: products, accounts, and the people of sales teams."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from opportunities.models import Product
from salesops.accounts.domain.industries import SPELLINGS
from salesops.accounts.queries import accounts
from salesops.accounts.services.create_account import create_account
from salesops.charter import Facts, require
from salesops.core.actor import Actor
from salesops.users.models import User
from salesops.users.services.create_person import create_person
from salesops.users.services.grant_role import grant_role


def import_products(*, actor: Actor, sheet: Sequence[Sequence[str]]) -> int:
    """This function will add products by name (columns product, series, sales_price); known ones stay.

    Raises: Refused; KeyError for a missing column.
    """
    require(actor, "import.migrate", Facts())
    rows = [dict(zip(sheet[0], cells, strict=True)) for cells in sheet[1:]]
    known = set(Product.objects.values_list("name", flat=True))
    new = [
        Product(name=row["product"], series=row.get("series", ""), list_price=Decimal(row["sales_price"] or 0))
        for row in rows
        if row["product"] not in known
    ]
    Product.objects.bulk_create(new)
    return len(new)


def import_accounts(*, actor: Actor, now: datetime, sheet: Sequence[Sequence[str]]) -> int:
    """This function will add accounts by name with their size; known ones stay.

    Raises: Refused; KeyError for a missing column.
    """
    require(actor, "import.migrate", Facts())
    rows = [dict(zip(sheet[0], cells, strict=True)) for cells in sheet[1:]]
    known = set(accounts(actor).values_list("name", flat=True))
    with transaction.atomic():
        new = [row for row in rows if row["account"] not in known]
        for row in new:
            create_account(
                actor=actor,
                now=now,
                name=row["account"],
                industry=SPELLINGS.get(row.get("sector", ""), ""),
                employees=int(row["employees"]) if row.get("employees") else None,
                year_established=int(row["year_established"]) if row.get("year_established") else None,
            )
    return len(new)


def import_people(*, actor: Actor, now: datetime, sheet: Sequence[Sequence[str]], domain: str) -> int:
    """This function will add sellers by name (column sales_agent) as account executives without a password.

    Raises: Refused; KeyError for a missing column.
    """
    rows = [dict(zip(sheet[0], cells, strict=True)) for cells in sheet[1:]]
    known = set(User.objects.values_list("name", flat=True))
    new = [row for row in rows if row["sales_agent"] not in known]
    for row in new:
        email = f"{row['sales_agent'].lower().replace(' ', '.')}@{domain}"
        person = create_person(actor=actor, now=now, email=email, name=row["sales_agent"])
        region = row.get("regional_office", "").lower()
        grant_role(actor=actor, now=now, user_id=person.pk, role="ae", region=region)
    return len(new)
