"""`/imports/`: take a file or rows in, check them by a mapping, run them, read the report row by row."""

from __future__ import annotations

import csv
import io
from typing import Any, ClassVar

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from opportunities.queries.imports import imports, own_job
from opportunities.services.run_import import check_job, start_job, upload
from salesops.web.api.bodies import FileContent, StrictBody
from salesops.web.api.listing import Filter, Listing
from salesops.web.api.presenting import Presenter
from salesops.web.api.views import ApiView, Bodies, ListView, Scopes

MOST_ROWS = 10_000
READ_WRITE: Scopes = {"GET": "import:run", "POST": "import:run"}


class ImportShape(serializers.Serializer[Any]):
    """An import and how far it is."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    policy = serializers.CharField()
    state = serializers.CharField()
    by_id = serializers.IntegerField()
    file_name = serializers.CharField()
    sha256 = serializers.CharField()
    total = serializers.IntegerField()
    done = serializers.IntegerField()
    counts = serializers.DictField()
    failure = serializers.CharField()
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)


class ImportReportShape(ImportShape):
    """An import with its mapping and its report: what is wrong, row by row, and what fixes it."""

    mapping = serializers.DictField()
    problems = serializers.ListField(child=serializers.DictField())


class NewImportBody(StrictBody):
    """A file (CSV or XLSX, in base64) or rows, the first of which holds the headings."""

    process = serializers.CharField(max_length=60)
    file_name = serializers.CharField(max_length=200, required=False)
    content = FileContent(required=False)
    rows = serializers.ListField(
        child=serializers.ListField(child=serializers.CharField(allow_blank=True), max_length=200),
        min_length=1,
        max_length=MOST_ROWS,
        required=False,
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """This function will insist on a file or rows, one of the two."""
        if ("content" in attrs) == ("rows" in attrs):
            raise serializers.ValidationError("Give content or rows, one of the two.")
        return attrs


class CheckBody(StrictBody):
    """What columns and values mean, and how to import."""

    mapping = serializers.DictField()
    kind = serializers.ChoiceField(choices=["guarded", "migration"], required=False)
    policy = serializers.ChoiceField(choices=["all", "skip"], required=False)
    save_as = serializers.CharField(max_length=80, required=False, allow_blank=True)


class ImportsView(ListView):
    """`/imports/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": NewImportBody}
    presenter = Presenter(ImportShape)
    listing = Listing(filters={"state": Filter("state", serializers.CharField(max_length=8))})

    def get(self, request: Request) -> Response:
        """This function will list the imports."""
        return self.page_of(imports(self.actor))

    def post(self, request: Request) -> Response:
        """This function will take a file in; nothing changes before it is started."""
        given = self.read_body(request)
        job = upload(
            actor=self.actor,
            now=timezone.now(),
            file_name=given.get("file_name") or "rows.csv",
            content=given["content"] if "content" in given else _as_csv(given["rows"]),
            process=given["process"],
        )
        return self.shown(job, status_code=201, location=f"/api/v1/imports/{job.pk}/")


class ImportView(ApiView):
    """`/imports/{id}/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    presenter = Presenter(ImportReportShape)

    def get(self, request: Request, job_id: int) -> Response:
        """This function will show an import with its report."""
        return self.shown(own_job(self.actor, job_id))


class ImportCheckView(ApiView):
    """`/imports/{id}/check/`: the dry run."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": CheckBody}
    created_methods = frozenset()
    presenter = Presenter(ImportReportShape)

    def post(self, request: Request, job_id: int) -> Response:
        """This function will check every row by the mapping, changing nothing."""
        given = {"kind": "guarded", "policy": "all", **self.read_body(request)}
        return self.shown(check_job(actor=self.actor, now=timezone.now(), job_id=job_id, **given))


class ImportStartView(ApiView):
    """`/imports/{id}/start/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    created_methods = frozenset()
    presenter = Presenter(ImportShape)

    def post(self, request: Request, job_id: int) -> Response:
        """This function will start a checked import in the background, or go on with one that was left."""
        return self.shown(start_job(actor=self.actor, now=timezone.now(), job_id=job_id))


def _as_csv(rows: list[list[str]]) -> bytes:
    table = io.StringIO()
    csv.writer(table).writerows(rows)
    return table.getvalue().encode()
