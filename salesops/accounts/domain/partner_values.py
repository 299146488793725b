"""What the values of a partner must look like, all complaints at once (domain §11.1)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from salesops.accounts.domain.naming import normal_domain

PARTNER_FIELDS = (
    "name", "domain", "manager_id", "nda_from", "nda_to", "nda_link", "agreement_from", "agreement_to",
    "agreement_link", "fee_percent", "fee_terms",
)  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_LINK = re.compile(r"^https://[^\s]{4,490}$")


def check_partner(values: Mapping[str, Any]) -> dict[str, list[str]]:
    """This function will return what is wrong with a partner's values, by field; nothing means all is well."""
    wrong: dict[str, list[str]] = {}
    name = values.get("name") or ""
    if not 1 <= len(name) <= 160 or _CONTROL.search(name):
        wrong["name"] = ["Give it a name of at most 160 characters."]
    if normal_domain(values.get("domain") or "") is None:
        wrong["domain"] = ["This is not a web domain."]
    if len(values.get("fee_terms") or "") > 400:
        wrong["fee_terms"] = ["At most 400 characters."]
    fee = values.get("fee_percent")
    if fee is not None and not 0 <= fee <= 100:
        wrong["fee_percent"] = ["Between 0 and 100."]
    for link in ("nda_link", "agreement_link"):
        if values.get(link) and not _LINK.match(values[link]):
            wrong[link] = ["A link begins with https://."]
    return wrong | _papers(values)


def _papers(values: Mapping[str, Any]) -> dict[str, list[str]]:
    wrong: dict[str, list[str]] = {}
    first, last = values.get("nda_from"), values.get("nda_to")
    if bool(first) != bool(last):
        wrong["nda_to" if first else "nda_from"] = ["Name both days of the agreement."]
    for paper in ("nda", "agreement"):
        first, last = values.get(f"{paper}_from"), values.get(f"{paper}_to")
        if first and last and last < first:
            wrong[f"{paper}_to"] = ["It ends before it begins."]
    if values.get("agreement_to") and not values.get("agreement_from"):
        wrong["agreement_from"] = ["Name the first day, too."]
    return wrong
