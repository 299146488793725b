"""The ten answers of an introduction, and the questions asked on its receipt (domain §11.1)."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date

from salesops.accounts.domain.naming import is_free_mail, normal_domain, normal_name
from salesops.intake.domain.introductions import BUYER_ROLES
from salesops.intake.domain.timeline import read_timeline

SHORTEST_PROBLEM = 40
# The ten that are asked, in order; two of them open a line of their own.
QUESTIONS = ("website", "company", "country", "city", "buyer", "email", "agreed", "timeline", "problem", "promised")
OPENED = {"agreed": "agreed_on", "promised": "promised_what"}
FIELDS = (*QUESTIONS, *OPENED.values())
LONGEST = {
    "website": 253, "company": 200, "country": 2, "city": 120, "buyer": 280, "email": 254, "agreed": 3, "agreed_on": 10,
    "timeline": 300, "problem": 4000, "promised": 3, "promised_what": 600,
}  # fmt: skip
DETAILS = {
    "buyer_phone": 40, "buyer_role": 12, "known_how": 300, "current_setup": 600, "other_vendors": 300,
    "preferred_step": 300, "confidential": 600,
}  # fmt: skip
_EMAIL = re.compile(r"^[^@\s<>\"]{1,64}@[^@\s<>\"]{3,253}$")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_PHONE = re.compile(r"^\+?[0-9 ().\-/]{5,40}$")
Faults = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Sent:
    """An introduction as it is stored: what was answered, read and tidied."""

    company: str
    company_key: str
    domain: str
    country: str
    city: str
    buyer_name: str
    buyer_title: str
    buyer_email: str
    is_free_mail: bool
    agreed_on: date
    timeline: str
    wanted_by: date
    problem: str
    has_promised: bool
    promised: str


def keep_draft(answers: Mapping[str, object]) -> dict[str, str]:
    """This function will return what a draft keeps: every known answer, cut to its length, whatever it says."""
    return {name: str(answers[name])[: LONGEST[name]] for name in FIELDS if answers.get(name)}


def answered(draft: Mapping[str, str]) -> int:
    """This function will count the questions that have an answer, of ten."""
    return sum(bool(draft.get(name, "").strip()) for name in QUESTIONS)


def read_answers(answers: Mapping[str, str], *, today: date, countries: Container[str]) -> tuple[Sent | None, Faults]:
    """This function will read the ten answers and return them, or everything that is wrong with them (§11.1)."""
    tidy = {name: str(answers.get(name) or "") for name in FIELDS}
    for name in FIELDS:
        if name != "problem":
            tidy[name] = " ".join(tidy[name].split())
    tidy["problem"] = tidy["problem"].replace("\r\n", "\n").strip()
    faults = _missing(tidy) or {}
    faults |= {name: texts for name, texts in _wrong(tidy, today, countries).items() if name not in faults}
    if faults:
        return None, faults
    name, _, title = (part.strip() for part in tidy["buyer"].partition(","))
    time = read_timeline(tidy["timeline"], today=today)
    return Sent(
        company=tidy["company"],
        company_key=normal_name(tidy["company"]),
        domain=normal_domain(tidy["website"]) or "",
        country=tidy["country"],
        city=tidy["city"],
        buyer_name=name,
        buyer_title=title,
        buyer_email=tidy["email"].lower(),
        is_free_mail=is_free_mail(tidy["email"]),
        agreed_on=date.fromisoformat(tidy["agreed_on"]),
        timeline=tidy["timeline"],
        wanted_by=time.wanted_by or today,
        problem=tidy["problem"],
        has_promised=tidy["promised"] == "yes",
        promised=tidy["promised_what"] if tidy["promised"] == "yes" else "",
    ), {}


def read_details(details: Mapping[str, str]) -> tuple[dict[str, str], Faults]:
    """This function will read what is asked on the receipt, all of it optional, or say what is wrong (§11.1)."""
    tidy = {name: " ".join(str(details.get(name) or "").split()) for name in DETAILS}
    faults = {name: [f"At most {most} characters."] for name, most in DETAILS.items() if len(tidy[name]) > most}
    if tidy["buyer_phone"] and not _PHONE.match(tidy["buyer_phone"]):
        faults["buyer_phone"] = ["This is not a phone number."]
    if tidy["buyer_role"] not in BUYER_ROLES and tidy["buyer_role"]:
        faults["buyer_role"] = ["Choose one of the roles."]
    return tidy, faults


def _missing(tidy: Mapping[str, str]) -> Faults:
    return {name: ["This answer is needed."] for name in QUESTIONS if not tidy[name]}


def _wrong(tidy: Mapping[str, str], today: date, countries: Container[str]) -> Faults:
    faults: Faults = {}
    for name in FIELDS:
        if len(tidy[name]) > LONGEST[name]:
            faults[name] = [f"At most {LONGEST[name]} characters."]
        elif _CONTROL.search(tidy[name].replace("\n", " ").replace("\t", " ")):
            faults[name] = ["Control characters are not allowed here."]
    if tidy["website"] and not normal_domain(tidy["website"]):
        faults["website"] = ["This is not a web address, like example.com."]
    if tidy["company"] and not normal_name(tidy["company"]):
        faults["company"] = ["Give the company's legal name."]
    if tidy["country"] not in countries:
        faults["country"] = ["Choose a country."]
    if tidy["buyer"] and len([part for part in tidy["buyer"].split(",", 1) if part.strip()]) < 2:
        faults["buyer"] = ["Give name and title, like Renee Park, VP Payments."]
    elif len(tidy["buyer"].partition(",")[0]) > 160 or len(tidy["buyer"].partition(",")[2].strip()) > 120:
        faults["buyer"] = ["At most 160 characters for the name and 120 for the title."]
    if tidy["email"] and not (_EMAIL.match(tidy["email"]) and normal_domain(tidy["email"])):
        faults["email"] = ["This is not an e-mail address."]
    if 0 < len(tidy["problem"]) < SHORTEST_PROBLEM:
        faults["problem"] = [f"At least {SHORTEST_PROBLEM} characters, in the buyer's words."]
    if tidy["timeline"] and (fault := read_timeline(tidy["timeline"], today=today).fault):
        faults["timeline"] = [fault]
    return faults | _opened(tidy, today)


def _opened(tidy: Mapping[str, str], today: date) -> Faults:
    faults: Faults = {}
    for name in OPENED:
        if tidy[name] not in ("", "yes", "no"):
            faults[name] = ["Answer yes or no."]
    if tidy["agreed"] == "no":
        faults["agreed"] = ["Send it once the buyer agreed. Until then it stays your draft."]
    elif tidy["agreed"] == "yes" and (fault := _agreed_fault(tidy["agreed_on"], today)):
        faults["agreed_on"] = [fault]
    if tidy["promised"] == "yes" and not tidy["promised_what"]:
        faults["promised_what"] = ["Say what was mentioned. It never blocks you."]
    return faults


def _agreed_fault(text: str, today: date) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return "Give the day the buyer agreed."
    return "This day lies ahead." if day > today else "" if day.year >= 2000 else "Give the day the buyer agreed."
