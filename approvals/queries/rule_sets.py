"""Reads of the guardrails: their versions, one version with what it changes, and its back-test (domain §6.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from approvals.domain.back_test import Report, sum_up
from approvals.domain.guardrails import Guardrails, acv_band, discount_band, in_words
from approvals.domain.rule_changes import RuleChange, SpokenRule, changes, spoken
from approvals.models import BackTest, GuardrailSet
from approvals.queries.guardrails import set_in_force
from opportunities.queries.visible import visible_to
from salesops.charter import Facts, decide
from salesops.core.actor import Actor
from salesops.core.decision import Decision
from salesops.core.errors import NotVisible
from salesops.users.queries import workspace


@dataclass(frozen=True, slots=True)
class Cell:
    """Who decides in one cell of the matrix; `level` is how many."""

    words: str
    level: int
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One discount band."""

    name: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class RuleSetPage:
    """One version: the matrix, the other rules in words, what it changes, and what the person may do with it."""

    row: GuardrailSet
    in_force: GuardrailSet
    compared: GuardrailSet | None
    columns: Sequence[str]
    matrix: Sequence[Row]
    others: Sequence[SpokenRule]
    changes: Sequence[RuleChange]
    versions: Sequence[GuardrailSet]
    test: BackTest | None
    report: Report | None
    deals: Mapping[int, str]
    may_edit: bool
    may_study: bool
    publishing: Decision

    @property
    def is_own_draft(self) -> bool:
        """Whether it is a draft of the person who looks."""
        return self.row.state == "draft" and self.may_edit and self.publishing.code == "R15"

    @property
    def is_in_force(self) -> bool:
        """Whether this is the version that counts now."""
        return self.row.pk == self.in_force.pk

    @property
    def is_moving(self) -> bool:
        """Whether a back-test runs, so that the page looks again by itself."""
        return self.test is not None and self.test.state in ("waiting", "running")

    @property
    def is_tested(self) -> bool:
        """Whether the draft as it is now was tested against what is in force now."""
        test = self.test
        return test is not None and test.state == "done" and self._is_of_this(test)

    @property
    def is_outdated(self) -> bool:
        """Whether there is a test, of another state of the draft or against other rules."""
        return self.test is not None and self.row.state == "draft" and not self._is_of_this(self.test)

    def _is_of_this(self, test: BackTest) -> bool:
        return (test.tested_version, test.against_id) == (self.row.version, self.in_force.pk)


def rule_sets(actor: Actor) -> QuerySet[GuardrailSet]:
    """This function will return the versions, newest first.

    Colleagues read them all, as processes; partners' people and people without a role read none.
    """
    rows = GuardrailSet.objects.select_related("author", "published_by").order_by("-number")
    return rows if may_read_guardrails(actor) else rows.none()


def may_read_guardrails(actor: Actor) -> bool:
    """This function will say whether the person may read the guardrails."""
    return actor.via == "system" or bool(actor.roles - {"partner_rep"})


def may_edit_guardrails(actor: Actor) -> bool:
    """This function will say whether the person may start a draft."""
    return decide(actor, "guardrail.edit", Facts()).allowed


def rule_set(actor: Actor, number: int) -> GuardrailSet:
    """This function will return one version. Raises: NotVisible."""
    found = rule_sets(actor).filter(number=number).first()
    if found is None:
        raise NotVisible("not_found", f"There are no guardrails v{number}.")
    return found


def rule_set_page(actor: Actor, number: int | None, *, now: datetime) -> RuleSetPage:
    """This function will read one version, the one in force where none is named. Raises: NotVisible."""
    in_force = set_in_force(now)
    row = rule_set(actor, number or in_force.number)
    versions = list(rule_sets(actor))
    compared = _compared_with(row, in_force, versions)
    rules = Guardrails.read(row.rules)
    before = Guardrails.read(compared.rules) if compared else rules
    test = _newest_test(actor, row)
    report = sum_up(test.report) if test and test.state == "done" else None
    facts = Facts(set_by_id=row.author_id, team_mode=workspace().team_mode)
    return RuleSetPage(
        row=row,
        in_force=in_force,
        compared=compared,
        columns=[acv_band(column, rules.matrix.acv_edges) for column in range(len(rules.matrix.acv_edges) + 1)],
        matrix=_matrix(rules, before),
        others=_others(rules),
        changes=changes(before, rules),
        versions=versions,
        test=test,
        report=report,
        deals=_names(actor, report) if report else {},
        may_edit=may_edit_guardrails(actor),
        may_study=decide(actor, "exceptions.study", Facts()).allowed,
        publishing=decide(actor, "guardrail.publish", facts),
    )


def _newest_test(actor: Actor, row: GuardrailSet) -> BackTest | None:
    """What became of deals is for those who may see them in full."""
    if not decide(actor, "opp.view_full", Facts()).allowed:
        return None
    return BackTest.objects.filter(draft=row).select_related("by", "against").order_by("-id").first()


def _names(actor: Actor, report: Report) -> dict[int, str]:
    wanted = [pk for shift in report.shifts for pk in shift.deals.examples]
    return {deal.pk: deal.name for deal in visible_to(actor).filter(pk__in=wanted).only("name")}


def _compared_with(row: GuardrailSet, in_force: GuardrailSet, versions: Sequence[GuardrailSet]) -> GuardrailSet | None:
    """A draft is compared with what is in force, a published version with the one it replaced."""
    if row.published_at is None:
        return in_force
    earlier = [each for each in versions if each.published_at and each.published_at < row.published_at]
    return max(earlier, key=lambda each: each.published_at or row.created_at, default=None)


def _matrix(rules: Guardrails, before: Guardrails) -> list[Row]:
    matrix = rules.matrix
    old = {(row, column): cell for row, cells in enumerate(before.matrix.roles) for column, cell in enumerate(cells)}
    return [
        Row(
            discount_band(row, matrix.discount_edges),
            [
                Cell(in_words(roles, matrix.notices[row][column]), len(roles), old.get((row, column)) != roles)
                for column, roles in enumerate(cells)
            ],
        )
        for row, cells in enumerate(matrix.roles)
    ]


def _others(rules: Guardrails) -> list[SpokenRule]:
    hidden = ("Discount bands", "ACV bands", "Payment bands", "Term bands")
    return [rule for rule in spoken(rules) if rule.key not in hidden and not rule.key.startswith("cell ")]
