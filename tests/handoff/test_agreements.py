"""A win writes its agreement in the same transaction, a void ends it, and nothing else touches it (domain §8.0)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client

from handoff import handlers
from handoff.models import Agreement
from handoff.queries import agreements, agreements_of_accounts
from handoff.services import sign_agreement
from opportunities.domain.subtypes import months_after
from opportunities.queries.subtypes import proposal_of, running_agreements
from opportunities.services.confirm_won import confirm_won
from opportunities.services.void_won import void_won
from salesops.accounts.services.merge_accounts import merge_accounts
from salesops.accounts.services.unmerge_accounts import unmerge_accounts
from salesops.outbox.models import Event
from tests.cast import Cast
from tests.flows.standard import STAGES, Standard
from tests.opportunities.closing import Closable
from tests.story import Deal, new_account

pytestmark = pytest.mark.django_db
WHY = "It was booked on the wrong company."


def sell(cast: Cast, **more: Any) -> Deal:
    """Win a deal of the three-stage process without an offer."""
    deal = Deal(cast, more={"recurring": Decimal(30_000), "term_months": 12}, **more)
    deal.open_discovery_gate()
    deal.advance()
    deal.open_negotiation_gate()
    confirm_won(**deal.known(cast.naomi))
    return deal


def void(deal: Deal) -> None:
    """Take the win back, finance and operations together."""
    kim = deal.cast.user("kim").pk
    void_won(**deal.known(deal.cast.naomi), reason=WHY, second_person_id=kim)


def held_by(deal: Deal, account_id: int) -> list[str]:
    """Return the names of the agreements an account holds, as rules and its page read them alike."""
    rows = agreements_of_accounts(deal.actor, [account_id], now=deal.now)
    shown = [each.name for each in rows[account_id].rows] if rows else []
    assert shown == [each.name for each in running_agreements(account_id, now=deal.now)]
    return shown


class TestSigned:
    """What the agreement says."""

    def test_without_an_offer_it_keeps_the_deals_money(self, cast: Cast) -> None:
        deal = sell(cast)
        row = Agreement.objects.get()
        day = deal.now.date()
        assert (row.name, row.account_id, row.offer, row.channel) == ("Network analytics", deal.account.pk, None, "")
        assert (row.starts_on, row.ends_on) == (day, months_after(day, 12))
        assert (row.tcv, row.currency, row.signed_on.isoformat()) == (deal.row.tcv, "USD", "2026-01-05")
        assert row.terms["recurring"] == "30000.00"
        assert len(row.fingerprint) == 64
        told = Event.objects.filter(subject_id=deal.id).order_by("id").values_list("type", flat=True)
        assert list(told)[-2:] == ["opportunity.won.v1", "agreement.signed.v1"]

    def test_with_an_offer_it_has_the_quotes_terms(self, cast: Cast) -> None:
        closable = Closable(cast, "direct_signature")
        deal = closable.deal
        deal.open_discovery_gate()
        deal.advance()
        deal.open_negotiation_gate()
        closable.choose()
        authority = closable.file("signer_authority").pk
        closable.name(admin_id=None, authority_id=authority, renews_by_itself=True)
        quote = closable.quote()
        confirm_won(**deal.known(cast.naomi))
        row = Agreement.objects.get()
        assert (row.quote, row.offer, row.channel) == (quote, quote.offer, "direct_signature")
        assert (row.terms, row.fingerprint) == (quote.terms, quote.fingerprint)
        assert (row.acv, row.renews_by_itself) == (Decimal(63_000), True)

    def test_the_win_and_it_are_there_together_or_not_at_all(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(**known: Any) -> None:
            raise RuntimeError

        monkeypatch.setattr(handlers, "sign_agreement", fail)
        deal = Deal(cast)
        deal.open_discovery_gate()
        deal.advance()
        deal.open_negotiation_gate()
        with pytest.raises(RuntimeError):
            confirm_won(**deal.known(cast.naomi))
        assert deal.row.stage == "negotiation"

    def test_it_is_voided_with_the_win_and_written_anew(self, cast: Cast) -> None:
        deal = sell(cast)
        void(deal)
        row = Agreement.objects.get()
        assert (row.voided_at, row.voided_reason) == (deal.now, WHY)
        assert Event.objects.latest("id").type == "agreement.voided.v1"
        confirm_won(**deal.known(cast.naomi))
        assert Agreement.objects.filter(voided_at=None).count() == 1


class TestRunning:
    """What lower rooms read of it."""

    def test_the_sub_type_rule_reads_it(self, cast: Cast) -> None:
        deal = sell(cast)
        again = Deal(cast, account=deal.account, process="nb.edge")
        assert proposal_of(again.row, now=deal.now).subtype == "upsell"
        void(deal)
        assert proposal_of(again.row, now=deal.now).subtype == "new_business"

    def test_it_runs_until_its_last_day(self, cast: Cast) -> None:
        deal = sell(cast)
        last = deal.now + (Agreement.objects.get().ends_on - deal.now.date())
        assert [each.name for each in running_agreements(deal.account.pk, now=last)] == ["Network analytics"]
        assert running_agreements(deal.account.pk, now=last + timedelta(days=1)) == []
        assert running_agreements(None, now=deal.now) == []

    def test_a_merge_of_accounts_takes_it_along_and_its_undoing_gives_it_back(self, cast: Cast) -> None:
        deal, kept = sell(cast), new_account("Kept")
        known = {"actor": cast.kim, "now": deal.now}
        merge = merge_accounts(**known, kept_id=kept.pk, absorbed_id=deal.account.pk, reason="The same company twice.")
        assert held_by(deal, kept.pk) == ["Network analytics"]
        assert held_by(deal, deal.account.pk) == []
        unmerge_accounts(**known, merge_id=merge.pk)
        assert held_by(deal, kept.pk) == []
        assert held_by(deal, deal.account.pk) == ["Network analytics"]

    def test_an_account_shows_its_own(self, cast: Cast) -> None:
        deal = sell(cast)
        found = agreements_of_accounts(deal.actor, [deal.account.pk], now=deal.now)
        assert [each.name for each in found[deal.account.pk].rows] == ["Network analytics"]
        assert not agreements(cast.victor).exists()


class TestGuard:
    """The database takes what was won, and nothing else."""

    @pytest.mark.parametrize(
        ("change", "refusal"),
        [
            ("acv = acv + 1", "permission denied"),
            ("ends_on = ends_on + 1", "permission denied"),
            ("voided_at = now(), voided_reason = 'No'", "only voided"),
        ],
    )
    def test_it_does_not_change(self, cast: Cast, change: str, refusal: str) -> None:
        sell(cast)
        with pytest.raises(DatabaseError, match=refusal), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE handoff_agreement SET {change}")

    def test_none_is_written_for_what_was_not_won(self, cast: Cast) -> None:
        sold, deal = sell(cast), Deal(cast)
        plain = {
            each.attname: getattr(Agreement.objects.get(), each.attname)
            for each in Agreement._meta.concrete_fields
            if each.name not in ("id", "opportunity")
        }
        with pytest.raises(IntegrityError, match="says what was won"), transaction.atomic():
            Agreement.objects.create(**plain, opportunity_id=deal.id)
        void(sold)
        with pytest.raises(IntegrityError, match="says what was won"), transaction.atomic():
            Agreement.objects.create(**plain, opportunity_id=sold.id)

    def test_none_is_written_that_leaves_out_the_offer(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        closable = Closable(cast, "direct_signature")
        deal = closable.deal
        deal.open_discovery_gate()
        deal.advance()
        deal.open_negotiation_gate()
        closable.choose()
        closable.name(admin_id=None, authority_id=closable.file("signer_authority").pk)
        closable.quote()
        monkeypatch.setattr(sign_agreement, "ACCEPTED", "withdrawn")
        with pytest.raises(IntegrityError, match="says what was won"), transaction.atomic():
            confirm_won(**deal.known(cast.naomi))
        monkeypatch.undo()
        confirm_won(**deal.known(cast.naomi))
        assert Agreement.objects.get().offer == closable.pricing.offer


def test_the_whole_way_ends_in_an_agreement(cast: Cast) -> None:
    standard = Standard(cast, "marketplace")
    for stage in STAGES:
        for act in getattr(standard, stage)():
            act()
        if stage != "signature":
            standard.deal.advance()
    confirm_won(**standard.deal.known(cast.naomi))
    row = Agreement.objects.get()
    assert (row.channel, row.tcv) == ("marketplace", standard.asking.pricing.terms.options[0].tcv)

    def test_programs_read_it_by_who_holds_it(self, cast: Cast, program: Callable[[str], Client]) -> None:
        deal = sell(cast)
        merged = new_account("Kept")
        merge_accounts(actor=cast.kim, now=deal.now, kept_id=merged.pk, absorbed_id=deal.account.pk, reason=WHY)
        found = (
            program("elena").get(f"/api/v1/agreements/?account={merged.pk}&fields=account_id,name").json()["results"]
        )
        assert found == [{"account_id": merged.pk, "name": "Network analytics"}]
        assert program("elena").get(f"/api/v1/agreements/?account={deal.account.pk}").json()["results"] == []
