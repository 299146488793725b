"""Read an id_token of OpenID Connect, and believe nothing of it that is not proven."""

from __future__ import annotations

import hmac
from typing import Any

import jwt

# Signed with a key only the provider has. "none" and the shared-secret kinds are not on the list.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
REQUIRED = ["iss", "sub", "aud", "exp", "iat"]
LEEWAY_SECONDS = 60


class BadToken(Exception):
    """The token proves nothing; the text says why, for the log."""


def read_id_token(*, text: str, keys: dict[str, Any], issuer: str, client_id: str, nonce: str | None) -> dict[str, Any]:
    """This function will return the claims of a token whose signature, issuer, audience, age and nonce hold.

    `keys` is the provider's JWKS document (OpenID Connect Core 1.0 §3.1.3.7).

    Raises: BadToken.
    """
    try:
        header = jwt.get_unverified_header(text)
        algorithm = str(header.get("alg"))
        if algorithm not in ALGORITHMS:
            raise BadToken(f"algorithm {algorithm!r}")
        claims: dict[str, Any] = jwt.decode(
            text,
            key=_signing_key(keys, header.get("kid")).key,
            algorithms=[algorithm],
            issuer=issuer,
            audience=client_id,
            leeway=LEEWAY_SECONDS,
            options={"require": REQUIRED},
        )
    except (jwt.PyJWTError, TypeError, ValueError) as error:
        raise BadToken(str(error) or type(error).__name__) from error
    if claims.get("azp") not in {None, client_id}:
        raise BadToken("it was made for another client")
    if not nonce or not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise BadToken("the nonce is not the one sent")
    return claims


def _signing_key(keys: dict[str, Any], key_id: str | None) -> jwt.PyJWK:
    """Find the key by its name; a token without a name may only mean the only key there is."""
    usable = [key for key in jwt.PyJWKSet.from_dict(keys).keys if key.public_key_use in {None, "sig"}]
    named = [key for key in usable if key.key_id == key_id] if key_id else usable
    if len(named) != 1:
        raise BadToken(f"no single key {key_id!r}")
    return named[0]
