"""The editor of an offer: terms, one option, and its lines as rows; the forms of presenting and choosing."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms

from opportunities.domain.amounts import rounded
from opportunities.domain.offer_words import (
    BILLING,
    CHANNELS,
    CHARGES,
    CLAUSES,
    KINDS,
    MARKETPLACES,
    PAPER,
)
from opportunities.domain.offer_writing import LineInput, OptionInput, TermsInput
from opportunities.domain.offers import Line, OfferTerms, Option, percent_off
from opportunities.forms.moves import Choice, day_field
from salesops.core.errors import Invalid

MOST_LINES = 40
COLUMNS = "code name detail kind charge quantity unit_list unit_net net_was discount unit_cost".split()
TERMS = "valid_until legal_entity channel marketplace paper marketplace_fee partner_fee clauses".split()
OPTION = "term_months payment_days billing is_split_payment".split()


class OfferForm(forms.Form):
    """Terms and one option of version `version` of the offer; `lines` rows, each catalogue or custom."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    letter = forms.CharField(widget=forms.HiddenInput)
    currency = forms.CharField(label="Currency", max_length=3)
    valid_until = day_field("Valid until", required=True)
    legal_entity = forms.CharField(label="Their legal entity", required=False, max_length=160)
    channel = forms.ChoiceField(label="Closing channel", choices=CHANNELS)
    marketplace = forms.ChoiceField(label="Marketplace", choices=[("", "–"), *MARKETPLACES], required=False)
    paper = forms.ChoiceField(label="Paper", choices=PAPER)
    marketplace_fee = forms.DecimalField(label="Marketplace fee, %", min_value=0, max_value=100, decimal_places=2)
    partner_fee = forms.DecimalField(label="Partner fee, %", min_value=0, max_value=100, decimal_places=2)
    clauses = forms.MultipleChoiceField(
        label="Non-standard clauses", choices=CLAUSES, required=False, widget=forms.CheckboxSelectMultiple
    )
    term_months = forms.IntegerField(label="Term, months", min_value=1, max_value=120)
    payment_days = forms.IntegerField(label="Payment, days", min_value=0, max_value=365)
    billing = forms.ChoiceField(label="Billing", choices=BILLING)
    is_split_payment = forms.BooleanField(label="Payment in parts", required=False)

    def __init__(self, *args: Any, lines: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = min(lines, MOST_LINES)
        for index in range(self.lines):
            self.fields |= _line_fields(index)

    @property
    def terms_fields(self) -> list[forms.BoundField]:
        """The fields all options share, without the clauses."""
        return [self[name] for name in TERMS if name != "clauses"]

    @property
    def option_fields(self) -> list[forms.BoundField]:
        """The fields of the option."""
        return [self[name] for name in OPTION]

    @property
    def rows(self) -> list[dict[str, forms.BoundField]]:
        """The fields of the lines, row by row, by column."""
        return [{name: self[f"{name}_{index}"] for name in COLUMNS} for index in range(self.lines)]


def initial_of(terms: OfferTerms, option: Option, details: Mapping[int, str], *, version: int) -> dict[str, Any]:
    """Give what the editor starts with; `details` are the lines' small print by position."""
    values: dict[str, Any] = {name: getattr(terms, name) for name in ("currency", *TERMS)}
    values |= {name: getattr(option, name) for name in OPTION}
    values |= {"version": version, "letter": option.letter}
    for index, line in enumerate(option.lines):
        values |= _line_initial(index, line, details.get(line.position, ""))
    return values


def _line_initial(index: int, line: Line, detail: str) -> dict[str, Any]:
    values = {name: getattr(line, name) for name in ("code", "name", "kind", "charge", "unit_list", "unit_cost")}
    values |= {"quantity": _plain(line.quantity), "detail": detail}
    values |= {"unit_net": line.unit_net, "net_was": line.unit_net, "discount": _one_digit(line.discount)}
    return {f"{name}_{index}": value for name, value in values.items()}


def terms_of(data: Mapping[str, Any]) -> TermsInput:
    """Turn the form's values into terms."""
    given = {name: data[name] for name in TERMS} | {"clauses": tuple(data["clauses"])}
    return TermsInput(currency=data["currency"].upper(), **given)


def option_of(data: Mapping[str, Any], lines: int) -> OptionInput:
    """Turn the form's values into the option with its lines."""
    given = {name: data[name] for name in OPTION}
    return OptionInput(letter=data["letter"], lines=tuple(_line(data, index) for index in range(lines)), **given)


def as_fields(error: Invalid) -> Invalid:
    """Name the service's fields as the form does: `lines.0.unit_net` is `unit_net_0`."""
    named = {}
    for name, sentences in error.fields.items():
        parts = name.split(".")
        named[f"{parts[2]}_{parts[1]}" if parts[0] == "lines" else name] = sentences
    return Invalid(named)


def _line(data: Mapping[str, Any], index: int) -> LineInput:
    given: dict[str, Any] = {name: data.get(f"{name}_{index}") for name in COLUMNS}
    listed = given["unit_list"] or Decimal(0)
    return LineInput(
        code=given["code"],
        quantity=given["quantity"],
        name=given["name"],
        detail=given["detail"],
        kind=given["kind"] or "services",
        charge=given["charge"] or "one_time",
        unit_list=listed,
        unit_net=_net(given, listed),
        unit_cost=given["unit_cost"] or Decimal(0),
    )


def _net(given: Mapping[str, Any], listed: Decimal) -> Decimal:
    """The net price as typed; where only the discount was changed, what that makes of the list price."""
    net: Decimal = given["unit_net"]
    discount: Decimal | None = given["discount"]
    is_same_net = given["net_was"] is not None and net == given["net_was"]
    if discount is None or not is_same_net or discount == _one_digit(percent_off(listed, net)):
        return net
    return rounded(listed * (100 - discount) / 100)


def _one_digit(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"))


def _plain(value: Decimal) -> Decimal:
    return value.to_integral_value() if value == value.to_integral_value() else value


def _line_fields(index: int) -> dict[str, forms.Field]:
    where = f"line {index + 1}"
    hidden: dict[str, forms.Field] = {
        "code": forms.CharField(required=False, max_length=40, widget=forms.HiddenInput),
        "net_was": forms.DecimalField(required=False, widget=forms.HiddenInput),
    }
    shown: dict[str, forms.Field] = {
        "name": _text("Item", where, 120),
        "detail": _text("Detail", where, 160),
        "kind": _choice("Kind", where, KINDS),
        "charge": _choice("Charged", where, CHARGES),
        "quantity": _number("Quantity", where, required=True),
        "unit_list": _number("List price", where),
        "unit_net": _number("Net price", where, required=True),
        "discount": _number("Discount in percent", where, digits=1, least=None),
        "unit_cost": _number("Our cost", where),
    }
    return {f"{name}_{index}": field for name, field in (hidden | shown).items()}


def _text(label: str, where: str, length: int) -> forms.CharField:
    widget = forms.TextInput(attrs={"aria-label": f"{label}, {where}", "placeholder": label})
    return forms.CharField(label=label, required=False, max_length=length, widget=widget)


def _choice(label: str, where: str, choices: Choice) -> forms.ChoiceField:
    widget = forms.Select(attrs={"aria-label": f"{label}, {where}"})
    return forms.ChoiceField(label=label, required=False, choices=choices, widget=widget)


def _number(
    label: str, where: str, *, required: bool = False, digits: int = 2, least: int | None = 0
) -> forms.DecimalField:
    attrs = {"aria-label": f"{label}, {where}", "inputmode": "decimal", "autocomplete": "off", "class": "num"}
    widget = forms.TextInput(attrs=attrs)
    return forms.DecimalField(
        label=label, required=required, min_value=least, max_digits=14, decimal_places=digits, widget=widget
    )
