"""Settings › Import: take a file, map it, check it, run it, read the report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from opportunities.forms.imports import MappingForm, UploadForm
from opportunities.queries.imports import ImportPage, import_page, imports, process_choices
from opportunities.services.run_import import check_job, start_job, upload
from salesops.core.errors import Invalid, SalesOpsError
from salesops.web.http import ActingRequest, mark_refusal, refusal_context, render_page
from salesops.web.sheets import SheetFormView, place_errors


@require_GET
def show_imports(request: ActingRequest) -> HttpResponse:
    """Show the imports one may see."""
    return render(request, "opportunities/import_list.html", {"rows": list(imports(request.actor)[:100])})


class UploadView(SheetFormView):
    """A file taken in."""

    form_class = UploadForm
    title = "Import opportunities"
    lead = "Nothing changes until you have seen the check."
    submit_label = "Read the file"
    leaves = True
    job_id: int

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer the published processes."""
        return {"processes": process_choices(self.request.actor)}

    def get_back_url(self) -> str:
        """Cancelling leads to the list."""
        return reverse("opportunities:imports")

    def get_success_url(self) -> str:
        """Go on to the mapping."""
        return reverse("opportunities:import", args=[self.job_id])

    def perform(self, data: Mapping[str, Any]) -> str:
        """Read it once."""
        file = data["file"]
        job = upload(
            actor=self.request.actor,
            now=timezone.now(),
            file_name=file.name,
            content=file.read(),
            process=data["process"],
        )
        self.job_id = job.pk
        return f"{job.total:,} rows read."


def _form(page: ImportPage, data: Any = None) -> MappingForm:
    mapping = page.job.mapping
    initial = {
        "kind": page.job.kind,
        "policy": page.job.policy,
        "date_format": mapping.get("date_format") or page.likely_format,
        "source": mapping.get("source", "file"),
        "creates_accounts": mapping.get("creates_accounts", False),
        **{f"column__{target}": column for target, column in mapping.get("columns", {}).items()},
    }
    return MappingForm(
        data,
        initial=initial,
        headings=page.headings,
        may_migrate=page.may_migrate,
        unknown=page.unknown,
        choices=page.choices,
    )


def _show(
    request: ActingRequest,
    page: ImportPage,
    form: MappingForm,
    *,
    status: int = 200,
    error: SalesOpsError | None = None,
) -> HttpResponse:
    context = {"page": page, "job": page.job, "form": form, "refusal": refusal_context(error) if error else None}
    return render_page(request, "opportunities/import_page.html", context, status=status, partial="progress")


@require_GET
def show_import(request: ActingRequest, job_id: int) -> HttpResponse:
    """Show one import: its mapping, its check, how far it is, its report."""
    page = import_page(request.actor, job_id, now=timezone.now())
    return _show(request, page, _form(page))


@require_POST
def check(request: ActingRequest, job_id: int) -> HttpResponse:
    """Check the file by the mapping, changing nothing."""
    actor, now = request.actor, timezone.now()
    page = import_page(actor, job_id, now=now)
    form = _form(page, request.POST)
    if not form.is_valid():
        return _show(request, page, form, status=422)
    data = form.cleaned_data
    try:
        mapping = form.mapping(page.job.mapping)
        check_job(
            actor=actor,
            now=now,
            job_id=job_id,
            mapping=mapping,
            kind=data["kind"],
            policy=data["policy"],
            save_as=data["save_as"],
        )
    except Invalid as error:
        place_errors(form, error)
        return _show(request, page, form, status=422)
    except SalesOpsError as error:
        return mark_refusal(_show(request, page, form, status=error.status, error=error), error)
    return redirect("opportunities:import", job_id)


@require_POST
def start(request: ActingRequest, job_id: int) -> HttpResponse:
    """Start the import in the background, or go on with one that was left."""
    start_job(actor=request.actor, now=timezone.now(), job_id=job_id)
    return redirect("opportunities:import", job_id)
