"""Many leads at once: ticked, rehearsed, applied."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from salesops.intake.models import Lead
from tests.cast import Cast, hire
from tests.intake.leads import a_lead

WHY = "She knows the boards of both."


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_hands_over_what_was_ticked(
    transactional_db: None, open_page: Callable[..., Page], axe: Callable[[Page], list[str]], size: str
) -> None:
    cast = Cast({name: hire(name) for name in ("grace", "elena", "kim")})
    leads = [a_lead(cast), a_lead(cast, company="Solvane Bank"), a_lead(cast, company="Nordlys Energi")]
    page = open_page("/leads/?show=all", person="kim", size=size)
    for lead in leads[:2]:
        page.get_by_label(f"Select {lead.company}").check()
    bar = page.get_by_role("region", name="Change the selected leads")
    expect(bar).to_contain_text("2 selected")
    bar.get_by_label("What to do").select_option("disqualify")
    expect(bar.get_by_label("New owner")).to_be_hidden()
    bar.get_by_label("What to do").select_option("owner")
    bar.get_by_role("button", name="Dry run").click()
    expect(bar).to_contain_text("New owner: This field is required.")
    bar.get_by_label("New owner").select_option(label=cast.elena.name)
    bar.get_by_label("Reason").and_(bar.locator(":enabled")).fill(WHY)
    bar.get_by_role("button", name="Dry run").click()
    expect(bar).to_contain_text("2 will change")
    assert axe(page) == []
    assert not Lead.objects.filter(owner_id=cast.elena.user_id).exists()
    bar.get_by_role("button", name="Apply to 2 leads").click()
    expect(bar).to_contain_text("2 changed")
    assert set(Lead.objects.filter(owner_id=cast.elena.user_id)) == set(leads[:2])
