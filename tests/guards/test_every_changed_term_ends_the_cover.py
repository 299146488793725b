"""Every covered field, in every stage of the standard process, changed by every path: the approval no longer covers (P6).

A change is either refused with nothing changed, or it leaves the offer outside its approval, in Python and in SQL, and the
offer is not shown: not by the service, not by raw SQL.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.test import Client

from approvals.domain.lifecycle import approval_ends
from opportunities.domain.commercial import CommercialStanding
from opportunities.models import Offer, OfferLine, OfferOption
from opportunities.queries.offer_terms import fingerprint_of, terms_of
from opportunities.services.create_offer import create_offer
from opportunities.services.present_offer import present_offer
from salesops.core.errors import Conflict, SalesOpsError
from salesops.process.domain.registry import load_facts
from tests.approvals.asking import Asking
from tests.cast import Cast, key_for
from tests.flows.standard import STAGES, Standard
from tests.qualification.offering import Offering

pytestmark = pytest.mark.django_db
IS_LONG = os.environ.get("SALESOPS_PROVE") == "long"


class Change(NamedTuple):
    """One covered field and a worse value of it."""

    model: type[models.Model]
    column: str
    value: Any


def changes(standard: Standard) -> dict[str, Change]:
    """Return every covered field with a value outside what was approved."""
    too_late = approval_ends(standard.deal.now.date()) + timedelta(days=1)
    return {
        "legal entity": Change(Offer, "legal_entity", "A shell company"),
        "channel": Change(Offer, "channel", "purchase_order"),
        "paper": Change(Offer, "paper", "customer"),
        "clauses": Change(Offer, "clauses", ["indemnity"]),
        "marketplace fee": Change(Offer, "marketplace_fee", Decimal("9.00")),
        "partner fee": Change(Offer, "partner_fee", Decimal("9.00")),
        "valid until": Change(Offer, "valid_until", too_late),
        "currency": Change(Offer, "currency", "EUR"),
        "longer term": Change(OfferOption, "term_months", 48),
        "shorter term": Change(OfferOption, "term_months", 6),
        "payment days": Change(OfferOption, "payment_days", 60),
        "payment in parts": Change(OfferOption, "is_split_payment", True),
        "billing": Change(OfferOption, "billing", "monthly"),
        "net price": Change(OfferLine, "unit_net", Decimal("1000.00")),
        "quantity": Change(OfferLine, "quantity", Decimal("0.50")),
        "list price": Change(OfferLine, "unit_list", Decimal("1.00")),
    }


class Path:
    """One way to change an offer; each is given the draft's number and says whether it was taken."""

    def __init__(self, standard: Standard, number: int) -> None:
        self.deal, self.number = standard.deal, number
        self.offer = Offer.objects.get(opportunity=standard.deal.id, number=number)

    def of(self, change: Change) -> models.QuerySet[Any]:
        """The rows the change is about: of the lines the first."""
        where = {Offer: "pk", OfferOption: "offer", OfferLine: "option__offer"}[change.model]
        rows = change.model._default_manager.filter(**{where: self.offer.pk})
        return rows.filter(position=1) if change.model is OfferLine else rows

    def by_orm(self, change: Change) -> bool:
        """Set the column by a queryset."""
        return self._tried(lambda: self.of(change).update(**{change.column: change.value}))

    def by_sql(self, change: Change) -> bool:
        """Set the column by a statement."""
        ids = list(self.of(change).values_list("pk", flat=True))
        table, column = change.model._meta.db_table, change.column
        with connection.cursor() as cursor:
            return self._tried(
                lambda: cursor.execute(f'UPDATE "{table}" SET "{column}" = %s WHERE id = ANY(%s)', [change.value, ids])
            )

    def by_form(self, change: Change) -> bool:
        """Save the editor's form with the field changed."""
        client = Client()
        client.force_login(self.deal.cast.user("elena"), backend="salesops.users.services.sign_in.ThrottledBackend")
        option = terms_of(self.offer.pk).options[0]
        data: dict[str, Any] = {"letter": option.letter, "version": self.offer.version, **self._shared(change)}
        data |= {name: getattr(option, name) for name in ("term_months", "payment_days", "billing")}
        for index, line in enumerate(option.lines):
            given = {"code": line.code, "quantity": line.quantity, "unit_net": line.unit_net, "net_was": line.unit_net}
            data |= {f"{name}_{index}": value for name, value in given.items()}
        name = f"{change.column}_0" if change.model is OfferLine else change.column
        data[name] = change.value
        answer = client.post(f"/opportunities/{self.deal.id}/offers/{self.number}/", data)
        return answer.status_code == 302

    def by_rest(self, change: Change) -> bool:
        """Put the offer with the field changed."""
        client = Client(headers={"Authorization": f"Bearer {self.key}"})
        option = terms_of(self.offer.pk).options[0]
        body = self._shared(change) | {"option": option_body(option)}
        into = {Offer: body, OfferOption: body["option"], OfferLine: body["option"]["lines"][0]}[change.model]
        into[change.column] = change.value
        answer = client.put(
            f"/api/v1/opportunities/{self.deal.id}/offers/{self.number}/",
            json.dumps(body, default=str),
            content_type="application/json",
            headers={"If-Match": f'"{self.offer.version}"'},
        )
        return answer.status_code == 200

    key = ""

    def _shared(self, change: Change) -> dict[str, Any]:
        names = (
            "currency paper channel marketplace marketplace_fee partner_fee legal_entity valid_until clauses".split()
        )
        return {name: getattr(self.offer, name) for name in names}

    def _tried(self, write: Callable[[], Any]) -> bool:
        try:
            with transaction.atomic():
                write()
        except DatabaseError:
            return False
        return True


