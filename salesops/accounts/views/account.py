"""One account: its page, its form, its merges."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from salesops.accounts.forms import AccountForm, MergeForm
from salesops.accounts.queries import account_by_id, contacts, family, merge_by_id, merge_candidates, merges_of_account
from salesops.accounts.services.amend_account import amend_account
from salesops.accounts.services.create_account import create_account
from salesops.accounts.services.merge_accounts import merge_accounts
from salesops.accounts.services.unmerge_accounts import unmerge_accounts
from salesops.charter import Facts, decide
from salesops.core.actor import Actor
from salesops.web.http import ActingRequest
from salesops.web.panels import load_panels
from salesops.web.sheets import SheetFormView

FIELDS = (
    *("name", "domain", "country", "subdivision", "city", "industry", "employees"),
    *("annual_revenue", "year_established"),
)


@require_GET
def show_account(request: ActingRequest, pk: int) -> HttpResponse:
    """Show an account with its people, its family, its merges and its deals."""
    actor: Actor = request.actor
    account = account_by_id(actor, pk)
    shown = load_panels(actor, {pk: None}, timezone.now(), "account.main", "account.rail")
    context = {
        "account": account,
        "contacts": list(contacts(actor, account_id=pk)),
        "family": family(actor, account),
        "merges": list(merges_of_account(actor, pk)),
        "panels": shown["account.main"][pk],
        "rail_panels": shown["account.rail"][pk],
        "may_edit": decide(actor, "account.edit", Facts()).allowed,
        "may_merge": decide(actor, "account.merge", Facts()).allowed,
    }
    return render(request, "accounts/account_page.html", context)


class AccountFormView(SheetFormView):
    """A form about an account."""

    @property
    def actor(self) -> Actor:
        """Who asks."""
        return self.request.actor

    def load(self) -> None:
        """Read the account."""
        self.account = account_by_id(self.actor, self.kwargs["pk"])

    def get_back_url(self) -> str:
        """Cancelling leads to the account."""
        return reverse("accounts:page", args=[self.account.pk])

    def get_context(self) -> dict[str, Any]:
        """Name the account above the form."""
        return {"subject_name": self.account.name}


class NewAccountView(SheetFormView):
    """A new account."""

    form_class = AccountForm
    title = "New account"
    submit_label = "Add account"
    leaves = True
    made: int = 0

    def get_back_url(self) -> str:
        """Cancelling leads to the list."""
        return reverse("accounts:list")

    def perform(self, data: Mapping[str, Any]) -> str:
        """Add it."""
        values = {name: data[name] for name in FIELDS}
        account = create_account(actor=self.request.actor, now=timezone.now(), **values)
        self.made = account.pk
        return f"{account.name} added."

    def get_success_url(self) -> str:
        """Go to the new account."""
        return reverse("accounts:page", args=[self.made])


class EditAccountView(AccountFormView):
    """What is known of an account."""

    form_class = AccountForm
    title = "Edit account"

    def get_initial(self) -> dict[str, Any]:
        """Start with what is known."""
        return {"version": self.account.version, **{name: getattr(self.account, name) for name in FIELDS}}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Save it."""
        amend_account(
            actor=self.actor,
            now=timezone.now(),
            account_id=self.account.pk,
            version=data["version"] or self.account.version,
            values={name: data[name] for name in FIELDS},
        )
        return "Saved."


class MergeAccountView(AccountFormView):
    """A duplicate merged into this account."""

    form_class = MergeForm
    title = "Merge a duplicate into this account?"
    lead = "Its deals, contacts and subsidiaries move here. It can be undone exactly."
    submit_label = "Merge"

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer the accounts spelled alike first."""
        return {"others": merge_candidates(self.actor, self.account)}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Merge it."""
        merge_accounts(
            actor=self.actor,
            now=timezone.now(),
            kept_id=self.account.pk,
            absorbed_id=int(data["absorbed_id"]),
            reason=data["reason"],
        )
        return "Merged. Undo it under Merges on this page."


class UnmergeAccountView(AccountFormView):
    """A merge undone."""

    form_class = Form
    title = "Undo this merge?"
    lead = "Everything that moved goes back where it was."
    submit_label = "Undo the merge"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Undo it."""
        merge = merge_by_id(self.actor, self.kwargs["merge_id"], "account")
        unmerge_accounts(actor=self.actor, now=timezone.now(), merge_id=merge.pk)
        return "Undone. Both accounts are as they were."
