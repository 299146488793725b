"""The demo company's partners and what they brought: accepted, waiting, declined, lapsed, without an agreement."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import yaml

from salesops.accounts.models import Partner
from salesops.accounts.services.add_partner_person import add_partner_person
from salesops.accounts.services.create_partner import create_partner
from salesops.core.actor import Actor
from salesops.intake.models import Introduction
from salesops.intake.services.accept_introduction import Acceptance, accept_introduction
from salesops.intake.services.ask_partner import ask_partner
from salesops.intake.services.decline_introduction import decline_introduction
from salesops.intake.services.keep_draft import keep_draft
from salesops.intake.services.say_made import say_made
from salesops.intake.services.settle_overdue import settle_overdue
from salesops.intake.services.submit_introduction import submit_introduction
from salesops.management.demo.deals import Stage
from salesops.management.demo.people import FOLDER, email_of
from salesops.stack.demo_access import DemoSignIn
from salesops.users.queries import actor_of
from salesops.users.services.create_api_key import create_api_key

PLEASE = "Compared side by side: the same group, but another site, another budget and another buyer."


@dataclass(frozen=True, slots=True)
class Brought:
    """The partners' people by partner, as those who act."""

    people: dict[str, Actor]


def load_partners(stage: Stage) -> Brought:
    """Create the partners with their papers and people; one of them may sign in to the portal."""
    brought = Brought({})
    for row in yaml.safe_load((FOLDER / "partners.yaml").read_text(encoding="utf-8"))["partners"]:
        partner = _load_partner(stage, row)
        for name in row["people"]:
            password = secrets.token_urlsafe(12)
            person = add_partner_person(
                actor=stage.operations, now=stage.now - timedelta(days=190), partner_id=partner.pk, name=name,
                email=email_of(name).replace("halden", partner.domain.split(".")[0]), password=password,
                time_zone=row["zone"],
            )  # fmt: skip
            actor = actor_of(person.user_id, via="portal")
            brought.people.setdefault(partner.name, actor)
            if row.get("sign_in") == name:
                _, key = create_api_key(
                    actor=stage.operations,
                    now=stage.now,
                    owner_id=person.user_id,
                    name="Demo key",
                    scopes=["intro:write"],
                )
                stage.people.sign_ins.append(DemoSignIn("partner_rep", name, person.user.email, password, key))
    return brought


def _load_partner(stage: Stage, row: dict[str, Any]) -> Partner:
    today = stage.now.date()
    return create_partner(
        actor=stage.operations, now=stage.now - timedelta(days=200), name=row["name"], domain=row["domain"],
        manager_id=stage.people.by_name["Theo Grant"].pk, nda_from=today - timedelta(days=200),
        nda_to=today + timedelta(days=row["nda_days"]), agreement_from=today - timedelta(days=200),
        fee_percent=row["fee"], fee_terms="Paid 30 days after the customer paid.",
    )  # fmt: skip


def load_introductions(stage: Stage, brought: Brought) -> int:
    """Bring the introductions to where they stand; return how many."""
    rows = yaml.safe_load((FOLDER / "partners.yaml").read_text(encoding="utf-8"))["introductions"]
    for row in rows:
        _bring(stage, brought.people[row["partner"]], row)
    settle_overdue(now=stage.now)
    return len(rows)


def _bring(stage: Stage, actor: Actor, row: dict[str, Any]) -> None:
    at = stage.now - timedelta(hours=row["hours_ago"])
    answers = _answers(row, at)
    if row["ends"] == "draft":
        keep_draft(actor=actor, now=at, answers=answers)
        return
    sent = submit_introduction(actor=actor, now=at, answers=answers)
    known: dict[str, Any] = {"actor": stage.operations, "now": at + timedelta(hours=6), "receipt": sent.receipt}
    if row["ends"] == "asked":
        ask_partner(**known, text=row["question"])
    elif row["ends"] == "declined":
        decline_introduction(**known, reason=row["reason"])
    elif row["ends"] in ("accepted", "made", "lapsed"):
        _accept(stage, known, row)
        if row["ends"] == "made":
            say_made(actor=actor, now=at + timedelta(hours=30), receipt=sent.receipt)


def _accept(stage: Stage, known: dict[str, Any], row: dict[str, Any]) -> Introduction:
    host = stage.people.by_name[row["host"]].pk
    how = Acceptance(row.get("basis", "new_buyer"), host, row.get("use_case", ""), PLEASE)
    return accept_introduction(**known, how=how)


def _answers(row: dict[str, Any], at: datetime) -> dict[str, str]:
    wanted = at + timedelta(days=240)
    return {
        "website": row["website"],
        "company": row["company"],
        "country": row["country"],
        "city": row["city"],
        "buyer": row["buyer"],
        "email": row["email"],
        "agreed": "yes",
        "agreed_on": (at - timedelta(days=2)).date().isoformat(),
        "timeline": f"Q{(wanted.month - 1) // 3 + 1} {wanted.year}, {row['why']}",
        "problem": row["problem"],
        "promised": "yes" if row.get("promised") else "no",
        "promised_what": row.get("promised", ""),
    }
