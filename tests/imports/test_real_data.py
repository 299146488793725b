"""8,800 real opportunities, flaws included: the report names every flaw, one alias mends 1,480 rows, all load."""

from __future__ import annotations

import resource
import time
from pathlib import Path

import pytest
from django.db.models import Count
from django.utils import timezone

from opportunities.models import Opportunity
from opportunities.services.check_import import summary
from opportunities.services.import_files import FileImport, FileResult, import_file
from opportunities.services.import_reference import import_accounts, import_people, import_products
from opportunities.services.read_file import read_file
from tests.cast import Cast
from tests.imports.real_data import REAL_DATA

pytestmark = pytest.mark.usefixtures("as_importer")

STAGES = {"Won": "closed_won", "Lost": "closed_lost", "Engaging": "negotiation", "Prospecting": "discovery"}


def _sheet(name: str) -> list[list[str]]:
    return read_file(name, (REAL_DATA / name).read_bytes())


def _import(cast: Cast, products: dict[str, str], *, is_dry_run: bool, date_format: str = "DD-MM-YY") -> FileResult:
    wish = FileImport(
        path=Path(REAL_DATA / "sales_pipeline.csv"),
        email=cast.user("kim").email,
        mapping={"values": {"stage": STAGES, "product": products}, "source": "crm-sales-opportunities"},
        process="generic.three_stage",
        date_format=date_format,
        is_migration=True,
        is_all_or_nothing=True,
        is_dry_run=is_dry_run,
    )
    return import_file(wish, now=timezone.now(), progress=lambda done: None)


def test_it_names_every_flaw_and_loads_all_of_it(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    now = timezone.now()
    import_products(actor=cast.kim, sheet=_sheet("products.csv"))
    import_accounts(actor=cast.kim, now=now, sheet=_sheet("accounts.csv"))
    import_people(actor=cast.kim, now=now, sheet=_sheet("sales_teams.csv"), domain="people.test")

    with pytest.raises(Exception, match="look like DD-MM-YY") as unconfirmed:
        _import(cast, {}, is_dry_run=True, date_format="")
    assert "also possible" in str(unconfirmed.value)

    checked = _import(cast, {}, is_dry_run=True)
    groups = {(group["field"], group["what"]): group for group in summary(checked.problems)}
    assert groups["account", "The row has no account."]["rows"] == 1425
    assert groups["created_on", "The row has no engage date."]["rows"] == 500
    misspelt = groups["product", "There is no product GTXPro."]
    assert misspelt["rows"] == 1480
    assert "gtx pro" in misspelt["fix"].lower()
    assert checked.counts["bad"] == 1480
    assert not Opportunity.objects.exists()

    started = time.monotonic()
    result = _import(cast, {"GTXPro": "GTX Pro"}, is_dry_run=False)
    seconds = time.monotonic() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    with capsys.disabled():
        print(
            f"\nreal data: {result.counts['imported']:,} rows in {seconds:.1f} s, {memory} MB at most in this process"
        )
    assert result.counts["imported"] == 8800
    kinds = dict(Opportunity.objects.values_list("stage_kind").annotate(Count("id")).order_by())
    assert (kinds["won"], kinds["lost"]) == (4238, 2473)
    assert round(100 * kinds["won"] / (kinds["won"] + kinds["lost"]), 1) == 63.2
    first = Opportunity.objects.get(source_key="1C1I7A6R")
    assert (first.created_at.date().isoformat(), first.closed_at.date().isoformat()) == ("2016-10-20", "2017-03-01")
    assert first.stage_events.get().origin.keys() == {"file", "row"}

    again = _import(cast, {"GTXPro": "GTX Pro"}, is_dry_run=False)
    assert again.counts["imported"] == 0
    assert again.counts["already"] == 8800
    assert Opportunity.objects.count() == 8800
