"""`/accounts/` and what hangs under it."""

from __future__ import annotations

from typing import ClassVar

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from salesops.accounts import queries
from salesops.accounts.api.serializers import (
    AccountFields,
    AccountPatch,
    AccountShape,
    MergeBody,
    MergeShape,
    OwnerShape,
    UnmergeBody,
)
from salesops.accounts.services.amend_account import amend_account
from salesops.accounts.services.create_account import create_account
from salesops.accounts.services.merge_accounts import merge_accounts
from salesops.accounts.services.unmerge_accounts import unmerge_accounts
from salesops.web.api.bodies import record_id
from salesops.web.api.listing import Filter, Listing
from salesops.web.api.presenting import Presenter
from salesops.web.api.versions import expected_version
from salesops.web.api.views import ApiView, Bodies, ListView, Scopes

PLAIN = Presenter(AccountShape)
SHOWN = Presenter(AccountShape, {"parent": ("parent", PLAIN), "owner": ("owner", Presenter(OwnerShape))})
READ_WRITE: Scopes = {"GET": "account:read", "POST": "account:write", "PATCH": "account:write"}


class AccountsView(ListView):
    """`/accounts/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": AccountFields}
    presenter = SHOWN
    listing = Listing(
        filters={
            "country": Filter("country__in", serializers.CharField(max_length=2), many=True),
            "industry": Filter("industry__in", serializers.CharField(max_length=40), many=True),
            "domain": Filter("domain", serializers.CharField(max_length=253)),
            "owner": Filter("owner_id__in", record_id(), many=True),
            "parent": Filter("parent_id", record_id()),
            "icp_fit_from": Filter("icp_fit__gte", serializers.IntegerField(min_value=0, max_value=100)),
            "updated_since": Filter("updated_at__gte", serializers.DateTimeField()),
            "q": Filter("name__icontains", serializers.CharField(max_length=100), help="Words of the name."),
        },
        orders={"id": "id", "name": "name", "updated_at": "updated_at"},
        default_order="name",
    )

    def get(self, request: Request) -> Response:
        """This function will list accounts."""
        return self.page_of(queries.accounts(self.actor))

    def post(self, request: Request) -> Response:
        """This function will create an account."""
        account = create_account(actor=self.actor, now=timezone.now(), **self.read_body(request))
        return self.shown(account, status_code=201, location=f"/api/v1/accounts/{account.pk}/")


class AccountView(ApiView):
    """`/accounts/{id}/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"PATCH": AccountPatch}
    needs_version = frozenset({"PATCH"})
    presenter = SHOWN

    def get(self, request: Request, account_id: int) -> Response:
        """This function will show one account."""
        return self.shown(queries.account_by_id(self.actor, account_id))

    def patch(self, request: Request, account_id: int) -> Response:
        """This function will change an account."""
        version = expected_version(request)
        values = self.read_body(request)
        account = amend_account(
            actor=self.actor, now=timezone.now(), account_id=account_id, version=version, values=values
        )
        return self.shown(account)


class AccountMergesView(ListView):
    """`/accounts/{id}/merges/`: what was merged into it, and merging one more."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": MergeBody}
    presenter = Presenter(MergeShape)

    def get(self, request: Request, account_id: int) -> Response:
        """This function will list the merges into this account."""
        return self.page_of(queries.merges_of_account(self.actor, account_id))

    def post(self, request: Request, account_id: int) -> Response:
        """This function will merge another account into this one."""
        merge = merge_accounts(actor=self.actor, now=timezone.now(), kept_id=account_id, **self.read_body(request))
        return self.shown(merge, status_code=201)


class AccountUnmergeView(ApiView):
    """`/accounts/unmerge/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": UnmergeBody}
    presenter = Presenter(MergeShape)

    def post(self, request: Request) -> Response:
        """This function will undo a merge."""
        merge = unmerge_accounts(actor=self.actor, now=timezone.now(), **self.read_body(request))
        return self.shown(merge, status_code=201)
