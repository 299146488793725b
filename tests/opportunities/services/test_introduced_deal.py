"""The deal that comes of an introduction takes it along, and what its partner promised comes with it (§11.2, T12)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from opportunities.domain.closing import Loss
from opportunities.models import Opportunity
from opportunities.services.convert_lead import Conversion, convert_lead
from opportunities.services.lose import lose
from opportunities.services.reopen import reopen
from qualification.models import RedFlag
from salesops.intake.models import Introduction, Lead, Protection
from salesops.intake.services.amend_lead import amend_lead
from salesops.intake.services.follow_deal import follow_deal
from salesops.intake.services.settle_overdue import settle_overdue
from salesops.notifications.models import Notification
from salesops.outbox.models import Event
from salesops.users.domain.roles import Layer
from tests.cast import NOW, act_as
from tests.intake.introducing import accepted, introduced, new_partner

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
LOSS = Loss("lost", "timing", "They stopped the project until the next fiscal year.", is_reengage_never=True)
KNOWN = {"use_case": "Terminal certification", "industry": "payments", "employees": 400}


def converted(**answered: str) -> tuple[Introduction, Opportunity]:
    """Bring an introduction as far as a deal of Grace's."""
    row = accepted(introduced(act_as("kim"), new_partner(), **answered))
    lead = Lead.objects.get(introduction_id=row.pk)
    amend_lead(actor=act_as("kim"), now=NOW, lead_id=lead.pk, version=lead.version, values=KNOWN)
    deal = convert_lead(
        actor=act_as("kim"), now=LATER, lead_id=lead.pk, how=Conversion("nb.standard", owner_id=act_as("grace").user_id)
    )
    row.refresh_from_db()
    return row, deal


def told(row: Introduction) -> list[str]:
    return list(
        Notification.objects.filter(recipient_id=row.submitted_by_id).order_by("id").values_list("title", flat=True)
    )


class TestTheIntroduction:
    def test_is_converted_with_the_lead_and_held_while_the_deal_is_open(self) -> None:
        row, deal = converted()
        assert (row.state, row.opportunity_id, row.introduced_at) == ("converted", deal.pk, LATER)
        assert Protection.objects.get().is_held
        assert settle_overdue(now=NOW + timedelta(days=365)) == 0
        holder = deal.layer_holders.get(layer=Layer.MARKET)
        assert (holder.partner_id, holder.note) == (row.partner_id, f"Sourced by introduction {row.receipt}")

    def test_is_lost_with_it_and_its_protection_ends_for_good(self) -> None:
        row, deal = converted()
        lose(actor=act_as("grace"), now=LATER, opportunity_id=deal.pk, loss=LOSS)
        row.refresh_from_db()
        held = Protection.objects.get()
        assert (row.state, row.ended_at) == ("lost", LATER)
        assert (held.ended_at, held.end_reason, held.is_held) == (LATER, "lost", False)
        assert told(row)[-1] == "Lakeside Parking Inc. came to nothing this time"
        reopen(actor=act_as("tomas"), now=LATER, opportunity_id=deal.pk, reason="They found the money after all.")
        row.refresh_from_db()
        assert (row.state, row.ended_at) == ("converted", None)
        assert Protection.objects.get().ended_at == LATER

    def test_is_at_proposal_once_an_offer_is_shown_and_never_says_what_it_is(self) -> None:
        row, deal = converted()
        follow_deal(opportunity_id=deal.pk, outcome="proposal", now=LATER)
        row.refresh_from_db()
        assert (row.state, row.progress) == ("converted", "proposal")
        data = Event.objects.filter(type="introduction.progressed.v1", subject_id=row.pk).latest("id").data
        assert data["state"] == "proposal"

    def test_is_won_with_it(self) -> None:
        row, deal = converted()
        follow_deal(opportunity_id=deal.pk, outcome="won", now=LATER)
        row.refresh_from_db()
        held = Protection.objects.get()
        assert (row.state, row.ended_at, held.ended_at, held.end_reason) == ("won", LATER, LATER, "won")
        assert told(row)[-1] == "Lakeside Parking Inc. is a customer: thank you"
        follow_deal(opportunity_id=deal.pk, outcome="won", now=LATER)
        assert told(row).count("Lakeside Parking Inc. is a customer: thank you") == 1

    def test_a_deal_that_nobody_introduced_changes_nothing(self) -> None:
        row = accepted(introduced(act_as("kim"), new_partner()))
        follow_deal(opportunity_id=999_999, outcome="lost", now=LATER)
        assert Introduction.objects.get(pk=row.pk).state == "accepted"


class TestWhatWasPromised:
    def test_becomes_a_red_flag_of_the_new_deal(self) -> None:
        _, deal = converted(promised="yes", promised_what="Live by May, for 40,000 a year.")
        flag = RedFlag.objects.get(opportunity=deal)
        assert flag.text == "The partner already promised the buyer something (T12): Live by May, for 40,000 a year."
        assert (flag.severity, flag.due_on, flag.closed_at) == ("medium", (LATER + timedelta(days=5)).date(), None)
        assert flag.owner_id == act_as("kim").user_id

    def test_is_no_flag_where_nothing_was(self) -> None:
        _, deal = converted(promised="no", promised_what="Typed and taken back.")
        assert not RedFlag.objects.filter(opportunity=deal).exists()
