"""The kit of a partner: what is published for them, and nothing of what we are still working on (domain §11.7)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from salesops.db.roles import PARTNER
from salesops.intake.models import Introduction, MarketingAsset
from salesops.intake.services.write_asset import create_asset, move_asset
from tests.cast import act_as
from tests.intake.introducing import introduced, new_partner, person_of, portal_client

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "partner"])


def an_asset(title: str, audience: str = "partner_kit", to: str = "published") -> MarketingAsset:
    """File an asset and bring it to a state."""
    known: dict[str, Any] = {"actor": act_as("ida"), "now": timezone.now()}
    shown = {"channel": "partners", "link": "https://halden.example/kit", "summary": "Five slides."}
    asset = create_asset(**known, title=title, kind="report", audience=audience, **shown)
    states = ("draft", "review", "published", "retired")
    for state in states[: states.index(to) + 1]:
        move_asset(**known, asset_id=asset.pk, to=state)
    return asset


def partner() -> tuple[Client, Introduction]:
    """A partner's browser and an introduction of theirs."""
    now = timezone.now()
    filed = new_partner(now=now)
    person = person_of(filed, now=now)
    return portal_client(person, now), introduced(act_as("kim"), filed, now=now)


def add(client: Client, sent: Introduction, asset: MarketingAsset) -> Any:
    """Say on the receipt that an asset was shown to the buyer."""
    return client.post(f"/partners/introductions/{sent.receipt}/details/", {"asset": asset.pk})


def test_it_holds_what_is_published_for_partners_or_for_everybody() -> None:
    for title, audience, state in (
        ("Five slides", "partner_kit", "published"), ("A report", "public", "published"),
        ("Our playbook", "internal", "published"), ("Not yet", "partner_kit", "review"), ("Old", "public", "retired"),
    ):  # fmt: skip
        an_asset(title, audience, state)
    text = partner()[0].get("/partners/kit/").content.decode()
    seen = {title for title in ("Five slides", "A report", "Our playbook", "Not yet", "Old") if title in text}
    assert seen == {"Five slides", "A report"}


def test_without_a_named_partner_the_role_reads_none_of_it(connect_as: Any) -> None:
    an_asset("Five slides")
    known = new_partner(now=timezone.now())
    with connect_as(PARTNER) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM intake_portalkit")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT set_config('salesops.partner', %s, true)", [str(known.pk)])
        cursor.execute("SELECT count(*) FROM intake_portalkit")
        assert cursor.fetchone() == (1,)


def test_what_was_shown_to_the_buyer_is_chosen_on_the_receipt() -> None:
    asset, (client, sent) = an_asset("Five slides"), partner()
    assert add(client, sent, asset).status_code == 302
    sent.refresh_from_db()
    assert sent.asset == asset
    move_asset(actor=act_as("ida"), now=timezone.now(), asset_id=asset.pk, to="retired")
    assert "No longer in the kit" in client.get(f"/partners/introductions/{sent.receipt}/").content.decode()


@pytest.mark.parametrize(("audience", "state"), [("internal", "published"), ("partner_kit", "review")])
def test_nothing_else_of_ours_can_be_chosen(audience: str, state: str) -> None:
    asset, (client, sent) = an_asset("Our playbook", audience, state), partner()
    answer = add(client, sent, asset)
    assert answer.status_code == 422
    assert "Choose something of the kit." in answer.content.decode()
    assert "Our playbook" not in answer.content.decode()
    sent.refresh_from_db()
    assert sent.asset is None
