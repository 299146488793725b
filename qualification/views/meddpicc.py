"""Forms about one MEDDPICC component of one opportunity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.http import Http404
from django.utils import timezone

from opportunities.forms.deal import DealFormView, whole
from opportunities.queries.choices import activity_choices, contact_choices, document_choices
from qualification.domain.details import DETAILS
from qualification.domain.meddpicc import BY_KEY, Component
from qualification.forms.meddpicc import AssessForm, DetailsForm, rows_of
from qualification.queries.meddpicc import assessments, details
from qualification.services.assess import NewAssessment, assess
from qualification.services.cosign import cosign
from qualification.services.write_details import write_details


class ComponentView(DealFormView):
    """A form about one component, named in the address."""

    component: Component

    def load(self) -> None:
        """Read the deal; an unknown component is not found."""
        super().load()
        key = self.kwargs["component"]
        if key not in BY_KEY:
            raise Http404
        self.component = BY_KEY[key]

    def get_context(self) -> dict[str, Any]:
        """Show what the component means and what to ask."""
        return super().get_context() | {
            "title": f"{self.title}: {self.component.label}",
            "lead": self.component.meaning,
        }


class AssessView(ComponentView):
    """A fresh level with fresh evidence."""

    form_class = AssessForm
    title = "Assess"
    submit_label = "Record the level"

    def get_initial(self) -> dict[str, Any]:
        """Start with the level there is; the evidence has to be fresh."""
        newest = assessments(self.actor, self.deal.pk, self.component.key).first()
        return {"level": newest.level if newest else 1}

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer the deal's people, activities and documents."""
        return {
            "contacts": contact_choices(self.actor, self.deal),
            "activities": activity_choices(self.actor, self.deal),
            "documents": document_choices(self.actor, self.deal),
        }

    def get_context(self) -> dict[str, Any]:
        """Show the key questions above, what was known before below."""
        past = assessments(self.actor, self.deal.pk, self.component.key)[:10]
        return super().get_context() | {
            "before_form": "qualification/questions.html",
            "after_form": "qualification/past.html",
            "component": self.component,
            "past": list(past),
        }

    def perform(self, data: Mapping[str, Any]) -> str:
        """Record it."""
        new = NewAssessment(
            component=self.component.key,
            level=data["level"],
            note=data["note"],
            source_class=data["source_class"],
            contact_id=whole(data["contact_id"]),
            activity_id=whole(data["activity_id"]),
            document_id=whole(data["document_id"]),
            link=data["link"],
        )
        assess(actor=self.actor, now=timezone.now(), opportunity_id=self.deal.pk, new=new)
        return f"{self.component.label} is at level {data['level']}."


class CosignView(ComponentView):
    """A second person's word on a level 3."""

    form_class = Form
    title = "Co-sign level 3"
    submit_label = "Co-sign"

    def get_context(self) -> dict[str, Any]:
        """Show what one puts one's name to."""
        past = assessments(self.actor, self.deal.pk, self.component.key)[:1]
        return super().get_context() | {"after_form": "qualification/past.html", "past": list(past)}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Co-sign it."""
        cosign(actor=self.actor, now=timezone.now(), opportunity_id=self.deal.pk, component=self.component.key)
        return f"{self.component.label} co-signed."


class DetailsView(ComponentView):
    """The rows behind a component: metrics, criteria, steps, pains, competitors."""

    form_class = DetailsForm
    title = "Write down"

    def load(self) -> None:
        """Only some components keep rows."""
        super().load()
        if self.component.key not in DETAILS:
            raise Http404

    def get_form_arguments(self) -> dict[str, Any]:
        """Make room for the rows there are and two more."""
        return {
            "component": self.component.key,
            "count": details(self.actor, self.deal.pk, self.component.key).count() + 2,
        }

    def get_initial(self) -> dict[str, Any]:
        """Start with the rows there are."""
        columns = ("text", *DETAILS[self.component.key][1])
        rows = details(self.actor, self.deal.pk, self.component.key)
        return {f"{column}_{index}": getattr(row, column) for index, row in enumerate(rows) for column in columns}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Write them."""
        write_details(
            actor=self.actor,
            now=timezone.now(),
            opportunity_id=self.deal.pk,
            component=self.component.key,
            rows=rows_of(data, self.component.key),
        )
        return f"{self.component.label} saved."
