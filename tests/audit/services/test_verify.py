"""The ledger: chained by the trigger, anchored outside, and six kinds of tampering found every time (P7)."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, ProgrammingError, connection, transaction

from salesops.audit.models import AuditEntry, AuditHead
from salesops.audit.services.anchor import anchor
from salesops.audit.services.record import Act, record, record_many
from salesops.audit.services.verify import verify
from salesops.core.actor import SYSTEM, RecordRef
from tests.cast import NOW

KEY = "k" * 50
TIMES = 200 if os.environ.get("SALESOPS_PROVE") == "long" else 20
CHAINS, LENGTH = 6, 8


def write_ledger(first: int = 1) -> None:
    """Write CHAINS chains of LENGTH entries, interleaved as real ones are."""
    acts = [
        Act("deal.changed.v1", RecordRef("opportunity", first + chain), {"step": step, "note": f"Ünïcode {chain}"})
        for step in range(LENGTH)
        for chain in range(CHAINS)
    ]
    record_many(actor=SYSTEM, now=NOW, acts=acts)


@pytest.mark.django_db
class TestChain:
    def test_links_every_entry_to_the_one_before(self, tmp_path: Path) -> None:
        write_ledger()
        chain = list(AuditEntry.objects.filter(subject_id=1).order_by("seq"))
        assert [entry.seq for entry in chain] == list(range(1, LENGTH + 1))
        assert [entry.prev for entry in chain] == ["", *(entry.hash for entry in chain[:-1])]
        assert AuditHead.objects.get(subject_id=1).hash == chain[-1].hash
        assert verify(folder=tmp_path, key=KEY).is_whole

    def test_is_the_same_whatever_the_session_s_time_zone(self, tmp_path: Path) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL timezone = 'Asia/Kolkata'")
        record(actor=SYSTEM, action="a", subject=RecordRef("x", 1), now=NOW, data={"at": NOW})
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL timezone = 'America/Lima'")
        assert verify(folder=tmp_path, key=KEY).is_whole

    def test_takes_no_hash_or_number_from_the_writer(self) -> None:
        entry = AuditEntry(
            subject_kind="x", subject_id=1, at=NOW, actor_name="A", via="web", action="a", seq=99, prev="p", hash="h"
        )
        entry.save(force_insert=True)
        stored = AuditEntry.objects.get()
        assert (stored.seq, stored.prev) == (1, "")
        assert len(stored.hash) == 64

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE audit_auditentry SET action = 'nothing'",
            "DELETE FROM audit_auditentry",
            "TRUNCATE audit_auditentry",
            "UPDATE audit_audithead SET seq = 0",
            "DELETE FROM audit_audithead",
            "INSERT INTO audit_audithead (subject_kind, subject_id, seq, hash) VALUES ('x', 7, 1, '')",
            "ALTER TABLE audit_auditentry DISABLE TRIGGER ALL",
            "DROP TRIGGER b_chain ON audit_auditentry",
            "SET session_replication_role = replica",
            "CREATE OR REPLACE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        ],
    )
    def test_cannot_be_changed_by_the_application_s_role(self, statement: str) -> None:
        write_ledger()
        before = list(AuditEntry.objects.order_by("id").values())
        with pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
        assert list(AuditEntry.objects.order_by("id").values()) == before

    def test_cannot_be_changed_by_the_owner_of_the_tables(self, owner_connection: Any) -> None:
        with owner_connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO audit_auditentry (subject_kind, subject_id, seq, at, actor_name, via, action,"
                " outcome, code, data, prev, hash) VALUES ('x', 1, 0, now(), 'A', 'web', 'a', 'done', '',"
                " '{}', '', '')"
            )
            for statement in ("UPDATE audit_auditentry SET action = 'b'", "DELETE FROM audit_auditentry"):
                cursor.execute("SAVEPOINT s")
                with pytest.raises(Exception, match="append-only"):
                    cursor.execute(statement)
                cursor.execute("ROLLBACK TO SAVEPOINT s")
        owner_connection.rollback()


Cursor = Any


def _chain(cursor: Cursor, subject: int) -> list[int]:
    cursor.execute("SELECT id FROM audit_auditentry WHERE subject_id = %s ORDER BY seq", [subject])
    return [row[0] for row in cursor.fetchall()]


def _recompute(cursor: Cursor, subject: int) -> None:
    """Do what a careful forger does: number, link and hash the whole chain anew, and its head."""
    ids = _chain(cursor, subject)
    cursor.execute("UPDATE audit_auditentry SET seq = -seq WHERE subject_id = %s", [subject])
    previous = ""
    for seq, entry in enumerate(ids, start=1):
        cursor.execute("UPDATE audit_auditentry SET seq = %s, prev = %s WHERE id = %s", [seq, previous, entry])
        cursor.execute("UPDATE audit_auditentry e SET hash = audit_entry_hash(e) WHERE id = %s RETURNING hash", [entry])
        previous = cursor.fetchone()[0]
    cursor.execute(
        "UPDATE audit_audithead SET seq = %s, hash = %s WHERE subject_id = %s", [len(ids), previous, subject]
    )


def edit(cursor: Cursor, subject: int, luck: random.Random) -> None:
    entry = luck.choice(_chain(cursor, subject))
    column = luck.choice(["actor_name", "action", "via", "outcome"])
    cursor.execute(f"UPDATE audit_auditentry SET {column} = 'forged' WHERE id = %s", [entry])


def delete_middle(cursor: Cursor, subject: int, luck: random.Random) -> None:
    entry = luck.choice(_chain(cursor, subject)[:-1])
    cursor.execute("DELETE FROM audit_auditentry WHERE id = %s", [entry])


def delete_tail(cursor: Cursor, subject: int, luck: random.Random) -> None:
    ids = _chain(cursor, subject)
    gone = ids[-luck.randint(1, len(ids) - 1) :]
    cursor.execute("DELETE FROM audit_auditentry WHERE id = ANY(%s)", [gone])
    cursor.execute(
        "UPDATE audit_audithead h SET (seq, hash) = (SELECT seq, hash FROM audit_auditentry e"
        " WHERE e.subject_id = h.subject_id ORDER BY seq DESC LIMIT 1) WHERE subject_id = %s",
        [subject],
    )


def insert(cursor: Cursor, subject: int, luck: random.Random) -> None:
    at = luck.randint(1, LENGTH)
    cursor.execute("UPDATE audit_auditentry SET seq = seq + 1000 WHERE subject_id = %s AND seq >= %s", [subject, at])
    cursor.execute(
        "INSERT INTO audit_auditentry (subject_kind, subject_id, seq, at, actor_name, via, action, outcome, code,"
        " data, prev, hash) SELECT subject_kind, subject_id, %s, at, 'Nobody', via, 'slipped.in.v1', outcome, code,"
        " data, prev, hash FROM audit_auditentry WHERE subject_id = %s LIMIT 1",
        [at, subject],
    )
    cursor.execute("UPDATE audit_auditentry SET seq = seq - 999 WHERE subject_id = %s AND seq >= 1000", [subject])


def reorder(cursor: Cursor, subject: int, luck: random.Random) -> None:
    first, second = luck.sample(range(1, LENGTH + 1), 2)
    for old, new in ((first, 9001), (second, first), (9001, second)):
        cursor.execute("UPDATE audit_auditentry SET seq = %s WHERE subject_id = %s AND seq = %s", [new, subject, old])


def remove_record(cursor: Cursor, subject: int, luck: random.Random) -> None:
    cursor.execute("DELETE FROM audit_auditentry WHERE subject_id = %s", [subject])
    cursor.execute("DELETE FROM audit_audithead WHERE subject_id = %s", [subject])


TAMPERINGS: list[Callable[[Cursor, int, random.Random], None]] = [
    edit, delete_middle, delete_tail, insert, reorder, remove_record,
]  # fmt: skip


@pytest.mark.django_db(transaction=True)
class TestTampering:
    """A superuser with the guards asleep; the careful one also recomputes chain and head."""

    @pytest.mark.parametrize("is_careful", [False, True], ids=["clumsy", "careful"])
    @pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda tamper: tamper.__name__)
    def test_is_found_every_time(self, tamper, is_careful, tmp_path: Path, connect_as) -> None:
        write_ledger()
        anchor(now=NOW, folder=tmp_path, key=KEY)
        write_ledger(first=101)
        superuser = connect_as("")
        found = 0
        for round_number in range(TIMES):
            luck = random.Random(round_number)
            with superuser.cursor() as cursor:
                cursor.execute("SET session_replication_role = replica")
                subject = luck.randint(1, CHAINS)
                tamper(cursor, subject, luck)
                if is_careful and tamper is not remove_record:
                    _recompute(cursor, subject)
            superuser.commit()
            found += not verify(folder=tmp_path, key=KEY).is_whole
            _rewrite(superuser)
            assert verify(folder=tmp_path, key=KEY).findings == []
        assert found == TIMES


def _rewrite(superuser: Any) -> None:
    """Bring the ledger back to what was anchored: the same acts give the same hashes."""
    with superuser.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("DELETE FROM audit_auditentry")
        cursor.execute("DELETE FROM audit_audithead")
        cursor.execute("SET session_replication_role = DEFAULT")
    superuser.commit()
    write_ledger()
    write_ledger(first=101)


@pytest.mark.django_db
class TestAnchor:
    def test_holds_only_what_changed_since_the_one_before(self, tmp_path: Path) -> None:
        write_ledger()
        first = anchor(now=NOW, folder=tmp_path, key=KEY)
        record(actor=SYSTEM, action="a", subject=RecordRef("opportunity", 1), now=NOW, data={})
        second = anchor(now=NOW, folder=tmp_path, key=KEY)
        sizes = [(tmp_path / line.heads_file).stat().st_size for line in (first, second)]
        assert (first.entries, second.entries) == (CHAINS * LENGTH, CHAINS * LENGTH + 1)
        assert second.previous == first.signature
        assert sizes[1] < sizes[0]
        assert verify(folder=tmp_path, key=KEY).is_whole

    @pytest.mark.parametrize("how", ["edit", "drop_first", "drop_heads", "other_key", "garbage"])
    def test_that_was_changed_is_found(self, how: str, tmp_path: Path) -> None:
        for _ in range(2):
            write_ledger()
            anchor(now=NOW, folder=tmp_path, key=KEY)
        path = tmp_path / "anchors.jsonl"
        lines = path.read_text().splitlines(keepends=True)
        if how == "edit":
            path.write_text(lines[0].replace('"entries": 48', '"entries": 40') + lines[1])
        elif how == "drop_first":
            path.write_text(lines[1])
        elif how == "drop_heads":
            next(tmp_path.glob("heads-*1.tsv.gz")).unlink()
        elif how == "garbage":
            path.write_text(lines[0] + "{}\n")
        report = verify(folder=tmp_path, key="another key" if how == "other_key" else KEY)
        assert "anchor_file" in {finding.problem for finding in report.findings}

    def test_that_counted_more_entries_than_there_are_is_found(self, tmp_path: Path) -> None:
        write_ledger()
        with transaction.atomic():
            point = transaction.savepoint()
            record(actor=SYSTEM, action="a", subject=RecordRef("late", 1), now=NOW, data={})
            anchor(now=NOW, folder=tmp_path, key=KEY)
            transaction.savepoint_rollback(point)
        problems = {finding.problem for finding in verify(folder=tmp_path, key=KEY).findings}
        assert problems == {"count", "anchor"}

    def test_left_half_by_a_kill_is_taken_up_by_the_next(self, tmp_path: Path) -> None:
        write_ledger()
        (tmp_path / "heads-00000001.tsv.gz").write_bytes(b"half")
        anchor(now=NOW, folder=tmp_path, key=KEY)
        assert verify(folder=tmp_path, key=KEY).is_whole


@pytest.mark.django_db
class TestCommands:
    def test_say_that_the_ledger_is_whole(self, settings, tmp_path: Path, capsys) -> None:
        settings.ANCHOR_DIR = tmp_path
        write_ledger()
        call_command("audit_anchor")
        call_command("audit_verify", anchors=tmp_path)
        assert "48 entries, 6 chains, 1 anchors" in capsys.readouterr().out

    def test_end_with_an_error_where_something_was_found(self, settings, tmp_path: Path) -> None:
        settings.ANCHOR_DIR = tmp_path
        write_ledger()
        call_command("audit_anchor")
        settings.ANCHOR_KEY = "another"
        with pytest.raises(CommandError, match="findings"):
            call_command("audit_verify", anchors=tmp_path)
