"""The demo company's marketing and leads: six assets, thirty leads of every source and segment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from opportunities.queries.conversions import buys_by
from opportunities.services.convert_lead import Conversion, convert_lead
from salesops.core.actor import SYSTEM, Actor
from salesops.intake.domain.marketing import EDGES
from salesops.intake.models import Lead
from salesops.intake.services.assign_lead import assign_lead
from salesops.intake.services.disqualify_lead import disqualify_lead
from salesops.intake.services.log_touch import log_touch
from salesops.intake.services.open_lead import NewSignal, open_lead
from salesops.intake.services.park_lead import park_lead
from salesops.intake.services.qualify_lead import qualify_lead
from salesops.intake.services.record_signal import record_signal
from salesops.intake.services.write_asset import create_asset, move_asset
from salesops.management.demo.deals import Stage
from salesops.users.queries import actor_for

FILE = Path(__file__).with_name("leads.yaml")
FIELDS = {
    "domain": "domain", "country": "country", "sub": "subdivision", "city": "city", "industry": "industry",
    "employees": "employees", "person": "person_name", "title": "person_title", "persona": "persona",
    "use": "use_case", "when": "timeline", "product": "product_line", "tech": "technology", "note": "note",
}  # fmt: skip
WAYS = ("draft", "review", "published")
FROM_THE_WEB = ("inbound_form", "inbound_product")


@dataclass(frozen=True, slots=True)
class Desk:
    """Who works the leads, and when it is."""

    stage: Stage
    assets: dict[str, int]

    def actor(self, name: str) -> Actor:
        """Return one of the people."""
        return actor_for(self.stage.people.by_name[name], via="command")

    def ago(self, days: float, hours: float = 0) -> datetime:
        """Return an instant so many days and hours before now."""
        return self.stage.now - timedelta(days=days, hours=hours)


def load_leads(stage: Stage) -> int:
    """This function will file the assets and the leads, and work some of them; it returns how many leads there are."""
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    desk = Desk(stage, {})
    for row in rows["assets"]:
        _file_asset(desk, row)
    for row in rows["leads"]:
        _load_lead(desk, row)
    return len(rows["leads"])


def _file_asset(desk: Desk, row: dict[str, Any]) -> None:
    ida, end = desk.actor("Ida Holm"), row["state"]
    values = {name: value for name, value in row.items() if name not in ("key", "state")}
    link = f"https://halden.example/library/{row['key']}" if end != "idea" else ""
    asset = create_asset(actor=ida, now=desk.ago(60), **values, link=link)
    desk.assets[row["key"]] = asset.pk
    for state in WAYS[: WAYS.index(end) + 1] if end in EDGES and end != "idea" else ():
        move_asset(actor=ida, now=desk.ago(50), asset_id=asset.pk, to=state)


def _load_lead(desk: Desk, row: dict[str, Any]) -> None:
    came = desk.ago(row["ago"], 1)
    opener = SYSTEM if row["source"] in FROM_THE_WEB else desk.actor(row.get("by", "Ida Holm"))
    values = {FIELDS[name]: value for name, value in row.items() if name in FIELDS}
    if row.get("domain"):
        values["person_email"] = f"{row['person'].split()[0].lower()}@{row['domain']}".encode(
            "ascii", "ignore"
        ).decode()
    signals = [_signal(desk, text) for text in row.get("signals", ())]
    before = [each for each in signals if each.at is not None and each.at <= came]
    lead = open_lead(
        actor=opener, now=came, source=row["source"], company=row["company"], source_detail=row.get("detail", ""),
        signals=before, **values,
    )  # fmt: skip
    if lead.owner_id is None and (row.get("touches") or row.get("rest") or row.get("out")):
        owner = desk.stage.people.by_name["Malik Owens"]
        assign_lead(
            actor=desk.stage.operations, now=came, lead_id=lead.pk, owner_id=owner.pk, reason="He works the region."
        )
    for signal in signals:
        if signal not in before and signal.at is not None:
            record_signal(actor=SYSTEM, now=signal.at, lead_id=lead.pk, signal=signal)
    _work(desk, lead, row)


def _signal(desk: Desk, text: str) -> NewSignal:
    kind, days, asset = text.split(":")
    return NewSignal(kind, desk.ago(float(days), 0.5 if days == "0" else 2), desk.assets.get(asset))


def _work(desk: Desk, lead: Lead, row: dict[str, Any]) -> None:
    """Do with a lead what its row says was done: touches first, then how it stands."""
    lead.refresh_from_db()
    by = actor_for(lead.owner, via="command") if lead.owner else desk.stage.operations
    known: dict[str, Any] = {"actor": by, "lead_id": lead.pk}
    for text in row.get("touches", ()):
        kind, days, note, answered = text.split(":")
        log_touch(**known, now=desk.ago(float(days)), kind=kind, note=note, was_answered=bool(answered))
    now = desk.ago(0, 0.2)
    if "rest" in row:
        to, reason, days = row["rest"]
        revisit_on = desk.stage.now.date() + timedelta(days=days) if days else None
        park_lead(**known, now=now, to=to, reason=reason, revisit_on=revisit_on)
    if "out" in row:
        reason, detail = row["out"]
        disqualify_lead(**known, now=now, reason=reason, detail=detail)
    if "qualify" in row:
        qualify_lead(**known, now=now, note=row["qualify"])
    if "convert" in row:
        how = Conversion(process="nb.standard", role="economic_buyer", expected_purchase_date=buys_by(lead))
        convert_lead(**known, now=now, how=how)
