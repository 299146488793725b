"""What the values of a lead must look like, all complaints at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from salesops.accounts.domain.values import Complaints, check_account, check_contact
from salesops.intake.domain.leads import TIMELINES

# Our field → the field of an account or contact that is held to the same.
COMPANY_FIELDS = {"company": "name"} | {
    name: name for name in ("domain", "country", "subdivision", "city", "industry", "employees")
}
PERSON_FIELDS = {
    "person_name": "name", "person_email": "email", "person_phone": "phone", "person_title": "title",
    "persona": "persona",
}  # fmt: skip
WANT_FIELDS = ("note", "use_case", "timeline", "product_line", "technology", "postal_code")
LEAD_FIELDS = (*COMPANY_FIELDS, *PERSON_FIELDS, *WANT_FIELDS)
_LONGEST = {"note": 5000, "use_case": 120, "product_line": 60, "technology": 120, "postal_code": 12}


def check_lead(values: Mapping[str, Any], *, countries: Mapping[str, frozenset[str]], year: int) -> Complaints:
    """This function will list what is wrong with a lead's given values; `year` is the current one."""
    wrong: Complaints = {name: ["There is no such field."] for name in sorted(values.keys() - set(LEAD_FIELDS))}
    company = {theirs: values[ours] for ours, theirs in COMPANY_FIELDS.items() if ours in values}
    person = {theirs: values[ours] for ours, theirs in PERSON_FIELDS.items() if values.get(ours)}
    wrong |= _renamed(check_account(company, countries=countries, year=year), COMPANY_FIELDS)
    wrong |= _renamed(check_contact(person), PERSON_FIELDS)
    for name, longest in _LONGEST.items():
        if len(str(values.get(name) or "")) > longest:
            wrong[name] = [f"At most {longest} characters."]
    if (values.get("timeline") or "") not in dict(TIMELINES) | {"": ""}:
        wrong["timeline"] = ["There is no such timeline."]
    return wrong


def _renamed(complaints: Complaints, names: Mapping[str, str]) -> Complaints:
    ours = {theirs: name for name, theirs in names.items()}
    return {ours.get(name, name): sentences for name, sentences in complaints.items()}
