"""What an offer says in numbers: lines, options, terms; discount, value, margin (domain §6, §10.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from opportunities.domain.amounts import rounded

SOFTWARE, SERVICES = "software", "services"
RECURRING, ONE_TIME = "recurring", "one_time"
_NOTHING = Decimal(0)
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `quantity` units at list, net and cost price each; a recurring unit is priced per year.

    `code` names the price book entry; a custom item has none.
    """

    position: int
    code: str
    name: str
    kind: str
    charge: str
    quantity: Decimal
    unit_list: Decimal
    unit_net: Decimal
    unit_cost: Decimal

    @property
    def is_custom(self) -> bool:
        """Whether the line is not from the price book."""
        return not self.code

    @property
    def list(self) -> Decimal:
        """List value: per year where recurring, once where not."""
        return rounded(self.quantity * self.unit_list)

    @property
    def net(self) -> Decimal:
        """Value after discount, as `list`."""
        return rounded(self.quantity * self.unit_net)

    @property
    def cost(self) -> Decimal:
        """What it costs us, as `list`."""
        return rounded(self.quantity * self.unit_cost)

    @property
    def discount(self) -> Decimal:
        """Percent off list, unrounded; a price above list is a negative discount."""
        return percent_off(self.list, self.net)

    @property
    def is_free(self) -> bool:
        """Whether something of value is given for nothing."""
        return self.list > 0 and self.net == 0


@dataclass(frozen=True, slots=True)
class Option:
    """One of the one to four price options the customer may choose from."""

    letter: str
    term_months: int
    payment_days: int
    is_split_payment: bool
    billing: str
    lines: tuple[Line, ...]

    @property
    def list_per_year(self) -> Decimal:
        """Recurring list value of a year."""
        return sum((line.list for line in self._charged(RECURRING)), _NOTHING)

    @property
    def recurring_per_year(self) -> Decimal:
        """Recurring value of a year after discount."""
        return sum((line.net for line in self._charged(RECURRING)), _NOTHING)

    @property
    def recurring_discount(self) -> Decimal:
        """Percent off the list value of a year, unrounded."""
        return percent_off(self.list_per_year, self.recurring_per_year)

    @property
    def one_time(self) -> Decimal:
        """One-time fees after discount."""
        return sum((line.net for line in self._charged(ONE_TIME)), _NOTHING)

    @property
    def list_one_time(self) -> Decimal:
        """One-time fees at list price."""
        return sum((line.list for line in self._charged(ONE_TIME)), _NOTHING)

    @property
    def software_margin(self) -> Decimal | None:
        """Margin of the software in percent; None where none is sold."""
        return self.margin(SOFTWARE)

    @property
    def services_margin(self) -> Decimal | None:
        """Margin of the services in percent; None where none are sold."""
        return self.margin(SERVICES)

    @property
    def recurring(self) -> Decimal:
        """Recurring fees over the whole term after discount."""
        return self._over_term(self.recurring_per_year)

    @property
    def tcv(self) -> Decimal:
        """All committed fees over the term after discount (domain §10.1)."""
        return self.recurring + self.one_time

    @property
    def acv(self) -> Decimal:
        """Annual value: a year's recurring fees, or all of them for a term under twelve months (domain §10.1)."""
        return self.recurring_per_year if self.term_months >= 12 else self.recurring

    @property
    def list_total(self) -> Decimal:
        """List value over the term."""
        return self._over_term(self.list_per_year) + self.list_one_time

    @property
    def net_total(self) -> Decimal:
        """Value over the term after discount: the TCV."""
        return self.tcv

    @property
    def discount(self) -> Decimal:
        """Percent off list over the whole term, unrounded."""
        return percent_off(self.list_total, self.net_total)

    @property
    def free_services(self) -> Decimal:
        """List value of services given for nothing, over the term."""
        free = (line for line in self.lines if line.kind == SERVICES and line.is_free)
        return sum((self._of_term(line, line.list) for line in free), _NOTHING)

    def margin(self, kind: str) -> Decimal | None:
        """This function will return the margin of one kind in percent over the term; None where nothing is sold."""
        lines = [line for line in self.lines if line.kind == kind and line.list > 0]
        net = sum((self._of_term(line, line.net) for line in lines), _NOTHING)
        cost = sum((self._of_term(line, line.cost) for line in lines), _NOTHING)
        if not lines or (net == 0 and cost == 0):
            return None
        return (net - cost) / net * _HUNDRED if net else -_HUNDRED

    def _charged(self, charge: str) -> Iterable[Line]:
        return (line for line in self.lines if line.charge == charge)

    def _of_term(self, line: Line, value: Decimal) -> Decimal:
        return self._over_term(value) if line.charge == RECURRING else value

    def _over_term(self, per_year: Decimal) -> Decimal:
        return rounded(per_year * self.term_months / 12)


