"""Health is recomputed on the events that matter and nightly, and what changed is kept (domain §9)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from opportunities.domain.closing import Loss
from opportunities.services.amend import amend
from opportunities.services.lose import lose
from opportunities.services.set_next_step import set_next_step
from opportunities.services.set_rates import set_rates
from qualification.models import Health, HealthChange, StageBenchmark
from qualification.services.health_facts import read_for_health
from qualification.services.recompute_all_health import recompute_all_health
from qualification.services.recompute_benchmarks import recompute_benchmarks
from qualification.services.recompute_health import recompute_health
from salesops.outbox.services.drain import drain
from tests.cast import Cast
from tests.story import NOTE, Deal, new_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(cast: Cast) -> Deal:
    """A deal in Discovery that asks for nothing more, and whose criteria nobody knows."""
    deal = Deal(cast)
    deal.open_discovery_gate()
    deal.assess("champion", 1)
    return deal


def read(deal: Deal, **later: int) -> Health:
    """Recompute one deal, so much later, and return its reading."""
    assert recompute_health(ids=[deal.id], now=deal.now + timedelta(**later)) == 1
    return Health.objects.get(pk=deal.id)


class TestAReading:
    def test_says_what_adds_up_to_its_score(self, deal: Deal) -> None:
        health = read(deal)
        assert health.score == 50 + sum(signal["points"] for signal in health.signals)
        assert {signal["key"] for signal in health.signals} == {"r_meddpicc"}
        assert health.velocity == "standard"
        assert 0 < health.priority <= 100

    def test_follows_what_happens(self, deal: Deal) -> None:
        before = read(deal).score
        amend(**deal.known(), changes={"position": "preferred"})
        assert read(deal).score == before + 8

    def test_is_kept_once_for_every_change(self, deal: Deal) -> None:
        read(deal)
        read(deal, minutes=1)
        assert HealthChange.objects.count() == 1
        late = read(deal, days=40)
        assert (late.velocity, HealthChange.objects.count()) == ("at_risk", 2)
        assert "days" in late.velocity_sentence

    def test_counts_pushes_of_the_close_date_only(self, deal: Deal) -> None:
        for days in (100, 95, 110, 130):
            amend(**deal.known(), changes={"close_date": deal.now.date() + timedelta(days=days)})
        sentences = [signal["sentence"] for signal in read(deal).signals if signal["key"] == "r_time"]
        assert sentences == ["The close date was pushed 3 times."]

    def test_sees_a_deal_recover(self, deal: Deal) -> None:
        assert read(deal, days=22).velocity == "at_risk"
        assert read(deal, days=30).velocity == "at_risk"
        deal.now += timedelta(days=31)
        deal.assess("champion", 1)
        deal.log_call()
        deal.log_call()
        assert read(deal).velocity == "standard"
        set_next_step(**deal.known(), text="Send the offer", due=deal.now.date() + timedelta(days=3))
        assert read(deal).velocity == "recovery"

    def test_ends_with_the_deal(self, deal: Deal) -> None:
        last = read(deal)
        lose(**deal.known(), loss=Loss("lost", "timing", detail=NOTE, is_reengage_never=True))
        assert recompute_health(ids=[deal.id, 999_999], now=deal.now + timedelta(days=90)) == 0
        assert Health.objects.get(pk=deal.id).computed_at == last.computed_at


class TestTheOutbox:
    def test_brings_every_act_to_the_reading(self, deal: Deal) -> None:
        while drain(now=timezone.now()):
            pass
        before = Health.objects.get(pk=deal.id).score
        amend(**deal.known(), changes={"position": "sole"})
        while drain(now=timezone.now()):
            pass
        assert Health.objects.get(pk=deal.id).score == before + 8


class TestTheNight:
    def test_reads_every_open_deal(self, cast: Cast, deal: Deal) -> None:
        other = Deal(cast, account=new_account("Solvane Bank"))
        assert recompute_all_health(now=deal.now) == 2
        assert set(Health.objects.values_list("pk", flat=True)) == {deal.id, other.id}

    def test_keeps_no_median_of_fewer_than_ten_deals(self, deal: Deal) -> None:
        assert recompute_benchmarks(now=deal.now) == 0
        assert not StageBenchmark.objects.exists()


class TestPriority:
    def test_compares_deals_in_the_reporting_currency(self, cast: Cast, deal: Deal) -> None:
        rates = {"INR": Decimal("0.012")}
        set_rates(actor=cast.kim, now=deal.now, on=deal.now.date(), rates=rates)
        rupees = Deal(cast, account=new_account("Pampas Energía"))
        amend(**deal.known(), changes={"recurring": Decimal(90_000)})
        amend(**rupees.known(), changes={"recurring": Decimal(900_000), "currency": "INR"})
        readings = {each.id: each.value_share for each in read_for_health([deal.id, rupees.id], deal.now)}
        assert readings == {deal.id: 1.0, rupees.id: 0.5}
