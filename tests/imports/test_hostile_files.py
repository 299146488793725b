"""Over sixty hostile files: each a clear error, nothing changed (P24)."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from opportunities.models import Opportunity
from opportunities.services.import_files import FileImport, import_file
from salesops.core.errors import Invalid
from tests.cast import Cast
from tests.imports.hostile import FILES, GOOD
from tests.story import new_account

pytestmark = pytest.mark.django_db

WATCHED = (
    "opportunities_opportunity", "opportunities_stageevent", "audit_auditentry", "outbox_event", "accounts_account",
)  # fmt: skip


def _counts() -> list[int]:
    with connection.cursor() as cursor:
        counts = []
        for table in WATCHED:
            cursor.execute(f"SELECT count(*) FROM {table}")
            counts.append(cursor.fetchone()[0])
    return counts


def _wish(cast: Cast, path: Path) -> FileImport:
    return FileImport(
        path=path,
        email=cast.user("elena").email,
        mapping={"date_format": "YYYY-MM-DD"},
        process="generic.three_stage",
        date_format="",
        is_migration=False,
        is_all_or_nothing=True,
        is_dry_run=False,
    )


@pytest.fixture
def ground(cast: Cast) -> Cast:
    """The people and the account the files name."""
    cast.user("elena")
    cast.user("lucia")
    new_account("Fjordline Telecom")
    return cast


def test_there_are_at_least_sixty() -> None:
    assert len(FILES) >= 60


def test_the_good_file_comes_in(ground: Cast, tmp_path: Path) -> None:
    path = tmp_path / "good.csv"
    path.write_text(GOOD)

    result = import_file(_wish(ground, path), now=timezone.now(), progress=lambda done: None)

    assert result.counts["imported"] == 1
    assert Opportunity.objects.get().source_key == "K1"


@pytest.mark.parametrize("name", FILES)
def test_it_is_refused_in_words_and_changes_nothing(name: str, ground: Cast, tmp_path: Path) -> None:
    file_name, make = FILES[name]
    path = tmp_path / file_name.replace("/", "_").replace("\r\n", "_")
    path.write_bytes(make())
    before = _counts()

    with pytest.raises(Invalid) as refused:
        import_file(_wish(ground, path), now=timezone.now(), progress=lambda done: None)

    sentence = refused.value.message
    assert len(sentence) > 20
    assert "Traceback" not in sentence
    assert _counts() == before