def option_body(option: Any) -> dict[str, Any]:
    lines = [{"code": line.code, "quantity": line.quantity, "unit_net": line.unit_net} for line in option.lines]
    names = ("letter", "term_months", "payment_days", "billing", "is_split_payment")
    return {name: getattr(option, name) for name in names} | {"lines": lines}


PATHS = {"form": Path.by_form, "REST": Path.by_rest, "ORM": Path.by_orm, "SQL": Path.by_sql}
# What no path may write at all: the price book says the list price, and lines keep its currency.
NEVER_WRITTEN = {("list price", "ORM"), ("list price", "SQL"), ("currency", "ORM"), ("currency", "SQL")}


def test_no_changed_term_stays_covered(cast: Cast) -> None:
    standard = Standard(cast)
    Path.key = key_for("elena", "deal:read", "deal:read.com", "deal:write")
    outcomes: dict[tuple[str, str], set[bool]] = {}
    standard.asking.submit()
    standard.asking.approve_all()
    for stage in STAGES:
        assert standard.deal.row.stage == stage
        for name, change, how in _turns(changes(standard), STAGES.index(stage)):
            with transaction.atomic():
                outcomes.setdefault((name, how), set()).add(_changed_and_outside(standard, change, PATHS[how]))
                transaction.set_rollback(True)
        for act in getattr(standard, stage)():
            act()
        if stage != STAGES[-1]:
            standard.deal.advance()
    written = {key for key, taken in outcomes.items() if True in taken}
    assert set(outcomes) - written == NEVER_WRITTEN | {("list price", "form"), ("list price", "REST"), ("currency", "form"), ("currency", "REST")}  # fmt: skip


def _turns(found: dict[str, Change], turn: int) -> Iterator[tuple[str, Change, str]]:
    """Every field by every path in the long form; else one path a field and stage, each pair in one stage at least."""
    for place, (name, change) in enumerate(found.items()):
        hows = list(PATHS) if IS_LONG else [list(PATHS)[(place + turn) % len(PATHS)]]
        yield from ((name, change, how) for how in hows)


def test_a_changed_scope_ends_the_cover(cast: Cast) -> None:
    asking = Asking(cast)
    asking.submit()
    asking.approve_all()
    assert _outside(asking.pricing.offer) == []
    Offering(asking.deal).write()
    assert _outside(asking.pricing.offer) == ["scope"]


def test_an_option_nobody_approved_ends_the_cover(cast: Cast) -> None:
    asking = Asking(cast)
    asking.submit()
    asking.approve_all()
    asking.pricing.add_option()
    assert _outside(asking.pricing.offer) != []


def _changed_and_outside(standard: Standard, change: Change, act: Callable[[Path, Change], bool]) -> bool:
    """Change a fresh, covered draft; say whether the change was taken, and insist that it then covers nothing."""
    number = create_offer(**standard.deal.known(), copy_of=standard.asking.pricing.number).number
    offer = Offer.objects.get(opportunity=standard.deal.id, number=number)
    Offer.objects.filter(pk=offer.pk).update(valid_until=standard.asking.pricing.offer.valid_until)
    before = fingerprint_of(offer.pk)
    assert _outside(offer) == []
    path = Path(standard, number)
    taken = act(path, change)
    if not taken or fingerprint_of(offer.pk) == before:
        assert fingerprint_of(offer.pk) == before
        return False
    assert _outside(offer) != [], (change, act.__name__)
    standing = load_facts("opportunity", [standard.deal.id], standard.deal.now)[standard.deal.id].part(
        CommercialStanding
    )
    assert not standing.cover(offer.pk).is_covered
    known = {**standard.deal.known(), "number": number}
    with pytest.raises(SalesOpsError) as refused:
        present_offer(**known)
    assert isinstance(refused.value, Conflict)
    assert refused.value.code in ("R06", "R23")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE opportunities_offer SET state = 'presented', presented_at = now(), presented_by_id = created_by_id "
            "WHERE id = %s",
            [offer.pk],
        )
    return True


def _outside(offer: Offer) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT offer_outside(%s, now())", [offer.pk])
        found: list[str] = cursor.fetchone()[0]
        return found
