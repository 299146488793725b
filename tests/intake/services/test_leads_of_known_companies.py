"""A lead of a company we know is whose the account is: family, fiscal segment, named account (domain §5.2, §11.7)."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.utils import timezone

from salesops.accounts.models import Account
from salesops.accounts.services.amend_account import amend_account
from salesops.accounts.services.create_account import create_account
from salesops.intake.queries.ownership import domain_of, resolve_leads
from salesops.intake.services.follow_map import follow_map
from salesops.territories.models import Territory
from salesops.territories.services.name_account import name_account
from tests.cast import Cast
from tests.intake.leads import a_lead
from tests.territories.atlas import draw

pytestmark = pytest.mark.django_db
INDIA = {"country": "IN", "subdivision": "", "city": "Pune", "person_email": "asha@lotus.example", "domain": ""}


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def made(cast: Cast, now: datetime) -> dict[str, Territory]:
    return draw(cast, now=now)


def lotus(cast: Cast, now: datetime, **values: object) -> Account:
    known = {"actor": cast.kim, "now": now, "name": "Lotus", "domain": "lotus.example", "country": "IN"}
    return create_account(**(known | {"employees": 5000} | values))


def territory_of(cast: Cast, made: dict[str, Territory], now: datetime, **values: object) -> str:
    lead = a_lead(cast, by="ida", source="event", now=now, **(INDIA | values))
    return next((name for name, row in made.items() if row.pk == lead.territory_id), "")


def test_its_size_is_the_accounts_whatever_the_form_says(cast: Cast, made: dict[str, Territory], now: datetime) -> None:
    assert territory_of(cast, made, now, employees=40) == "India Mid-Market"
    lotus(cast, now)
    assert territory_of(cast, made, now, employees=40) == "India Enterprise"


def test_the_family_decides(cast: Cast, made: dict[str, Territory], now: datetime) -> None:
    top = lotus(cast, now, name="Lotus Group", domain="lotus-group.example")
    lotus(cast, now, employees=30, parent_id=top.pk)
    assert territory_of(cast, made, now, employees=30) == "India Enterprise"


def test_the_segment_stays_for_the_fiscal_year(cast: Cast, made: dict[str, Territory], now: datetime) -> None:
    account = lotus(cast, now)
    amend_account(actor=cast.kim, now=now, account_id=account.pk, version=account.version, values={"employees": 50})
    assert territory_of(cast, made, now) == "India Enterprise"


def test_a_named_account_brings_its_leads_along(cast: Cast, made: dict[str, Territory], now: datetime) -> None:
    account = lotus(cast, now)
    lead = a_lead(cast, by="ida", source="event", now=now, **INDIA)
    reason = "Agreed with both regions."
    name_account(actor=cast.kim, now=now, account_id=account.pk, territory_id=made["EMEA"].pk, reason=reason)
    assert resolve_leads([lead], now)[0].territory == "EMEA"
    assert follow_map(now=now) == 1
    lead.refresh_from_db()
    assert lead.territory_id == made["EMEA"].pk


def test_where_the_account_has_no_place_the_lead_s_counts(
    cast: Cast, made: dict[str, Territory], now: datetime
) -> None:
    lotus(cast, now, country="")
    assert territory_of(cast, made, now) == "India Enterprise"


def test_two_accounts_of_one_domain_are_nobody_s_guess(cast: Cast, made: dict[str, Territory], now: datetime) -> None:
    lotus(cast, now)
    lotus(cast, now, name="Lotus Labs")
    assert territory_of(cast, made, now, employees=40) == "India Mid-Market"


def test_free_mail_names_no_company(cast: Cast) -> None:
    assert domain_of(a_lead(cast, domain="", person_email="asha@gmail.com")) == ""
    assert domain_of(a_lead(cast, domain="", person_email="asha@lotus.example")) == "lotus.example"
