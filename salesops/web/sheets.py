"""One way to show and take a form: in the side-sheet or on a page of its own, with nothing typed lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import render
from django.views import View

from salesops.core.errors import Invalid, SalesOpsError
from salesops.web.http import (
    ActingRequest,
    back_url,
    done,
    htmx_target,
    is_htmx,
    mark_refusal,
    refusal_context,
)


class SheetFormView(View):
    """A form that changes one thing. A subclass names the form and makes one call into a service in `perform`."""

    request: ActingRequest
    form_class: ClassVar[type[BaseForm]]
    template_name: ClassVar[str] = "components/form_page.html"
    title: ClassVar[str] = ""
    lead: ClassVar[str] = ""
    submit_label: ClassVar[str] = "Save"
    submit_style: ClassVar[str] = "primary"
    leaves: ClassVar[bool] = False

    def load(self) -> None:
        """Read what the form is about through a query; set it on `self`."""

    def get_form_class(self) -> type[BaseForm]:
        """Name the form where it depends on what the page is about."""
        return self.form_class

    def get_initial(self) -> dict[str, Any]:
        """Give the values the form starts with."""
        return {key: value for key, value in self.request.GET.items() if key not in ("next",)}

    def get_form_arguments(self) -> dict[str, Any]:
        """Give what the form needs besides data and initial values, for example its choices."""
        return {}

    def perform(self, data: Mapping[str, Any]) -> str | HttpResponse:
        """Call the service; return the sentence that says what happened, or what is to be shown instead of it."""
        raise NotImplementedError

    def get_success_url(self) -> str:
        """Say where a form without JavaScript goes on to."""
        return back_url(self.request, self.get_back_url())

    def get_back_url(self) -> str:
        """Say where cancelling leads."""
        return "/"

    def get_context(self) -> dict[str, Any]:
        """Give the template what it shows around the form."""
        return {}

    def get(self, request: ActingRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form."""
        self.load()
        return self.show(self.get_form_class()(initial=self.get_initial(), **self.get_form_arguments()))

    def post(self, request: ActingRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the form; a refusal comes back with everything typed still in it."""
        self.load()
        form = self.get_form_class()(request.POST, request.FILES, **self.get_form_arguments())
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            said = self.perform(form.cleaned_data)
        except Invalid as error:
            place_errors(form, error)
            return self.show(form, status=error.status)
        except SalesOpsError as error:
            return mark_refusal(self.show(form, status=error.status, error=error), error)
        return (
            said if isinstance(said, HttpResponse) else done(request, said, self.get_success_url(), leave=self.leaves)
        )

    def show(self, form: BaseForm, *, status: int = 200, error: SalesOpsError | None = None) -> HttpResponse:
        """Render form, errors and refusal, in the sheet or on a page."""
        context = {
            "form": form,
            "title": self.title,
            "lead": self.lead,
            "submit_label": self.submit_label,
            "submit_style": self.submit_style,
            "back_url": back_url(self.request, self.get_back_url()),
            "refusal": refusal_context(error) if error else None,
            "next": self.request.POST.get("next") or self.request.GET.get("next") or "",
            **self.get_context(),
        }
        return self.place(self.template_name, context, status=status)

    def show_link(self, address: str, *, name: str, terms: str) -> HttpResponse:
        """Show an address that was made, to be copied now: it is kept nowhere. `terms` says what it does, how long."""
        context = {"name": name, "address": address, "terms": terms, "back_url": self.get_back_url()}
        return self.place("web/link_made.html", {"title": "Send this link", **context, **self.get_context()})

    def place(self, template_name: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        """Render a template in the sheet, where it is swapped, or on a page of its own, which it leaves when done."""
        in_sheet = is_htmx(self.request) and htmx_target(self.request) == "sheet"
        name = f"{template_name}#sheet" if in_sheet else template_name
        return render(self.request, name, {**context, "in_sheet": in_sheet}, status=status)


def place_errors(form: BaseForm, error: Invalid) -> None:
    """Put each sentence beside its field; what belongs to no field stands above the form."""
    for name, sentences in error.fields.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)
