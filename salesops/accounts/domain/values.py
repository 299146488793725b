"""What the values of an account or a contact must look like, all complaints at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from salesops.accounts.domain import industries, personas
from salesops.accounts.domain.naming import normal_domain, normal_name

ACCOUNT_FIELDS = (
    "name", "domain", "country", "subdivision", "city", "industry", "employees", "annual_revenue",
    "year_established", "parent_id", "owner_id",
)  # fmt: skip
CONTACT_FIELDS = ("account_id", "name", "email", "phone", "title", "persona")
MOST_EMPLOYEES = 10_000_000
MOST_REVENUE = Decimal(100_000_000)
_EMAIL = re.compile(r"^[^@\s\x00-\x1f<>()\[\],;:\\\"]{1,64}@[^@\s]{1,255}$")
_PHONE = re.compile(r"^\+?[0-9 ()./-]{4,40}$")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")
_TEXTS = {"name": 200, "city": 120, "title": 120, "phone": 40}

Complaints = dict[str, list[str]]


def check_account(values: Mapping[str, Any], *, countries: Mapping[str, frozenset[str]], year: int) -> Complaints:
    """This function will list what is wrong with an account's given values; `year` is the current one.

    `countries` maps each country's code to its subdivisions' codes.
    """
    wrong = _texts(values)
    if "name" in values and not normal_name(str(values["name"])):
        wrong.setdefault("name", []).append("Give it a name.")
    if normal_domain(str(values.get("domain") or "")) is None:
        wrong["domain"] = ["This is not a web domain; write it as example.com."]
    country = values.get("country") or ""
    if country and country not in countries:
        wrong["country"] = ["There is no country with this code of two letters."]
    subdivision = values.get("subdivision") or ""
    if subdivision and subdivision not in countries.get(country, frozenset()):
        wrong["subdivision"] = ["The country has no subdivision with this code; write it as US-CA."]
    if (values.get("industry") or "") not in industries.KEYS | {""}:
        wrong["industry"] = ["There is no such industry."]
    wrong |= _numbers(values, year)
    return wrong


def check_contact(values: Mapping[str, Any]) -> Complaints:
    """This function will list what is wrong with a contact's given values."""
    wrong = _texts(values)
    if "name" in values and not str(values["name"]).strip():
        wrong.setdefault("name", []).append("Give the person a name.")
    if len(str(values.get("name") or "")) > 160:
        wrong["name"] = ["At most 160 characters."]
    email = values.get("email") or ""
    if email and (not _EMAIL.match(email) or normal_domain(email) is None or len(email) > 254):
        wrong["email"] = ["This is not an e-mail address."]
    phone = values.get("phone") or ""
    if phone and not _PHONE.match(phone):
        wrong["phone"] = ["This is not a phone number."]
    if (values.get("persona") or "") not in personas.KEYS | {""}:
        wrong["persona"] = ["There is no such persona."]
    return wrong


def _texts(values: Mapping[str, Any]) -> Complaints:
    wrong: Complaints = {}
    for name, longest in _TEXTS.items():
        text = values.get(name) or ""
        if len(text) > longest:
            wrong[name] = [f"At most {longest} characters."]
        elif _CONTROL.search(text):
            wrong[name] = ["Line breaks and control characters are not allowed here."]
    return wrong


def _numbers(values: Mapping[str, Any], year: int) -> Complaints:
    wrong: Complaints = {}
    employees, revenue, founded = (values.get(name) for name in ("employees", "annual_revenue", "year_established"))
    if employees is not None and not 0 <= employees <= MOST_EMPLOYEES:
        wrong["employees"] = [f"Between 0 and {MOST_EMPLOYEES}."]
    if revenue is not None and not (revenue.is_finite() and 0 <= revenue <= MOST_REVENUE):
        wrong["annual_revenue"] = [f"Between 0 and {MOST_REVENUE} million."]
    if founded is not None and not 1000 <= founded <= year:
        wrong["year_established"] = [f"Between 1000 and {year}."]
    return wrong
