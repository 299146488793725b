"""`/contacts/` and what hangs under it; personal data needs the scope person:read."""

from __future__ import annotations

from typing import ClassVar

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from salesops.accounts import queries
from salesops.accounts.api.serializers import (
    AccountShape,
    ContactFields,
    ContactPatch,
    ContactShape,
    MergeBody,
    MergeShape,
    PersonalContactShape,
    PositionShape,
    UnmergeBody,
)
from salesops.accounts.domain.personas import PERSONAS
from salesops.accounts.services.amend_contact import amend_contact
from salesops.accounts.services.create_contact import create_contact
from salesops.accounts.services.mark_left import mark_left
from salesops.accounts.services.merge_contacts import merge_contacts
from salesops.accounts.services.unmerge_contacts import unmerge_contacts
from salesops.web.api.bodies import record_id
from salesops.web.api.field_groups import PERSONAL as PERSONAL_FIELDS
from salesops.web.api.field_groups import hidden_fields
from salesops.web.api.listing import Filter, Listing
from salesops.web.api.presenting import Presenter
from salesops.web.api.versions import expected_version
from salesops.web.api.views import ApiView, Bodies, ListView, Scopes

EXPANSIONS = {"account": ("account", Presenter(AccountShape))}
PERSONAL = Presenter(PersonalContactShape, EXPANSIONS)
PLAIN = Presenter(ContactShape, EXPANSIONS)
READ_WRITE: Scopes = {"GET": "account:read", "POST": "account:write", "PATCH": "account:write"}


class PersonalMixin(ApiView):
    """Shows names and addresses to people, and to keys with person:read."""

    presenter = PERSONAL

    def presenter_now(self) -> Presenter:
        """This function will return what this caller may see of a contact (P19)."""
        return PLAIN if PERSONAL_FIELDS & hidden_fields(self.actor.scopes) else PERSONAL


class ContactsView(PersonalMixin, ListView):
    """`/contacts/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": ContactFields}
    listing = Listing(
        filters={
            "account": Filter("account_id", record_id()),
            "persona": Filter("persona__in", serializers.ChoiceField(choices=PERSONAS), many=True),
            "has_left": Filter("left_at__isnull", serializers.BooleanField(), negated=True),
            "updated_since": Filter("updated_at__gte", serializers.DateTimeField()),
        },
        orders={"id": "id", "updated_at": "updated_at"},
        default_order="id",
    )

    def get(self, request: Request) -> Response:
        """This function will list contacts."""
        return self.page_of(queries.contacts(self.actor))

    def post(self, request: Request) -> Response:
        """This function will create a contact."""
        contact = create_contact(actor=self.actor, now=timezone.now(), **self.read_body(request))
        return self.shown(contact, status_code=201, location=f"/api/v1/contacts/{contact.pk}/")


class ContactView(PersonalMixin):
    """`/contacts/{id}/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"PATCH": ContactPatch}
    needs_version = frozenset({"PATCH"})

    def get(self, request: Request, contact_id: int) -> Response:
        """This function will show one contact."""
        return self.shown(queries.contact_by_id(self.actor, contact_id))

    def patch(self, request: Request, contact_id: int) -> Response:
        """This function will change a contact."""
        version = expected_version(request)
        values = self.read_body(request)
        contact = amend_contact(
            actor=self.actor, now=timezone.now(), contact_id=contact_id, version=version, values=values
        )
        return self.shown(contact)


class ContactLeftView(PersonalMixin):
    """`/contacts/{id}/left/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    needs_version = frozenset({"POST"})
    created_methods = frozenset()

    def post(self, request: Request, contact_id: int) -> Response:
        """This function will say that the contact left the account."""
        version = expected_version(request)
        return self.shown(mark_left(actor=self.actor, now=timezone.now(), contact_id=contact_id, version=version))


class ContactPositionsView(ListView):
    """`/contacts/{id}/positions/`: the role history."""

    scopes: ClassVar[Scopes] = READ_WRITE
    presenter = Presenter(PositionShape)

    def get(self, request: Request, contact_id: int) -> Response:
        """This function will list the positions of a contact."""
        return self.page_of(queries.positions(self.actor, contact_id))


class ContactMergesView(ListView):
    """`/contacts/{id}/merges/`: what was merged into it, and merging one more."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": MergeBody}
    presenter = Presenter(MergeShape)

    def get(self, request: Request, contact_id: int) -> Response:
        """This function will list the merges into this contact."""
        return self.page_of(queries.merges_of_contact(self.actor, contact_id))

    def post(self, request: Request, contact_id: int) -> Response:
        """This function will merge another contact into this one."""
        merge = merge_contacts(actor=self.actor, now=timezone.now(), kept_id=contact_id, **self.read_body(request))
        return self.shown(merge, status_code=201)


class ContactUnmergeView(ApiView):
    """`/contacts/unmerge/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": UnmergeBody}
    presenter = Presenter(MergeShape)

    def post(self, request: Request) -> Response:
        """This function will undo a merge."""
        merge = unmerge_contacts(actor=self.actor, now=timezone.now(), **self.read_body(request))
        return self.shown(merge, status_code=201)
