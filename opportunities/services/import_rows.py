"""Bring understood rows in, chunk by chunk, through the same services and gates as everybody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from django.db import transaction

from opportunities.domain.closing import Loss
from opportunities.domain.import_rows import Problem, ReadRow
from opportunities.domain.mapping import ImportMapping
from opportunities.models import Opportunity
from opportunities.services.advance import advance
from opportunities.services.check_import import Checked
from opportunities.services.confirm_won import confirm_won
from opportunities.services.lose import lose
from opportunities.services.place_imported import Placement, create_imported, place_imported
from opportunities.services.pricing import Rates, load_rates, price
from salesops.accounts.services.create_account import create_account
from salesops.core.actor import Actor
from salesops.core.errors import Invalid, SalesOpsError
from salesops.process.domain.definition import StageKind
from salesops.users.queries import workspace

CHUNK = 500


@dataclass(slots=True)
class Bringing:
    """One run: who, when, from what, by which mapping, and what it did."""

    actor: Actor
    now: datetime
    checked: Checked
    mapping: ImportMapping
    sha256: str
    is_migration: bool
    rates: Rates
    currency: str
    created: int = 0
    problems: list[Problem] = field(default_factory=list)


def bring_in(
    *,
    actor: Actor,
    now: datetime,
    checked: Checked,
    mapping: ImportMapping,
    sha256: str,
    is_migration: bool,
    is_all_or_nothing: bool,
    progress: Callable[[int], None] = lambda done: None,
) -> Bringing:
    """This function will import the good rows of a checked file; rows already here stay as they are.

    All-or-nothing runs in one transaction. Skip-bad commits each chunk, so a killed run goes on where it was.

    Raises: Invalid (all-or-nothing) if any row is bad or refused; Refused.
    """
    run = Bringing(actor, now, checked, mapping, sha256, is_migration, load_rates(now), workspace().reporting_currency)
    if is_all_or_nothing:
        bad = checked.counts()["bad"]
        if bad:
            raise _nothing(f"{bad:,} rows are bad")
        with transaction.atomic():
            _bring_chunks(run, progress)
            if run.problems:
                raise _nothing(f"Row {run.problems[0].row}: {run.problems[0].what}")
    else:
        _bring_chunks(run, progress)
    return run


def _nothing(why: str) -> Invalid:
    return Invalid({"rows": [f"{why}; nothing was imported. Correct the file, or choose to skip bad rows."]})


def _bring_chunks(run: Bringing, progress: Callable[[int], None]) -> None:
    rows = run.checked.good
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        with transaction.atomic():
            _create_accounts(run, chunk)
            if run.is_migration:
                placed = place_imported(
                    actor=run.actor,
                    now=run.now,
                    definition=run.checked.definition,
                    placements=[_placement(run, row, row.stage) for row in chunk],
                )
                run.created += len(placed)
            else:
                _bring_guarded(run, chunk)
        progress(start + len(chunk))


def _create_accounts(run: Bringing, chunk: Sequence[ReadRow]) -> None:
    made: dict[str, int] = {}
    for row in chunk:
        if row.account and row.account_id is None:
            name = row.account.lower()
            if name not in made:
                made[name] = create_account(actor=run.actor, now=run.now, name=row.account).pk
            row.account_id = made[name]
    for row in run.checked.rows:
        if row.account_id is None and row.account.lower() in made:
            row.account_id = made[row.account.lower()]


def _bring_guarded(run: Bringing, chunk: Sequence[ReadRow]) -> None:
    first = run.checked.definition.first_stage.key
    fresh = [row for row in chunk if row.stage == first]
    if fresh:
        _open_deals(run, fresh)
        run.created += len(fresh)
    for row in chunk:
        if row.stage != first:
            _bring_through_gates(run, row)


def _open_deals(run: Bringing, rows: Sequence[ReadRow]) -> list[int]:
    definition = run.checked.definition
    placements = [_placement(run, row, definition.first_stage.key) for row in rows]
    return create_imported(actor=run.actor, now=run.now, definition=definition, placements=placements)


def _bring_through_gates(run: Bringing, row: ReadRow) -> None:
    """One deal from the first stage to where the file has it, by the very moves a seller makes, or not at all."""
    try:
        with transaction.atomic():
            deal = _open_deals(run, [row])[0]
            _walk(run, row, deal)
    except SalesOpsError as error:
        missing = [item["title"] for item in error.facts.get("criteria", []) if item["state"] not in ("met", "waived")]
        fix = f"Missing: {'; '.join(missing)}." if missing else error.next_action or "Correct the row."
        run.problems.append(Problem(row.number, "stage", row.stage, error.message, fix))
    else:
        run.created += 1


def _walk(run: Bringing, row: ReadRow, deal: int) -> None:
    definition = run.checked.definition
    target = definition.stage(row.stage)
    if target.kind is StageKind.LOST:
        loss = Loss("lost", row.loss_reason, row.problem, is_reengage_never=True)
        lose(actor=run.actor, now=run.now, opportunity_id=deal, loss=loss)
        return
    for stage in definition.open_stages[1:]:
        if target.kind is StageKind.WON or stage.order <= target.order:
            advance(actor=run.actor, now=run.now, opportunity_id=deal)
    if target.kind is StageKind.WON:
        confirm_won(actor=run.actor, now=run.now, opportunity_id=deal)


def _placement(run: Bringing, row: ReadRow, stage: str) -> Placement:
    checked = run.checked
    if row.owner_id is None:
        raise ValueError(f"Row {row.number} has no owner; only good rows are imported.")
    opportunity = Opportunity(
        definition_id=checked.definition_id,
        name=row.name or " – ".join(part for part in (row.account, row.product or row.use_case, row.key) if part),
        use_case=row.use_case or row.product,
        account_id=row.account_id,
        product_id=row.product_id,
        subtype=checked.definition.subtypes[0],
        source_system=run.mapping.source,
        source_key=row.key,
        owner_id=row.owner_id,
        originator_id=row.owner_id,
        currency=row.currency or run.currency,
        close_date=row.closed_on,
        problem=row.problem,
        loss_reason=row.loss_reason,
        **{"one_time" if checked.definition.amount_basis == "tcv" else "recurring": row.amount},
    )
    price(opportunity, checked.definition, now=run.now, rates=run.rates)
    created = _moment(row.created_on) or run.now
    is_closed = checked.definition.stage(stage).kind is not StageKind.OPEN
    entered = (_moment(row.closed_on) if is_closed else None) or created
    return Placement(opportunity, stage, created, entered, {"file": run.sha256, "row": row.number})


def _moment(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), UTC) if day else None