@dataclass(frozen=True, slots=True)
class OfferTerms:
    """The commercial terms of an offer: everything an approval binds itself to (domain §6.5).

    Fees are percent of the value. `scope` is the hash of the proposal the price is for.
    """

    currency: str
    paper: str
    clauses: tuple[str, ...]
    channel: str
    marketplace: str
    marketplace_fee: Decimal
    partner_fee: Decimal
    legal_entity: str
    valid_until: date | None
    scope: str
    options: tuple[Option, ...]

    @classmethod
    def read(cls, terms: Mapping[str, Any]) -> OfferTerms:
        """This function will read what the database's `offer_terms()` wrote."""
        return cls(
            currency=terms["currency"],
            paper=terms["paper"],
            clauses=tuple(terms["clauses"]),
            channel=terms["channel"],
            marketplace=terms["marketplace"],
            marketplace_fee=Decimal(terms["marketplace_fee"]),
            partner_fee=Decimal(terms["partner_fee"]),
            legal_entity=terms["legal_entity"],
            valid_until=date.fromisoformat(terms["valid_until"]) if terms["valid_until"] else None,
            scope=terms["scope"],
            options=tuple(_read_option(option) for option in terms["options"]),
        )

    def as_json(self) -> dict[str, Any]:
        """This function will write the terms as the database's `offer_terms()` does, digit for digit."""
        return {
            "currency": self.currency,
            "paper": self.paper,
            "clauses": list(self.clauses),
            "channel": self.channel,
            "marketplace": self.marketplace,
            "marketplace_fee": _two(self.marketplace_fee),
            "partner_fee": _two(self.partner_fee),
            "legal_entity": self.legal_entity,
            "valid_until": self.valid_until.isoformat() if self.valid_until else None,
            "scope": self.scope,
            "options": [_write_option(option) for option in self.options],
        }

    def option(self, letter: str) -> Option:
        """This function will return one option. Raises: KeyError for a letter the offer has not."""
        found = {option.letter: option for option in self.options}
        return found[letter]


def percent_off(listed: Decimal, net: Decimal) -> Decimal:
    """This function will return how many percent `net` lies under `listed`; nothing listed is no discount."""
    return (listed - net) / listed * _HUNDRED if listed else _NOTHING


def _two(value: Decimal) -> str:
    return str(rounded(value))


def _read_option(option: Mapping[str, Any]) -> Option:
    return Option(
        letter=option["letter"],
        term_months=option["term_months"],
        payment_days=option["payment_days"],
        is_split_payment=option["is_split_payment"],
        billing=option["billing"],
        lines=tuple(_read_line(line) for line in option["lines"]),
    )


def _read_line(line: Mapping[str, Any]) -> Line:
    return Line(
        position=line["position"],
        code=line["code"],
        name=line["name"],
        kind=line["kind"],
        charge=line["charge"],
        quantity=Decimal(line["quantity"]),
        unit_list=Decimal(line["unit_list"]),
        unit_net=Decimal(line["unit_net"]),
        unit_cost=Decimal(line["unit_cost"]),
    )


def _write_option(option: Option) -> dict[str, Any]:
    return {
        "letter": option.letter,
        "term_months": option.term_months,
        "payment_days": option.payment_days,
        "is_split_payment": option.is_split_payment,
        "billing": option.billing,
        "lines": [_write_line(line) for line in option.lines],
    }


def _write_line(line: Line) -> dict[str, Any]:
    return {
        "position": line.position,
        "code": line.code,
        "name": line.name,
        "kind": line.kind,
        "charge": line.charge,
        "quantity": _two(line.quantity),
        "unit_list": _two(line.unit_list),
        "unit_net": _two(line.unit_net),
        "unit_cost": _two(line.unit_cost),
    }
