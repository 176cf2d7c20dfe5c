"""An OpenID Connect provider for tests: discovery, authorize, token, keys and userinfo.

It checks what a real one checks: client and its secret, redirect address, PKCE, codes used once.
Whoever is asked to sign in chooses one of its people by a link. Run in a thread by ``providing``.
"""

from __future__ import annotations

import base64
import hashlib
import html
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from tools.serving import free_port

CLIENT, SECRET = "atlas", "the-secret-of-the-client"
KEY_OF_COOKIES = "of-tests-only-0123456789abcdef-0123456789abcdef"


@dataclass
class Provider:
    """``people``: what it says of each, by "sub"; ``age_s``: how old its tokens are when given."""

    url: str
    people: dict[str, dict[str, Any]]
    redirect_uri: str = ""
    age_s: int = 0
    seen: list[str] = field(default_factory=list)
    _key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048))
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def environment(self, app: str) -> dict[str, str]:
        """The settings that let the atlas at address ``app`` sign people in here."""
        self.redirect_uri = f"{app}/oauth2callback"
        return {
            "ATLAS_OIDC_METADATA_URL": f"{self.url}/.well-known/openid-configuration",
            "ATLAS_OIDC_CLIENT_ID": CLIENT,
            "ATLAS_OIDC_CLIENT_SECRET": SECRET,
            "ATLAS_OIDC_REDIRECT_URI": self.redirect_uri,
            "ATLAS_OIDC_COOKIE_SECRET": KEY_OF_COOKIES,
        }

    def routes(self) -> list[Route]:
        return [
            Route("/.well-known/openid-configuration", self.discovery),
            Route("/authorize", self.authorize),
            Route("/token", self.token, methods=["POST"]),
            Route("/keys", self.keys),
            Route("/userinfo", self.userinfo),
        ]

    async def discovery(self, _request: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/keys",
                "userinfo_endpoint": f"{self.url}/userinfo",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
                "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            }
        )

    async def authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        needed = ("client_id", "redirect_uri", "state", "nonce", "code_challenge")
        if any(not asked.get(name) for name in needed):
            return Response("something is missing", 400)
        if (asked["client_id"], asked["redirect_uri"]) != (CLIENT, self.redirect_uri):
            return Response("not a client of this provider", 400)
        if asked["code_challenge_method"] != "S256" or "openid" not in asked["scope"]:
            return Response("not as OpenID Connect has it", 400)
        who = asked.pop("who", None)
        if who is None:
            links = "".join(
                f'<li><a href="/authorize?{html.escape(urlencode({**asked, "who": sub}))}">{sub}'
                "</a></li>"
                for sub in self.people
            )
            return HTMLResponse(f"<h1>Who are you?</h1><ul>{links}</ul>")
        code = secrets.token_urlsafe(16)
        self._codes[code] = {**asked, "who": who}
        back = urlencode({"code": code, "state": asked["state"]})
        return RedirectResponse(f"{asked['redirect_uri']}?{back}", 302)

    async def token(self, request: Request) -> Response:
        form = dict(parse_qsl((await request.body()).decode()))
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        if scheme != "Basic" or base64.b64decode(given).decode() != f"{CLIENT}:{SECRET}":
            return JSONResponse({"error": "invalid_client"}, 401)
        asked = self._codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if asked is None or challenge != asked["code_challenge"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = {
            "iss": self.url, "aud": CLIENT, "iat": now - self.age_s, "exp": now + 300,
            "nonce": asked["nonce"], "sub": asked["who"], **self.people[asked["who"]],
        }  # fmt: skip
        self.seen.append(asked["who"])
        signed = jwt.encode({"alg": "RS256", "kid": self._key.thumbprint()}, claims, self._key)
        body = {"access_token": secrets.token_urlsafe(16), "token_type": "Bearer"}
        return JSONResponse({**body, "id_token": signed, "expires_in": 300})

    async def keys(self, _request: Request) -> Response:
        public = {**self._key.as_dict(private=False), "kid": self._key.thumbprint()}
        return JSONResponse({"keys": [{**public, "use": "sig", "alg": "RS256"}]})

    async def userinfo(self, _request: Request) -> Response:
        return JSONResponse({"error": "the token says it all"}, 401)


@contextmanager
def providing(people: dict[str, dict[str, Any]]) -> Iterator[Provider]:
    """A provider that runs until the block ends; ``people``: claims of each by "sub"."""
    port = free_port()
    provider = Provider(f"http://127.0.0.1:{port}", people)
    config = uvicorn.Config(
        Starlette(routes=provider.routes()), host="127.0.0.1", port=port, log_level="error"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, name="provider", daemon=True)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the provider did not start"
            thread.join(0.01)
        yield provider
    finally:
        server.should_exit = True
        thread.join(10)
