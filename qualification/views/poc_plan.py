"""The success plan: written as a form, read as a document, sent to the champion, signed off by mail or meeting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from opportunities.forms.deal import whole
from opportunities.queries.choices import activity_choices, contact_choices, document_choices
from qualification.domain.success_plan import PlanTerms, terms_from_data
from qualification.forms.poc import SendLinkForm, SignOffForm
from qualification.forms.success_plan import SPARE_CRITERIA, SPARE_PEOPLE, SuccessPlanForm, initial_of, terms_of
from qualification.queries.poc import champion_choices, current_plan, plan_versions, poc_of
from qualification.services.record_signature import SignOff, record_signature
from qualification.services.send_sign_link import send_sign_link
from qualification.services.write_success_plan import write_success_plan
from qualification.views.poc import PocFormView
from qualification.views.versioned import VersionedFormView
from salesops.core.errors import NotVisible
from salesops.web.http import ActingRequest, render_page


class SuccessPlanView(VersionedFormView, PocFormView):
    """Write the plan; each time a new version."""

    form_class = SuccessPlanForm
    template_name = "qualification/plan_form.html"
    title = "Success plan"
    submit_label = "Save as a new version"
    leaves = True

    def load(self) -> None:
        """Read the plan there is, and who could take part."""
        super().load()
        plan = current_plan(self.poc)
        self.number = plan.number if plan else 0
        self.terms: PlanTerms | None = terms_from_data(plan.terms) if plan else None
        self.contacts = contact_choices(self.actor, self.deal)

    def get_initial(self) -> dict[str, Any]:
        """Start with the terms there are, or with what the deal knows already."""
        terms = initial_of(self.terms) if self.terms else {"use_case": self.deal.use_case}
        return terms | {"number": self.number}

    def get_form_arguments(self) -> dict[str, Any]:
        """Make room for the rows there are and a few more."""
        criteria, people = (len(self.terms.criteria), len(self.terms.participants)) if self.terms else (2, 1)
        posted = self.request.POST
        return {
            "contacts": self.contacts,
            "criteria": max(criteria + SPARE_CRITERIA, _rows(posted, "text") + ("more" in posted) * SPARE_CRITERIA),
            "people": max(people + SPARE_PEOPLE, _rows(posted, "person") + ("more" in posted) * SPARE_PEOPLE),
        }

    def perform(self, data: Mapping[str, Any]) -> str:
        """Write it."""
        names = {int(pk): words.partition(",")[0] for pk, words in self.contacts}
        champions = [int(pk) for pk, _ in champion_choices(self.actor, self.deal)]
        terms = terms_of(data, names, champions)
        plan = write_success_plan(**self.known(), terms=terms, read_number=data["number"])
        if plan.number == self.number:
            return f"Nothing changed: version {plan.number} stands."
        signed = "the signature still covers it" if plan.agrees_with_id else "the champion signs it next"
        return f"Version {plan.number} written; {signed}."


def _rows(posted: Mapping[str, Any], column: str) -> int:
    return sum(name.startswith(f"{column}_") for name in posted)


class SendLinkView(PocFormView):
    """Make the link the champion signs by; its address is shown once."""

    form_class = SendLinkForm
    title = "Send the plan to sign"
    lead = "The link works once, for 14 days, for this version. A link made earlier stops working."
    submit_label = "Make the link"

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer the deal's champions."""
        return {"champions": champion_choices(self.actor, self.deal)}

    def perform(self, data: Mapping[str, Any]) -> HttpResponse:
        """Make the link and show it, once."""
        sent = send_sign_link(**self.known(), contact_id=data["contact"])
        champion = sent.link.contact.name
        return self.show_link(
            self.request.build_absolute_uri(reverse("qualification:sign", args=[sent.secret])),
            name=champion,
            terms=f"It works once, for 14 days, for this version of the plan. Whoever has it can sign as {champion}: "
            "send it to nobody else.",
        )


class SignOffView(PocFormView):
    """A sign-off by e-mail or in a meeting."""

    form_class = SignOffForm
    title = "Record the sign-off"
    lead = "For a champion who agreed by e-mail or in a meeting. What shows it is filed with the deal."
    submit_label = "Record the sign-off"

    def load(self) -> None:
        """Read which version is the newest."""
        super().load()
        plan = current_plan(self.poc)
        self.number = plan.number if plan else 0

    def get_initial(self) -> dict[str, Any]:
        """Record it of the version that is read now."""
        return {"plan_number": self.number}

    def get_context(self) -> dict[str, Any]:
        """Say which version it is."""
        return super().get_context() | {"title": f"{self.title}: version {self.number}"}

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer champions, activities and documents."""
        return {
            "champions": champion_choices(self.actor, self.deal),
            "activities": activity_choices(self.actor, self.deal),
            "documents": document_choices(self.actor, self.deal),
        }

    def perform(self, data: Mapping[str, Any]) -> str:
        """Record it."""
        given = SignOff(
            plan_number=data["plan_number"],
            contact_id=data["contact"],
            method=data["method"],
            note=data["note"],
            activity_id=whole(data["activity"]),
            document_id=whole(data["document"]),
        )
        signature = record_signature(**self.known(), given=given)
        return f"{signature.signed_name} signed the plan."


@require_GET
def show_plan(request: ActingRequest, pk: int) -> HttpResponse:
    """Show a version of the plan as a document that prints well."""
    poc = poc_of(request.actor, pk)
    versions = list(plan_versions(request.actor, poc))
    wanted = request.GET.get("version", "")
    plan = next((each for each in versions if not wanted or str(each.number) == wanted), None)
    if plan is None:
        raise NotVisible("not_found", "There is no such version of the plan.", next_action="Open the POC.")
    context = {"plan": plan, "terms": terms_from_data(plan.terms), "versions": versions, "deal_id": pk, "poc": poc}
    return render_page(request, "qualification/plan.html", context)
