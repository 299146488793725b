"""Exception economics: what was granted against what it won and earned, by band and by approver (domain §6.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import (
    Avg,
    Case,
    Count,
    ExpressionWrapper,
    F,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, NullIf

from approvals.domain.guardrails import discount_band
from approvals.models import ApprovalRequest, Decision
from approvals.queries.guardrails import rules_in_force
from opportunities.models import OfferLine
from opportunities.queries.visible import visible_to
from salesops.charter import Facts, require
from salesops.core.actor import Actor
from salesops.users.queries import names_of_people

GRANTED = ("approved", "expired", "superseded", "voided")
SHOWN = 100
OUTCOMES = {"won": "Won", "lost": "Lost", "open": "Open"}
ANSWERS = {"granted": "Granted", "rejected": "Rejected"}


@dataclass(frozen=True, slots=True)
class Line:
    """One band or one approver: decided requests, what became of their deals, what was granted and earned.

    `discount` and `margin` are means in percent; a mean of nothing is None.
    """

    key: int
    name: str
    requests: int
    granted: int
    rejected: int
    won: int
    lost: int
    open: int
    discount: Decimal | None
    margin: float | None

    @property
    def win_rate(self) -> Decimal | None:
        """Won of what was won or lost, in percent."""
        closed = self.won + self.lost
        return Decimal(100 * self.won) / closed if closed else None


@dataclass(frozen=True, slots=True)
class Economics:
    """The page: both tables, and the records behind the number that was opened."""

    bands: Sequence[Line]
    approvers: Sequence[Line]
    records: Sequence[ApprovalRequest]
    number: int
    chosen: Sequence[str]


def economics(actor: Actor, *, now: datetime, chosen: Mapping[str, str]) -> Economics:
    """This function will weigh every decided request about an offer that the actor may see.

    `chosen` narrows the records: band, approver, outcome, answer; what is not known is left out.

    Raises: Refused.
    """
    require(actor, "exceptions.study", Facts())
    edges = rules_in_force(now).matrix.discount_edges
    bands = {row: discount_band(row, edges) for row in range(len(edges) + 1)}
    decided = _decided(actor, edges)
    by_approver = list(
        decided.filter(steps__decision__isnull=False).values(key=F("steps__decision__by")).annotate(**_SUMS)
    )
    names = names_of_people(row["key"] for row in by_approver)
    narrowed, words = _narrow(decided, chosen, bands, names)
    return Economics(
        bands=[_line(row, bands) for row in decided.values(key=F("band")).annotate(**_SUMS).order_by("key")],
        approvers=sorted((_line(row, names) for row in by_approver), key=lambda line: (-line.requests, line.name)),
        records=list(narrowed.select_related("opportunity", "offer").order_by("-decided_at", "-id")[:SHOWN]),
        number=narrowed.count(),
        chosen=words,
    )


_COUNT = {"granted": Q(state__in=GRANTED), "rejected": Q(state="rejected")} | {
    kind: Q(opportunity__stage_kind=kind) for kind in OUTCOMES
}
_SUMS: dict[str, Any] = {
    "requests": Count("id", distinct=True),
    **{name: Count("id", distinct=True, filter=condition) for name, condition in _COUNT.items()},
    "mean_discount": Avg("discount", filter=Q(state__in=GRANTED)),
    "mean_margin": Avg("margin", filter=Q(state__in=GRANTED)),
}


def _decided(actor: Actor, edges: Sequence[Decimal]) -> QuerySet[Any]:
    rows = ApprovalRequest.objects.filter(
        opportunity__in=visible_to(actor),
        discount__isnull=False,
        decided_at__isnull=False,
        state__in=(*GRANTED, "rejected"),
    )
    above = [When(discount__lte=edge, then=Value(row)) for row, edge in enumerate(edges)]
    return rows.annotate(band=Case(*above, default=Value(len(edges))), margin=Subquery(_margin()))


def _margin() -> QuerySet[OfferLine, dict[str, Any]]:
    """The margin of the option that was chosen, of the first one where none was yet."""
    years = Case(
        When(charge="recurring", then=F("option__term_months") / Value(12.0)),
        default=Value(1.0),
        output_field=FloatField(),
    )
    net = ExpressionWrapper(Cast(F("quantity") * F("unit_net"), FloatField()) * years, output_field=FloatField())
    cost = ExpressionWrapper(Cast(F("quantity") * F("unit_cost"), FloatField()) * years, output_field=FloatField())
    of_option = Q(option=OuterRef("offer__selected_option")) | Q(
        option__offer=OuterRef("offer"), option__offer__selected_option=None, option__letter="A"
    )
    sums = OfferLine.objects.filter(of_option).order_by().values("option").annotate(net=Sum(net), cost=Sum(cost))
    return sums.values_list((F("net") - F("cost")) * 100 / NullIf(F("net"), Value(0.0)))[:1]


def _line(row: Mapping[str, Any], names: Mapping[int, str]) -> Line:
    return Line(
        key=row["key"],
        name=names[row["key"]],
        discount=row["mean_discount"],
        margin=row["mean_margin"],
        **{name: row[name] for name in ("requests", *_COUNT)},
    )


def _narrow(
    rows: QuerySet[Any], chosen: Mapping[str, str], bands: Mapping[int, str], names: Mapping[int, str]
) -> tuple[QuerySet[Any], list[str]]:
    words = []
    for known, field in ((bands, "band"), (names, "approver")):
        asked = chosen.get(field, "")
        if asked.isdecimal() and int(asked) in known:
            words.append(known[int(asked)])
            of_person = Decision.objects.filter(by=int(asked)).values("step__request")
            rows = rows.filter(band=int(asked)) if field == "band" else rows.filter(pk__in=of_person)
    for labels, field in ((OUTCOMES, "outcome"), (ANSWERS, "answer")):
        asked = chosen.get(field, "")
        if asked in labels:
            words.append(labels[asked])
            rows = rows.filter(_COUNT[asked])
    return rows, words
