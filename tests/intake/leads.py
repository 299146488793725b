"""Leads for tests, made through the service."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from salesops.core.actor import Actor
from salesops.intake.models import Lead
from salesops.intake.services.open_lead import open_lead
from tests.cast import NOW, Cast

# Scores 84 of 100 with two signals of the web: segment A.
STRONG: dict[str, Any] = {
    "company": "Kestrel Pay GmbH",
    "domain": "kestrel-pay.example",
    "country": "DE",
    "city": "Frankfurt",
    "industry": "payments",
    "employees": 400,
    "technology": "Kafka",
    "person_name": "Maren Vogt",
    "person_email": "maren.vogt@kestrel-pay.example",
    "person_title": "VP of Engineering",
    "persona": "executive",
    "note": "Their terminals must be certified again before the summer, and nobody has done it before.",
    "use_case": "Terminal certification",
    "timeline": "within_3_months",
    "product_line": "Halden Certify",
}


def a_lead(cast: Cast, *, by: str = "grace", now: datetime = NOW, **values: Any) -> Lead:
    """Open a lead through the service: strong, owned by the SDR who opens it, unless told otherwise."""
    actor: Actor = cast.actor(by)
    known = STRONG | {"source": "outbound_sdr"} | values
    return open_lead(actor=actor, now=now, **known)
