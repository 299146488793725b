"""Import opportunities from a CSV or XLSX file: dry run first, then for real."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from opportunities.services.check_import import as_rows, summary
from opportunities.services.import_files import FileImport, import_file
from salesops.core.errors import SalesOpsError
from salesops.env import parse_database_url

IMPORT_URL = "DATABASE_IMPORT_URL"


class Command(BaseCommand):
    """One file, one mapping, one report. Without --apply nothing is changed."""

    requires_system_checks: list[str] = []  # they load every page of the site; who starts the site runs them
    help = "Import opportunities from CSV or XLSX; without --apply it is a dry run."

    def add_arguments(self, parser: CommandParser) -> None:
        """This function will name the file and how to read it."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--as", dest="email", required=True, help="e-mail of the person who imports")
        parser.add_argument("--mapping", type=Path, help="YAML or JSON: process, columns, values, date_format, source")
        parser.add_argument("--process", default="generic.three_stage")
        parser.add_argument("--date-format", default="", help="confirm the dates' form, such as DD-MM-YY")
        parser.add_argument("--migration", action="store_true", help="place records where they stood (operations)")
        parser.add_argument("--skip-bad", action="store_true", help="import the good rows; default is all or nothing")
        parser.add_argument("--apply", action="store_true", help="import for real")
        parser.add_argument("--report", type=Path, help="write the per-row report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """This function will print the report: groups of problems with their fix, then the counts."""
        if options["migration"] and IMPORT_URL in os.environ:
            self._become_importer()
        wish = FileImport(
            path=options["file"],
            email=options["email"],
            mapping=_read(options["mapping"]),
            process=options["process"],
            date_format=options["date_format"],
            is_migration=options["migration"],
            is_all_or_nothing=not options["skip_bad"],
            is_dry_run=not options["apply"],
        )
        try:
            result = import_file(wish, now=timezone.now(), progress=self._progress)
        except (SalesOpsError, OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        self._print(result.problems, result.counts)
        if options["report"]:
            options["report"].write_text(json.dumps(as_rows(result.problems, 50_000), indent=1))

    def _become_importer(self) -> None:
        """Only the import role places records: from here on this process speaks to the database as that role."""
        connection.close()
        connection.settings_dict.update(parse_database_url(os.environ[IMPORT_URL]))
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")

    def _progress(self, done: int) -> None:
        self.stderr.write(f"{done:,} rows", ending="\r")

    def _print(self, problems: Any, counts: dict[str, int]) -> None:
        for group in summary(problems):
            kind = "warning" if group["is_warning"] else "problem"
            rows = ", ".join(map(str, group["first"]))
            self.stdout.write(
                f"{group['rows']:>6,} × {kind} {group['field']}: {group['what']} Fix: {group['fix']} (rows {rows} …)"
            )
        self.stdout.write(", ".join(f"{name} {number:,}" for name, number in counts.items()))


def _read(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        raise CommandError(f"{path} holds no mapping.")
    return content
