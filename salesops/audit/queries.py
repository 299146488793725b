"""Read the ledger: by record, by person, by outcome; newest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from salesops.audit.domain.anchor import Head
from salesops.audit.models import AuditEntry, AuditHead
from salesops.core.actor import Actor, RecordRef

# Who may read entries of records they could also open; the whole ledger is for sales operations and leaders.
WHOLE_LEDGER_ROLES = ("revops_admin", "leader")
ANCHOR_BATCH = 5_000


def visible_to(actor: Actor) -> QuerySet[AuditEntry]:
    """This function will return the entries the actor may read: all for audit readers, else their own acts (§1.3)."""
    if actor.user_id is None and actor.via != "system":
        return AuditEntry.objects.none()
    if actor.via == "system" or actor.has_role(*WHOLE_LEDGER_ROLES):
        return AuditEntry.objects.all()
    return AuditEntry.objects.filter(actor_id=actor.user_id)


def entries(
    actor: Actor, subject: RecordRef | None = None, *, outcome: str = "", actor_id: int | None = None
) -> QuerySet[AuditEntry]:
    """This function will return entries newest first, of one record where one is named."""
    rows = visible_to(actor).order_by("-id")
    if subject is not None:
        rows = rows.filter(subject_kind=subject.kind, subject_id=subject.id)
    if outcome:
        rows = rows.filter(outcome=outcome)
    if actor_id is not None:
        rows = rows.filter(actor_id=actor_id)
    return rows


def entries_of_record(actor: Actor, subject: RecordRef) -> QuerySet[AuditEntry]:
    """This function will return a record's entries for someone who was already shown the record itself.

    The caller has checked that the actor may see the record: its history is part of it (domain §0.3).
    """
    if actor.user_id is None and actor.via != "system":
        return AuditEntry.objects.none()
    return AuditEntry.objects.filter(subject_kind=subject.kind, subject_id=subject.id).order_by("-id")


def current_heads() -> tuple[int, list[Head]]:
    """This function will return the number of entries and every chain's head, as of one moment."""
    rows = AuditHead.objects.order_by("subject_kind", "subject_id")
    heads = [Head(*row) for row in rows.values_list("subject_kind", "subject_id", "seq", "hash")]
    return sum(head.seq for head in heads), heads


def ledger_size() -> tuple[int, int]:
    """This function will return the numbers of entries and of chains."""
    chains = AuditEntry.objects.values("subject_kind", "subject_id").distinct().count()
    return AuditEntry.objects.count(), chains


def broken_links() -> Iterator[tuple[str, int, int, str]]:
    """This function will return (kind, id, seq, problem) of every entry that is not what or where it was written."""
    sql = """
        SELECT subject_kind, subject_id, seq, CASE
                 WHEN hash <> expected THEN 'edited'
                 WHEN seq <> coalesce(seq_before, 0) + 1 THEN 'missing'
                 ELSE 'relinked' END
        FROM (SELECT subject_kind, subject_id, seq, prev, hash, audit_entry_hash(e) AS expected,
                     lag(hash) OVER chain AS hash_before, lag(seq) OVER chain AS seq_before
              FROM audit_auditentry e
              WINDOW chain AS (PARTITION BY subject_kind, subject_id ORDER BY seq)) links
        WHERE hash <> expected OR seq <> coalesce(seq_before, 0) + 1 OR prev <> coalesce(hash_before, '')
        ORDER BY subject_kind, subject_id, seq
    """
    return _rows(sql, [])


def heads_that_differ() -> Iterator[tuple[str, int, int]]:
    """This function will return (kind, id, seq) of every chain that does not end where its head says."""
    sql = """
        SELECT coalesce(h.subject_kind, e.subject_kind), coalesce(h.subject_id, e.subject_id),
               coalesce(h.seq, e.seq)
        FROM audit_audithead h
        FULL JOIN (SELECT DISTINCT ON (subject_kind, subject_id) subject_kind, subject_id, seq, hash
                   FROM audit_auditentry ORDER BY subject_kind, subject_id, seq DESC) e
          ON e.subject_kind = h.subject_kind AND e.subject_id = h.subject_id
        WHERE (h.seq, h.hash) IS DISTINCT FROM (e.seq, e.hash)
        ORDER BY 1, 2
    """
    return _rows(sql, [])


def anchored_heads_that_differ(heads: list[Head]) -> Iterator[Head]:
    """This function will return the anchored heads that no entry of the ledger matches any more."""
    sql = """
        SELECT a.kind, a.id, a.seq, a.hash
        FROM unnest(%s::text[], %s::bigint[], %s::bigint[], %s::text[]) AS a(kind, id, seq, hash)
        LEFT JOIN audit_auditentry e ON e.subject_kind = a.kind AND e.subject_id = a.id AND e.seq = a.seq
        WHERE e.hash IS DISTINCT FROM a.hash
    """
    for start in range(0, len(heads), ANCHOR_BATCH):
        batch = heads[start : start + ANCHOR_BATCH]
        columns = [[getattr(head, name) for head in batch] for name in ("kind", "id", "seq", "hash")]
        for row in _rows(sql, columns):
            yield Head(*row)


def _rows(sql: str, parameters: list[Any]) -> Iterator[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        yield from cursor.fetchall()


LEDGER_PAGE = 100


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """One page of the ledger, newest first; `older` is the id to go on before, 0 at the end."""

    entries: list[AuditEntry]
    older: int
    sees_all: bool


def ledger_page(actor: Actor, *, subject: str = "", outcome: str = "", before: int | None = None) -> LedgerPage:
    """This function will read a page of the entries the actor may see; `subject` is written `opportunity:42`."""
    kind, _, number = subject.partition(":")
    ref = RecordRef(kind, int(number)) if number.isdecimal() and len(number) < 18 else None
    rows = entries(actor, ref, outcome=outcome)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: LEDGER_PAGE + 1])
    older = found[LEDGER_PAGE - 1].pk if len(found) > LEDGER_PAGE else 0
    return LedgerPage(found[:LEDGER_PAGE], older, actor.has_role(*WHOLE_LEDGER_ROLES))
