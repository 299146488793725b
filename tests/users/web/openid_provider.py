"""A small OpenID Connect provider on this machine: discovery, JWKS, tokens with RS256, userinfo."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT_ID, CLIENT_SECRET = "salesops", "a secret of the two of them"


def new_key() -> rsa.RSAPrivateKey:
    """Make a key to sign with."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider:
    """What one company's identity provider would answer; a test changes what it says."""

    def __init__(self) -> None:
        self.key, self.key_id = new_key(), "key-1"
        self.claims: dict[str, Any] = {"email": "elena@halden.test", "email_verified": True, "sub": "u-17"}
        self.userinfo: dict[str, Any] = {}
        self.config: dict[str, Any] = {}
        self.sign_with: Any = self.key
        self.algorithm = "RS256"
        self.headers: dict[str, Any] = {"kid": self.key_id}
        self.grants: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(self))
        self.address = f"http://127.0.0.1:{self.server.server_port}/realms/halden"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def authorize(self, query: dict[str, str]) -> str:
        """Let the person in, as if they had typed their password there; return the code for the way back."""
        code = f"code-{len(self.grants) + 1}"
        self.grants[code] = query
        return code

    def discovery(self) -> dict[str, Any]:
        """The document under .well-known."""
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            **self.config,
        }

    def keys(self) -> dict[str, Any]:
        """The public key, as JWKS."""
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": self.key_id, "use": "sig", "alg": "RS256"}]}

    def token(self, form: dict[str, str]) -> dict[str, Any]:
        """Trade a code for tokens, after checking client and PKCE as a real provider does."""
        grant = self.grants.pop(form["code"])
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).decode()
        assert (form["client_id"], form["client_secret"]) == (CLIENT_ID, CLIENT_SECRET)
        assert grant["code_challenge"] == challenge.rstrip("=")
        now = int(time.time())
        claims = {
            "iss": self.address, "aud": CLIENT_ID, "iat": now, "exp": now + 300, "nonce": grant.get("nonce"),
            **self.claims,
        }  # fmt: skip
        kept = {name: value for name, value in claims.items() if value is not None}
        text = jwt.encode(kept, self.sign_with, algorithm=self.algorithm, headers=self.headers)
        return {"access_token": "opaque", "token_type": "Bearer", "expires_in": 300, "id_token": text}

    def close(self) -> None:
        """Stop answering."""
        self.server.shutdown()
        self.server.server_close()


def handler_of(provider: Provider) -> type[BaseHTTPRequestHandler]:
    """Return the handler that answers for one provider."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path.removeprefix("/realms/halden")
            provider.asked.append(path)
            known = {
                "/.well-known/openid-configuration": provider.discovery,
                "/keys": provider.keys,
                "/userinfo": lambda: provider.userinfo,
            }
            self.answer(known[path]() if path in known else None)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            provider.asked.append("/token")
            try:
                self.answer(provider.token({name: values[0] for name, values in parse_qs(body).items()}))
            except (KeyError, AssertionError):
                self.answer(None)

        def answer(self, content: dict[str, Any] | None) -> None:
            self.send_response(400 if content is None else 200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(content or {"error": "invalid_request"}).encode())

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    return Handler
