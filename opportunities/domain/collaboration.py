"""What Sales asks other functions for on a deal: kinds, who is asked, and by when (domain §1.7)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from salesops.charter.functions import FUNCTIONS
from salesops.core.business_time import HOURS_A_DAY, Calendar, add_business_hours, business_hours_between


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of request: the function it goes to, and within how many business days it is done."""

    key: str
    label: str
    function: str
    business_days: int

    @property
    def hours(self) -> int:
        """The time there is, in business hours."""
        return self.business_days * HOURS_A_DAY

    @property
    def function_label(self) -> str:
        """The function in words."""
        return FUNCTIONS[self.function].label

    @property
    def roles(self) -> frozenset[str]:
        """The roles of the people who may be responsible."""
        return FUNCTIONS[self.function].roles


KINDS = {
    kind.key: kind
    for kind in (
        Kind("technical_discovery", "Technical discovery", "solution_engineering", 2),
        Kind("demo", "Demo", "solution_engineering", 3),
        Kind("poc_delivery", "POC delivery", "solution_engineering", 5),
        Kind("adoption_risk", "Adoption risk", "customer_success", 2),
        Kind("renewal_input", "Renewal or expansion input", "customer_success", 3),
        Kind("scoping", "Delivery scoping", "professional_services", 5),
        Kind("enablement", "Enablement", "professional_services", 5),
        Kind("co_sell", "Co-selling", "sales_partnerships", 2),
    )
}
LABELS = [(kind.key, kind.label) for kind in KINDS.values()]
REQUESTED, ACCEPTED, DONE, DECLINED, WITHDRAWN = "requested", "accepted", "done", "declined", "withdrawn"
STATES = [(key, key.capitalize()) for key in (REQUESTED, ACCEPTED, DONE, DECLINED, WITHDRAWN)]
WAITING = (REQUESTED, ACCEPTED)
SHORTEST = 20


def kinds_of(functions: Collection[str]) -> list[str]:
    """This function will list the kinds of request that go to the functions."""
    return [kind.key for kind in KINDS.values() if kind.function in functions]


def due_at(kind: Kind, asked_at: datetime, calendar: Calendar) -> datetime:
    """This function will return by when a request is done: business days from the asking on, never paused (§1.7)."""
    return add_business_hours(asked_at, kind.hours, calendar=calendar)


def choose_responsible(holders: Iterable[int], people: Sequence[int]) -> int | None:
    """This function will propose who of a function's people is responsible, by id; None leaves it to its queue.

    Who acts for a layer of the deal already comes first; then the function's only person (domain §1.7).
    """
    return next((each for each in holders if each in people), people[0] if len(people) == 1 else None)


@dataclass(frozen=True, slots=True)
class Clock:
    """How much of the time for a request is used, in business hours of whoever is responsible."""

    used: float
    allowed: int

    @property
    def is_over(self) -> bool:
        """Whether the time is over."""
        return self.used > self.allowed

    @property
    def sentence(self) -> str:
        """What is left, or how late it is."""
        left = abs(self.allowed - self.used)
        days, hours = divmod(int(left), HOURS_A_DAY)
        parts = [f"{days} bd"] * bool(days) + [f"{hours} h"] * bool(hours) if left >= 1 else ["under 1 h"]
        return f"{' '.join(parts)} {'late' if self.is_over else 'left'}"


def clock_of(kind: Kind, asked_at: datetime, end: datetime, calendar: Calendar) -> Clock:
    """This function will say how much of a request's time was used between asking and `end`."""
    return Clock(business_hours_between(asked_at, end, calendar=calendar), kind.hours)
