"""Forms that open a deal and change what it says about itself."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from opportunities.forms.deal import DealFormView, whole
from opportunities.forms.draft import read_draft, read_situation
from opportunities.forms.edit import CommercialForm, CoreForm, NewForm, OwnerForm, SubtypeForm
from opportunities.queries import choices
from opportunities.queries.lifecycles import not_offered, propose_process
from opportunities.queries.subtypes import preview, proposal_of
from opportunities.queries.visible import get_visible
from opportunities.services.amend import amend
from opportunities.services.change_owner import change_owner
from opportunities.services.create import NewOpportunity, create
from opportunities.services.create_with_account import create_with_account
from opportunities.services.set_subtype import set_subtype
from salesops.core.actor import Actor
from salesops.web.http import ActingRequest
from salesops.web.sheets import SheetFormView

CORE = (
    "name use_case close_date expected_purchase_date renewal_date forecast_category budget authority timeline "
    "position problem"
)
COMMERCIAL = "recurring one_time term_months base_acv currency subtype product_id"


class NewView(SheetFormView):
    """A new opportunity."""

    form_class = NewForm
    title = "New opportunity"
    submit_label = "Open the deal"
    leaves = True
    made: int = 0

    def get_back_url(self) -> str:
        """Cancelling leads to the board."""
        return reverse("opportunities:board")

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer processes and accounts."""
        actor = self.request.actor
        return {
            "processes": choices.process_choices(actor),
            "not_offered": not_offered(),
            "accounts": choices.account_choices(actor),
        }

    def get_initial(self) -> dict[str, Any]:
        """Start in the workspace's currency."""
        workspace = self.request.workspace
        return {"currency": workspace.reporting_currency, **super().get_initial()}

    def get_context(self) -> dict[str, Any]:
        """Show what the deal becomes by rule, from what is filled in so far."""
        typed = self.request.POST or self.request.GET
        around = {"before_form": "opportunities/_lifecycle.html", "after_form": "opportunities/_becomes.html"}
        return around | _becomes(self.request.actor, typed)

    def post(self, request: ActingRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the form, or show again what the deal would become, where no script does it meanwhile."""
        if "show" in request.POST:
            return self.show(NewForm(initial=request.POST.dict(), **self.get_form_arguments()))
        return super().post(request, *args, **kwargs)

    def perform(self, data: Mapping[str, Any]) -> str:
        """Open it, with its account where that is new too."""
        asked: dict[str, Any] = {"actor": self.request.actor, "now": timezone.now()}
        new = NewOpportunity(
            process=data["process"],
            situation=read_situation(data),
            process_reason=data["process_reason"],
            account_id=whole(data["account_id"]),
            name=data["name"],
            use_case=data["use_case"],
            subtype=data["subtype"] or data["confirmed_subtype"],
            base_acv=data["base_acv"] or Decimal(0),
            source=data["source"],
            currency=data["currency"].upper(),
            recurring=data["recurring"] or Decimal(0),
            one_time=data["one_time"] or Decimal(0),
            term_months=data["term_months"],
            close_date=data["close_date"],
            expected_purchase_date=data["expected_purchase_date"],
            problem=data["problem"],
        )
        if data["new_account"] and not data["account_id"]:
            deal = create_with_account(new=new, account_name=data["new_account"], **asked)
        else:
            deal = create(new=new, **asked)
        self.made = deal.pk
        return f"{deal.name} opened."

    def get_success_url(self) -> str:
        """Go to the new deal."""
        return reverse("opportunities:page", args=[self.made])


@require_GET
def show_preview(request: ActingRequest) -> HttpResponse:
    """Show what a deal becomes by rule while its form is filled in: its process, or its name and sub-type."""
    is_process = request.GET.get("part") == "lifecycle"
    part = "opportunities/_lifecycle.html#proposal" if is_process else "opportunities/_becomes.html#inner"
    return render(request, part, _becomes(request.actor, request.GET))


def _becomes(actor: Actor, typed: Mapping[str, str]) -> dict[str, Any]:
    """Work out from what is typed so far which process is proposed, and what the deal would be called."""
    draft = read_draft(typed)
    proposed = propose_process(draft.situation) if draft.situation.is_known else None
    return {
        "proposed": proposed,
        "chosen": draft.process,
        "needs_reason": proposed and proposed.is_published and draft.process not in ("", proposed.process),
        "process_reason": typed.get("process_reason", ""),
        "becomes": preview(actor, draft, now=timezone.now()),
        "confirmed": typed.get("confirmed_subtype", ""),
    }


class VersionedView(DealFormView):
    """A form that says which version it was made from, so that nothing is silently overwritten."""

    fields: str = ""

    def get_initial(self) -> dict[str, Any]:
        """Start with the values there are."""
        return {"version": self.deal.version, **{name: getattr(self.deal, name) for name in self.fields.split()}}


class EditView(VersionedView):
    """What a deal says about itself."""

    form_class = CoreForm
    fields = CORE
    title = "Edit the deal"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Save what changed."""
        changes = {name: data[name] for name in CORE.split()}
        amend(
            actor=self.actor,
            now=timezone.now(),
            opportunity_id=self.deal.pk,
            changes=changes,
            expected_version=data["version"],
        )
        return "Saved."


class CommercialView(VersionedView):
    """Amounts and term."""

    form_class = CommercialForm
    fields = COMMERCIAL
    title = "Amounts and term"

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer the catalogue."""
        return {"products": choices.product_choices(self.actor)}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Save what changed."""
        changes: dict[str, Any] = {name: data[name] for name in COMMERCIAL.split()}
        changes["product_id"] = whole(data["product_id"])
        changes["currency"] = data["currency"].upper()
        changes |= {name: data[name] or Decimal(0) for name in ("recurring", "one_time", "base_acv")}
        amend(
            actor=self.actor,
            now=timezone.now(),
            opportunity_id=self.deal.pk,
            changes=changes,
            reason=data["reason"],
            expected_version=data["version"],
        )
        return "Saved."


class SubtypeView(VersionedView):
    """The sub-type, confirmed or changed."""

    form_class = SubtypeForm
    fields = "subtype"
    title = "Sub-type"

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer what the process takes."""
        return {"subtypes": choices.subtype_choices(self.deal)}

    def get_initial(self) -> dict[str, Any]:
        """Start with the sub-type there is, or with the one the rule proposes and its sentence."""
        proposal = proposal_of(self.deal, now=timezone.now())
        asked = {"subtype": proposal.subtype, "reason": proposal.sentence} if "proposed" in self.request.GET else {}
        return super().get_initial() | asked

    def get_context(self) -> dict[str, Any]:
        """Say what the rule says."""
        proposal = proposal_of(self.deal, now=timezone.now())
        return super().get_context() | {"lead": f"By rule: {proposal.label.lower()}. {proposal.sentence}"}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Confirm it or change it."""
        set_subtype(
            actor=self.actor,
            now=timezone.now(),
            opportunity_id=self.deal.pk,
            subtype=data["subtype"],
            reason=data["reason"],
            expected_version=data["version"],
        )
        return "Sub-type set."


class OwnerView(VersionedView):
    """Who owns the deal."""

    form_class = OwnerForm
    title = "Change the owner"
    lead = "The deal, its next step and its forecast go with it."
    submit_label = "Change owner"

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer the people whose role may own it."""
        return {"people": choices.owner_choices(self.actor, self.deal)}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Hand it over."""
        change_owner(
            actor=self.actor,
            now=timezone.now(),
            opportunity_id=self.deal.pk,
            owner_id=int(data["owner_id"]),
            reason=data["reason"],
            expected_version=data["version"],
        )
        return "Owner changed."


@require_GET
def edit_account(request: ActingRequest, pk: int) -> HttpResponse:
    """Lead from a criterion about the account to the account's own form."""
    deal = get_visible(request.actor, pk)
    if deal.account_id is None:
        return redirect("opportunities:edit", pk=pk)
    back = urlencode({"next": request.GET.get("next") or reverse("opportunities:page", args=[pk])})
    return redirect(f"{reverse('accounts:edit', args=[deal.account_id])}?{back}")
