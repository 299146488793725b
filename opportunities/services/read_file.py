"""Read a stranger's file in a process of its own, with memory and time limits."""

from __future__ import annotations

import json
import resource
import subprocess
import sys

from django.conf import settings

from salesops.core.errors import Invalid

MEMORY_BYTES = 512 * 1024 * 1024
SECONDS = 60


def read_file(name: str, content: bytes) -> list[list[str]]:
    """This function will return the rows of a CSV or XLSX file as text, the heading first (reliability P24).

    Raises: Invalid with one sentence for anything that is not a plain table within the limits.
    """
    command = [sys.executable, "-m", "opportunities.domain.sheets", name.replace("\x00", "")[-200:] or "?"]
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, timeout=SECONDS, preexec_fn=_limit, check=False,
            cwd=settings.BASE_DIR,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise _fault(f"The file took longer than {SECONDS} seconds to read; split it.") from error
    if done.returncode:
        raise _fault("The file needs more memory than a table of 10 MB should; it was not read.")
    rows = [json.loads(line) for line in done.stdout.split(b"\n") if line]
    if rows and isinstance(rows[-1], dict):
        raise _fault(rows[-1]["fault"])
    if len(rows) < 2:
        raise _fault("The file has a heading but no rows.")
    return rows


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def _fault(sentence: str) -> Invalid:
    return Invalid({"file": [sentence]}, code="bad_file")
