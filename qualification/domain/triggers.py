"""The review triggers T01 to T27: what stops a proposal version from being final, and who clears it (domain §1.5).

Each trigger is one row: a predicate over the facts of a version that names the causes, the sentence a person reads,
and the routes it is cleared on. A clearance holds for these very causes in this very version; when a cause changes,
the trigger fires again. `proposal_causes()` in SQL is the twin of the predicates.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

PSV, LR, LEGAL, FINANCE = "psv", "lr", "legal", "finance"
ROUTES = {
    PSV: "Pre-sales validation",
    LR: "Leadership review",
    LEGAL: "Legal",
    FINANCE: "Finance",
}
# Who clears on a route; pre-sales validation through its verdict, the others by their own word.
ROUTE_ROLES = {LR: ("leader", "regional_vp"), LEGAL: ("legal",), FINANCE: ("vp_finance", "leader")}

MARGIN_FLOORS = {"services": Decimal(35), "software": Decimal(60)}
EFFORT_DEVIATION, PRICE_DEVIATION = Decimal("0.15"), Decimal("0.10")
LARGE_TCV = Decimal(250_000)
LONG_TERM_MONTHS = 36
# From the expected signature to the earliest go-live we promise without a review (calendar days).
STANDARD_LEAD_DAYS = 60
# A clearance and a verdict hold this long (calendar days).
CLEARED_FOR_DAYS = 30
# Stands between the causes of one trigger.
BETWEEN_CAUSES = " | "
FAVOURABLE = ("met", "exceeded")


@dataclass(frozen=True, slots=True)
class ProposalFacts:
    """What the triggers read of one version; money and percentages are decimal texts, days are ISO dates.

    `tcv` is in the reporting currency. The last block belongs to rooms that are not built yet and stays empty.
    """

    open_assumptions: Sequence[str] = ()
    processor: str = ""
    processor_is_listed: bool = False
    processor_is_confirmed: bool = False
    unconfirmed_tools: Sequence[str] = ()
    red_flags: Sequence[str] = ()
    has_high_flag: bool = False
    calls_not_held: Sequence[str] = ()
    margin: str | None = None
    margin_kind: str = "services"
    effort_before: str | None = None
    effort: str | None = None
    price_before: str | None = None
    price: str = "0"
    deliverables_added: Sequence[str] = ()
    exclusions_removed: Sequence[str] = ()
    custom_items: Sequence[str] = ()
    promises: Sequence[str] = ()
    go_live_on: str | None = None
    signature_on: str = "9999-12-31"
    uncommitted: Sequence[str] = ()
    new_places: Sequence[str] = ()
    legal_terms: Sequence[str] = ()
    payment_terms: Sequence[str] = ()
    guarantees: Sequence[str] = ()
    tcv: str = "0"
    term_months: int = 12
    open_infosec: Sequence[str] = ()
    poc_is_asked: bool = False
    poc_outcome: str = ""
    free_work: Sequence[str] = ()
    subcontractors: Sequence[str] = ()
    cleared_before: str | None = None
    cleared_on: str | None = None
    today: str = "1970-01-01"
    original_routes: Sequence[str] = field(default=(PSV,))

    price_deviations: Sequence[str] = ()
    over_guardrail: Sequence[str] = ()
    escalations: Sequence[str] = ()
    capacity_short: Sequence[str] = ()
    partner_fees: Sequence[str] = ()
    conflicts: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Trigger:
    """One row of the table. `causes` is empty where it does not fire; `room` names the room its data waits for.

    Where `tells_amounts`, the causes are prices and margins: they are shown with the proposal, not in sentences that
    travel without the commercial scope.
    """

    key: str
    label: str
    routes: tuple[str, ...]
    causes: Callable[[ProposalFacts], Sequence[str]]
    room: str = ""
    tells_amounts: bool = False

    def routes_of(self, facts: ProposalFacts) -> tuple[str, ...]:
        """The routes it is cleared on here: a high red flag adds leadership, T27 repeats the original route."""
        if self.key == "T04" and facts.has_high_flag:
            return (PSV, LR)
        return tuple(facts.original_routes) if self.key == "T27" else self.routes


@dataclass(frozen=True, slots=True)
class Fired:
    """A trigger that fires: what exactly causes it, and on which routes that is cleared."""

    key: str
    about: str
    routes: tuple[str, ...]


def fired(facts: ProposalFacts) -> list[Fired]:
    """This function will name every trigger that fires for the version, in the order of the table (domain §1.5)."""
    found = [(each, each.causes(facts)) for each in TRIGGERS]
    return [Fired(each.key, BETWEEN_CAUSES.join(causes), each.routes_of(facts)) for each, causes in found if causes]


def _processor(facts: ProposalFacts) -> list[str]:
    confirmed = facts.processor_is_listed and facts.processor_is_confirmed
    return [facts.processor] if facts.processor and not confirmed else []


def _margin(facts: ProposalFacts) -> list[str]:
    floor = MARGIN_FLOORS[facts.margin_kind]
    below = facts.margin is not None and Decimal(facts.margin) < floor
    return [f"margin {facts.margin} %, floor {floor} %"] if below else []


def _deviations(facts: ProposalFacts) -> list[str]:
    found = []
    for name, before, now, limit in (
        ("effort", facts.effort_before, facts.effort, EFFORT_DEVIATION),
        ("price", facts.price_before, facts.price, PRICE_DEVIATION),
    ):
        if before and now and Decimal(before) and abs(Decimal(now) - Decimal(before)) >= Decimal(before) * limit:
            found.append(f"{name} {now} instead of {before}")
    found += [f"new deliverable {each}" for each in facts.deliverables_added]
    return found + [f"without the exclusion {each}" for each in facts.exclusions_removed]


def _go_live(facts: ProposalFacts) -> list[str]:
    if facts.go_live_on is None:
        return []
    standard = date.fromisoformat(facts.signature_on) + timedelta(days=STANDARD_LEAD_DAYS)
    return [f"{facts.go_live_on}, standard {standard}"] if date.fromisoformat(facts.go_live_on) < standard else []


def _large(facts: ProposalFacts) -> list[str]:
    is_large = Decimal(facts.tcv) >= LARGE_TCV or facts.term_months > LONG_TERM_MONTHS
    return [f"TCV {facts.tcv} over {facts.term_months} months"] if is_large else []


def _poc(facts: ProposalFacts) -> list[str]:
    is_at_stake = facts.poc_is_asked or facts.poc_outcome
    return [facts.poc_outcome or "skipped"] if is_at_stake and facts.poc_outcome not in FAVOURABLE else []


def _since_clearance(facts: ProposalFacts) -> list[str]:
    if facts.cleared_before:
        return [f"changed since {facts.cleared_before}"]
    if facts.cleared_on is None:
        return []
    expires = date.fromisoformat(facts.cleared_on) + timedelta(days=CLEARED_FOR_DAYS)
    return [f"cleared on {facts.cleared_on}"] if date.fromisoformat(facts.today) > expires else []


TRIGGERS: tuple[Trigger, ...] = (
    Trigger("T01", "Scope assumption not validated", (PSV,), lambda f: f.open_assumptions),
    Trigger("T02", "Processor not confirmed for this buyer", (PSV,), _processor),
    Trigger("T03", "Device, SDK or tool not confirmed", (PSV,), lambda f: f.unconfirmed_tools),
    Trigger("T04", "Open red flag", (PSV,), lambda f: f.red_flags),
    Trigger("T05", "Confidence call asked for and not held", (PSV,), lambda f: f.calls_not_held),
    Trigger("T06", "Delivery margin below floor", (PSV, LR), _margin, tells_amounts=True),
    Trigger("T07", "Price deviates from the price book", (LR,), lambda f: f.price_deviations),
    Trigger("T08", "Discount above guardrail", (LR,), lambda f: f.over_guardrail),
    Trigger("T09", "Material scope deviation", (PSV, LR), _deviations, tells_amounts=True),
    Trigger("T10", "Open escalation", (LR,), lambda f: f.escalations),
    Trigger("T11", "Custom scope item", (PSV,), lambda f: f.custom_items),
    Trigger("T12", "Promise already voiced to the buyer", (LR,), lambda f: f.promises),
    Trigger("T13", "Go-live earlier than standard lead time", (PSV,), _go_live),
    Trigger("T14", "Specialist capacity short in the window", (PSV,), lambda f: f.capacity_short, "execution"),
    Trigger("T15", "Third party without written commitment", (PSV,), lambda f: f.uncommitted),
    Trigger("T16", "Country, scheme or regulation never delivered", (PSV, LR), lambda f: f.new_places),
    Trigger("T17", "Non-standard legal terms", (LR, LEGAL), lambda f: f.legal_terms),
    Trigger("T18", "Payment terms beyond standard", (FINANCE,), lambda f: f.payment_terms),
    Trigger("T19", "Guarantee, penalty or pass-first-time commitment", (PSV, LR), lambda f: f.guarantees),
    Trigger("T20", "Large or long contract", (LR,), _large, tells_amounts=True),
    Trigger("T21", "InfoSec path unresolved", (PSV,), lambda f: f.open_infosec),
    Trigger("T22", "POC skipped, partially met or not met", (PSV,), _poc),
    Trigger("T23", "Partner fee outside the agreement", (LR,), lambda f: f.partner_fees, "market surface"),
    Trigger("T24", "Introduction or territory conflict", (LR,), lambda f: f.conflicts, "market surface"),
    Trigger("T25", "Free work, credits or unpaid pilot", (LR,), lambda f: f.free_work),
    Trigger("T26", "Subcontractor required", (PSV, LR), lambda f: f.subcontractors),
    Trigger("T27", "Changed or old since the last clearance", (PSV,), _since_clearance),
)
TRIGGER_BY_KEY = {each.key: each for each in TRIGGERS}
