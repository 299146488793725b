"""One row of a foreign file: what it becomes here, and what is wrong with it, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches

from opportunities.domain.kinds import LOSS_REASONS
from opportunities.domain.mapping import ImportMapping, parse_date

LARGEST = Decimal(10) ** 11


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a row: what, why, and the fix. A warning does not stop the row."""

    row: int
    field: str
    value: str
    what: str
    fix: str
    is_warning: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What the file's words are looked up in: our names, lower-case, to ids; stage keys and labels to stage keys."""

    accounts: Mapping[str, int]
    owners: Mapping[str, int]
    products: Mapping[str, int]
    stages: Mapping[str, str]
    currencies: frozenset[str]
    today: date


@dataclass(slots=True)
class ReadRow:
    """A row as it was understood; `problems` say what was not."""

    number: int
    key: str = ""
    name: str = ""
    account: str = ""
    account_id: int | None = None
    owner_id: int | None = None
    product_id: int | None = None
    product: str = ""
    stage: str = ""
    created_on: date | None = None
    closed_on: date | None = None
    amount: Decimal = Decimal(0)
    currency: str = ""
    use_case: str = ""
    problem: str = ""
    loss_reason: str = ""
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Whether nothing but warnings stands against it."""
        return all(item.is_warning for item in self.problems)


def read_row(number: int, cells: Mapping[str, str], mapping: ImportMapping, known: Known) -> ReadRow:
    """This function will understand one row by the mapping, collecting every problem at once."""
    reading = _Reading(ReadRow(number), cells, mapping, known)
    reading.read_words()
    reading.read_people_and_things()
    reading.read_dates()
    reading.read_money()
    return reading.row


@dataclass(frozen=True, slots=True)
class _Reading:
    row: ReadRow
    cells: Mapping[str, str]
    mapping: ImportMapping
    known: Known

    def text(self, target: str) -> str:
        raw = self.cells.get(self.mapping.columns.get(target, ""), "")
        return self.mapping.values.get(target, {}).get(raw, raw)

    def complain(self, target: str, what: str, fix: str, *, warn: bool = False) -> None:
        self.row.problems.append(Problem(self.row.number, target, self.text(target)[:80], what, fix, warn))

    def read_words(self) -> None:
        row, text = self.row, self.text
        row.key, row.name = text("key")[:80], text("name")[:200]
        row.use_case, row.problem, row.loss_reason = text("use_case")[:120], text("problem"), text("loss_reason")
        if not row.key:
            self.complain("key", "The row has no key.", "Give every row a key: it makes the import repeatable.")
        for target in ("account", "use_case", "name"):
            if text(target).startswith(("=", "@")):
                self.complain(target, "The text looks like a formula.", "Write it as plain text.")
        if row.loss_reason and row.loss_reason not in dict(LOSS_REASONS):
            fix = f"Map it to one of: {', '.join(dict(LOSS_REASONS))}."
            self.complain("loss_reason", "This loss reason is not known.", fix)

    def read_people_and_things(self) -> None:
        row, known = self.row, self.known
        owner, stage, row.product, row.account = (self.text(name) for name in ("owner", "stage", "product", "account"))
        row.account = row.account[:200]
        row.owner_id, row.stage = known.owners.get(owner.lower()), known.stages.get(stage.lower(), "")
        if row.owner_id is None:
            what = f"No person {owner} may own deals here." if owner else "The row has no owner."
            fix = suggest(owner, known.owners, "Map the value to a person, or create the person first.")
            self.complain("owner", what, fix)
        if not row.stage:
            fix = f"Map it to one of: {', '.join(sorted(set(known.stages.values())))}."
            self.complain("stage", f"The process has no stage {stage or '(empty)'}.", fix)
        if row.product:
            row.product_id = known.products.get(row.product.lower())
            if row.product_id is None:
                fix = suggest(row.product, known.products, "Map the value to a product, or create the product first.")
                self.complain("product", f"There is no product {row.product}.", fix)
        self._read_account()

    def _read_account(self) -> None:
        row = self.row
        if not row.account:
            if "account" in self.mapping.columns:
                fix = "Name the account in the file, or on the deal later."
                self.complain("account", "The row has no account.", fix, warn=True)
            return
        row.account_id = self.known.accounts.get(row.account.lower())
        if row.account_id is None and not self.mapping.creates_accounts:
            fix = suggest(row.account, self.known.accounts, "Map the value, or let the import create accounts.")
            self.complain("account", f"There is no account {row.account}.", fix)

    def read_dates(self) -> None:
        row = self.row
        row.created_on, row.closed_on = self._date("created_on"), self._date("closed_on")
        if "created_on" in self.mapping.columns and not self.text("created_on"):
            fix = "The day of the import is used; correct it if known."
            self.complain("created_on", "The row has no engage date.", fix, warn=True)
        if row.created_on and row.closed_on and row.closed_on < row.created_on:
            self.complain("closed_on", "It closed before it was created.", "Correct one of the two dates.")

    def _date(self, target: str) -> date | None:
        value, form = self.text(target), self.mapping.date_format or "YYYY-MM-DD"
        if not value:
            return None
        try:
            found = parse_date(value, form)
        except ValueError:
            self.complain(target, f"{value[:40]} is no date in the form {form}.", "Confirm the file's date format.")
            return None
        if not 1990 <= found.year <= 2099:
            self.complain(target, f"{found} lies outside 1990 to 2099.", "Correct the date.")
        return found

    def read_money(self) -> None:
        row = self.row
        row.currency = self.text("currency").upper()
        if row.currency and row.currency not in self.known.currencies:
            fix = "Add the rate, or map the currency."
            self.complain("currency", f"There is no exchange rate for {row.currency[:10]}.", fix)
        raw = self.text("amount").replace(",", "").replace("\u00a0", "").replace(" ", "")
        if not raw:
            return
        try:
            amount = Decimal(raw)
        except InvalidOperation:
            amount = Decimal("NaN")
        if amount.is_finite() and 0 <= amount < LARGEST:
            row.amount = amount.quantize(Decimal("0.01"))
        else:
            self.complain("amount", f"{raw[:40]} is no amount.", "Write a number from 0, such as 4514 or 4514.50.")


def suggest(value: str, known: Mapping[str, object], otherwise: str) -> str:
    """This function will name the closest known value, or what else to do."""
    close = get_close_matches(value.lower(), known, n=1, cutoff=0.75)
    return f"Did you mean {close[0]}? Map {value} to it. {otherwise}" if close else otherwise
