"""Prepare, check, start and run an import as a job that can be left and come back to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from opportunities import events
from opportunities.domain.mapping import ImportMapping, guess_columns, read_mapping
from opportunities.models import ImportJob, SavedMapping
from opportunities.queries.imports import own_job, saved_mappings
from opportunities.services.check_import import Checked, as_rows, check_import, summary
from opportunities.services.import_rows import Bringing, bring_in
from opportunities.services.read_file import read_file
from salesops.audit.services.record import record
from salesops.charter import Facts, require
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Invalid, SalesOpsError
from salesops.outbox.services.emit import emit
from salesops.users.queries import actor_of

SAMPLE_ROWS = 200
STOPPED = "It stopped on a fault of ours. Rows imported so far stay; start it again to go on."


def upload(*, actor: Actor, now: datetime, file_name: str, content: bytes, process: str) -> ImportJob:
    """This function will take a file in, read it once, and guess what its columns mean.

    Raises: Refused; Invalid for a file that is no plain table.
    """
    require(actor, "import.run", Facts())
    rows = read_file(file_name, content)
    mapping = {"process": process, "columns": guess_columns(rows[0]), "source": "file"}
    # A file with the headings of a saved mapping is read like the last one.
    for saved in saved_mappings(actor):
        if saved.mapping["process"] == process and set(saved.mapping["columns"].values()) <= set(rows[0]):
            mapping = saved.mapping
    return ImportJob.objects.create(
        by_id=actor.person_id,
        file_name=file_name[-200:],
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        sample=rows[:SAMPLE_ROWS],
        mapping=mapping,
        total=len(rows) - 1,
        created_at=now,
    )


def check_job(
    *, actor: Actor, now: datetime, job_id: int, mapping: Mapping[str, Any], kind: str, policy: str, save_as: str = ""
) -> ImportJob:
    """This function will keep the mapping, also under a name where one is given, and check every row.

    Raises: NotVisible, Refused (migration is for sales operations), Invalid.
    """
    job = own_job(actor, job_id)
    require(actor, "import.migrate" if kind == "migration" else "import.run", Facts())
    if job.state not in ("draft", "checked", "failed"):
        raise Invalid({"state": [f"This import is {job.state}."]})
    read = _mapping(mapping)
    if save_as:
        kept = {"mapping": read.as_dict(), "by_id": actor.person_id, "updated_at": now}
        SavedMapping.objects.update_or_create(name=save_as, defaults=kept)
    checked = check_import(actor, read_file(job.file_name, bytes(job.content)), read, now=now)
    job.mapping, job.kind, job.policy, job.state = read.as_dict(), kind, policy, "checked"
    job.counts = checked.counts() | {"groups": summary(checked.problems)}
    job.problems, job.failure = as_rows(checked.problems), ""
    job.save(update_fields=["mapping", "kind", "policy", "state", "counts", "problems", "failure"])
    return job


def start_job(*, actor: Actor, now: datetime, job_id: int) -> ImportJob:
    """This function will hand a checked import to the background; it runs even if the person leaves.

    Starting again resumes one whose process was killed; one that still runs is not run twice.

    Raises: NotVisible, Refused, Invalid if it has not been checked.
    """
    with transaction.atomic():
        job = own_job(actor, job_id, lock=True)
        require(actor, "import.migrate" if job.kind == "migration" else "import.run", Facts())
        if job.state not in ("checked", "failed", "running", "waiting"):
            raise Invalid({"state": ["Check the import first."]})
        job.state, job.done, job.failure = "waiting", 0, ""
        job.save(update_fields=["state", "done", "failure"])
        subject, data = RecordRef("import", job.pk), {"kind": job.kind, "sha256": job.sha256}
        record(actor=actor, action=events.IMPORT_REQUESTED, subject=subject, now=now, data=data)
        emit(type=events.IMPORT_REQUESTED, subject=subject, actor=actor, now=now, data=data)
        return job


def run_job(*, now: datetime, job_id: int) -> ImportJob:
    """This function will run an import to its end as the person who started it, and keep its report.

    One runner at a time: a second one finds the lock taken and leaves. After a kill the next run goes on
    where the last commit stood.
    """
    with _only_runner(job_id) as is_mine:
        job = ImportJob.objects.get(pk=job_id)
        if not is_mine or job.state not in ("waiting", "running"):
            return job
        ImportJob.objects.filter(pk=job_id).update(state="running", beat_at=now)
        try:
            run = _run(actor_of(job.by_id, via="import"), now, job)
        except SalesOpsError as error:
            job.state, job.failure = "failed", f"{error.message} {error.next_action}".strip()
        except Exception:
            # Whatever it was, the person must not be left waiting; the fault itself goes to the log of the process.
            ImportJob.objects.filter(pk=job_id).update(state="failed", failure=STOPPED, finished_at=now)
            raise
        else:
            job.state, job.done = "done", job.total
            everything = run.checked.problems + run.problems
            counts = run.checked.counts() | {"imported": run.created, "refused": len(run.problems)}
            job.counts, job.problems = counts | {"groups": summary(everything)}, as_rows(everything)
        job.finished_at = now
        job.save(update_fields=["state", "failure", "done", "counts", "problems", "finished_at"])
        return job


@contextmanager
def _only_runner(job_id: int) -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('import_job'), %s)", [job_id])
        is_mine = bool(cursor.fetchone()[0])
        try:
            yield is_mine
        finally:
            if is_mine:
                cursor.execute("SELECT pg_advisory_unlock(hashtext('import_job'), %s)", [job_id])


def _run(actor: Actor, now: datetime, job: ImportJob) -> Bringing:
    mapping = _mapping(job.mapping)
    checked: Checked = check_import(actor, read_file(job.file_name, bytes(job.content)), mapping, now=now)
    return bring_in(
        actor=actor,
        now=now,
        checked=checked,
        mapping=mapping,
        sha256=job.sha256,
        is_migration=job.kind == "migration",
        is_all_or_nothing=job.policy == "all",
        progress=lambda done: _beat(job.pk, done),
    )


def _beat(job_id: int, done: int) -> None:
    ImportJob.objects.filter(pk=job_id).update(done=done)


def _mapping(content: Mapping[str, Any]) -> ImportMapping:
    try:
        return read_mapping(content)
    except (ValueError, TypeError) as error:
        raise Invalid({"mapping": [str(error)]}) from error
