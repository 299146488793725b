"""A form that writes a document's next version: rows can be added, and nobody's version is written over unread."""

from __future__ import annotations

from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse

from salesops.core.errors import SalesOpsError, StaleVersion
from salesops.web.http import ActingRequest
from salesops.web.sheets import SheetFormView


class VersionedFormView(SheetFormView):
    """A form begun from version `number`, which `load` reads; 0 where nothing is written yet."""

    number: int

    def get_context(self) -> dict[str, Any]:
        """Say which version is written."""
        return super().get_context() | {"number": self.number + 1, "page_url": self.get_back_url()}

    def post(self, request: ActingRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the document, or only make room for more rows."""
        if "more" not in request.POST:
            return super().post(request, *args, **kwargs)
        self.load()
        return self.show(self.form_class(initial=request.POST.dict(), **self.get_form_arguments()))

    def show(self, form: BaseForm, *, status: int = 200, error: SalesOpsError | None = None) -> HttpResponse:
        """Show the form; once both versions were shown, saving again means it."""
        if isinstance(error, StaleVersion):
            form.data = {**self.request.POST.dict(), "number": str(self.number)}
        return super().show(form, status=status, error=error)
