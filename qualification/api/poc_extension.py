"""`/pocs/{id}/extensions/`: more time, asked for by programs too, given by people only."""

from __future__ import annotations

from typing import ClassVar

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from qualification.api import poc_bodies as bodies
from qualification.api.poc import READ_WRITE
from qualification.api.poc_running import StepView
from qualification.api.poc_shapes import ExtensionShape
from qualification.queries.extensions import extensions_of
from qualification.services.extend_poc import ask_extension, give_extension, refuse_extension
from salesops.web.api.presenting import Presenter
from salesops.web.api.views import Bodies, ListView, Scopes


class ExtensionsView(ListView):
    """`/pocs/{id}/extensions/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": bodies.ExtensionBody}
    presenter = Presenter(ExtensionShape)

    def get(self, request: Request, poc_id: int) -> Response:
        """This function will list what was asked for a proof, given or not."""
        return self.page_of(extensions_of(self.actor, poc_id))

    def post(self, request: Request, poc_id: int) -> Response:
        """This function will ask for more days; a validator who asks gives the first part with it."""
        row = ask_extension(actor=self.actor, now=timezone.now(), poc_id=poc_id, **self.read_body(request))
        return self.shown(row, status_code=201)


class GiveView(StepView):
    """`/pocs/{id}/extensions/give/`."""

    scopes: ClassVar[Scopes] = {}

    def post(self, request: Request, poc_id: int) -> Response:
        """This function will give one's part of what is asked; a second person's word is a person's, never a key's."""
        give_extension(**self.known(request, poc_id))
        return self.page(poc_id)


class RefuseView(StepView):
    """`/pocs/{id}/extensions/refuse/`."""

    scopes: ClassVar[Scopes] = {}
    bodies: ClassVar[Bodies] = {"POST": bodies.ReasonBody}

    def post(self, request: Request, poc_id: int) -> Response:
        """This function will refuse what is asked, or take one's own question back; people only."""
        refuse_extension(**self.known(request, poc_id), **self.read_body(request))
        return self.page(poc_id)
