"""OpenID Connect as the library has it, with the checks it leaves out: nonce, signature, issuer, subject."""

from __future__ import annotations

import secrets
from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from requests import RequestException

from salesops.core.errors import Refused
from salesops.users.services.id_token import BadToken, read_id_token

_WELL_KNOWN = "/.well-known/openid-configuration"


class CheckedAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Talks to the provider; what it says of a person counts only with the provider's signature."""

    nonce: str | None = None

    @property
    def openid_config(self) -> dict[str, Any]:
        """This function will fetch the provider's own description, once a request.

        Raises: RequestException; OAuth2Error where it describes another provider than the one configured.
        """
        config: dict[str, Any] = super().openid_config
        asked = self.get_provider().server_url.removesuffix(_WELL_KNOWN).rstrip("/")
        if str(config.get("issuer", "")).rstrip("/") != asked:
            raise OAuth2Error(f"the issuer is {config.get('issuer')!r}, not {asked!r}")
        return config

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """This function will return the identity that a signed token proves.

        Raises: OAuth2Error, RequestException.
        """
        try:
            claims = read_id_token(
                text=str(kwargs["response"].get("id_token", "")),
                keys=self._fetch(self.openid_config["jwks_uri"]),
                issuer=self.openid_config["issuer"],
                client_id=app.client_id,
                nonce=self.nonce,
            )
            if "email" not in claims and "userinfo_endpoint" in self.openid_config:
                claims = self._with_userinfo(claims, token.token)
        except (BadToken, KeyError) as error:
            raise OAuth2Error(f"id_token: {error}") from error
        return self.get_provider().sociallogin_from_response(request, {"id_token": claims})

    def _with_userinfo(self, claims: dict[str, Any], access_token: str) -> dict[str, Any]:
        more = self._fetch(self.profile_url, {"Authorization": f"Bearer {access_token}"})
        if more.get("sub") != claims["sub"]:
            raise BadToken("the userinfo is about somebody else")
        return {**more, **claims}

    def _fetch(self, address: str, headers: dict[str, str] | None = None) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            answer = session.get(address, headers=headers)
            answer.raise_for_status()
            content: dict[str, Any] = answer.json()
            return content


class CheckedProvider(OpenIDConnectProvider):  # type: ignore[misc]
    """The provider that OIDC_* names: sign-in only, with a nonce, PKCE and no parameters from strangers."""

    package = "allauth.socialaccount.providers.openid_connect"
    oauth2_adapter_class = CheckedAdapter
    pkce_enabled_default = True

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, Any]:
        """This function will ignore what the address asks for: it could name another place to return to."""
        return dict(self.get_auth_params())

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        """This function will ignore what the address asks for."""
        return list(self.get_scope())

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        """This function will call an address verified only where the provider says so in as many words."""
        claims = data["id_token"]
        verified = claims.get("email_verified") in (True, "true")
        address = str(claims.get("email") or "")
        return [EmailAddress(email=address, verified=verified, primary=True)] if address else []

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kwargs: Any
    ) -> HttpResponse:
        """This function will answer with a page that leads on to the provider.

        A page, not a redirect: the content policy would follow a form through every host behind the provider.

        Raises: Refused for anything but a sign-in: an identity is linked by its address alone.
        """
        if process != AuthProcess.LOGIN:
            raise Refused("sign_on_only", "Single sign-on is only for signing in.", action="person.sign_on")
        nonce = secrets.token_urlsafe(24)
        kwargs["auth_params"] = {**self.get_auth_params(), "nonce": nonce}
        try:
            answer: HttpResponse = super().redirect(request, process, next_url, data, nonce=nonce, **kwargs)
        except (RequestException, OAuth2Error, KeyError) as error:
            answer = render_authentication_error(request, self, exception=error)
        if not isinstance(answer, HttpResponseRedirect):
            return answer
        context = {"redirect_to": answer.url, "provider": self}
        return render(request, "socialaccount/login_redirect.html", context)


class CheckedCallback(OAuth2CallbackView):  # type: ignore[misc]
    """The way back from the provider, which knows the nonce that was sent along."""

    def _get_state(self, request: HttpRequest, provider: Any) -> tuple[Any, Any]:
        state, answer = super()._get_state(request, provider)
        self.adapter.nonce = (state or {}).get("nonce")
        return state, answer
