"""Who decides confirms who they are where they have a second factor (reliability P34)."""

from __future__ import annotations

from urllib.parse import urlencode

from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse


@reauthentication_required(enabled=lambda request: is_mfa_enabled(request.user))  # type: ignore[untyped-decorator]
def _confirmed(request: HttpRequest) -> None:
    """Do nothing for somebody who has confirmed lately, or has no second factor."""


def confirm_first(request: HttpRequest, back_to: str) -> HttpResponse | None:
    """This function will send somebody with a second factor to confirm it, where they have not done so lately."""
    try:
        _confirmed(request)
    except ReauthenticationRequired:
        return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': back_to})}")
    return None
