"""Which facts stand behind each component (domain §3.1, last column)."""

from __future__ import annotations

# Component key -> what one row is called, and the columns it uses besides its text.
DETAILS: dict[str, tuple[str, tuple[str, ...]]] = {
    "metrics": ("Metric", ("baseline", "target", "unit", "owner_name")),
    "decision_criteria": ("Criterion", ("weight",)),
    "decision_process": ("Step", ("owner_name", "due_on", "approver", "secured_on")),
    "paper_process": ("Paper step", ("owner_name", "due_on")),
    "identify_pain": ("Pain", ("owner_name", "due_on")),
    "competition": ("Competitor", ()),
}
