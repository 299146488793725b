"""A plain model of one three-stage deal: what its gates must say, in forty lines and no database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

MAX_AGE = {"economic_buyer": (45, 21), "identify_pain": (90, 60), "decision_process": (30, 14), "champion": (30, 14)}
ORDER = ("discovery", "negotiation")


@dataclass
class PlainDeal:
    """What has been done for a deal, and when; `levels` maps a component to its level and moment."""

    close_at: datetime
    stage: str = "discovery"
    done: set[str] = field(default_factory=set)
    waived: set[str] = field(default_factory=set)
    levels: dict[str, tuple[int, datetime]] = field(default_factory=dict)
    agreed_at: datetime | None = None
    left: str = ""
    closed_at: datetime | None = None

    def effective(self, component: str, now: datetime) -> int:
        """What a component counts for now."""
        level, moment = self.levels.get(component, (0, now))
        late = (self.close_at.date() - now.date()).days <= 30
        is_stale = now - moment > timedelta(days=MAX_AGE[component][late])
        return max(level - 1, 0) if level and is_stale else level

    def missing(self, now: datetime) -> set[str]:
        """The criteria that keep the deal in its stage."""
        if self.stage == "discovery":
            found = {"D-1": "call", "D-2": "problem", "D-3": "plan", "D-4": "buyer"}
            unmet = {key for key, what in found.items() if what not in self.done}
            if self.effective("economic_buyer", now) < 1 or self.effective("identify_pain", now) < 1:
                unmet.add("1-M")
        elif self.stage == "negotiation":
            found = {"N-2": "proposal", "N-4": "agreement"}
            unmet = {key for key, what in found.items() if what not in self.done}
            if self.agreed_at is None or now - self.agreed_at > timedelta(days=60):
                unmet.add("N-3")
            short = [("economic_buyer", 2), ("decision_process", 1), ("identify_pain", 1)]
            if any(self.effective(component, now) < least for component, least in short):
                unmet.add("2-M")
        else:
            return {"closed"}
        return unmet - (self.waived - {"N-4"})
