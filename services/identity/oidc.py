"""The dialogue with the identity provider: authorization code, PKCE, state and nonce.

    begin(…)     → where to send her, and a sealed ticket for her browser
    complete(…)  → who she is, every check made
    sign_out_url → where to send her so that Keycloak forgets her too
    read_sign_out→ whom Keycloak says is signed out (back channel)

What goes wrong is either a `Refusal` (her answer) or `Outage('Keycloak')` (no answer at all);
neither carries a token, a code or a name.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import httpx
from authlib.common.security import generate_token
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc.jwk import KeySetSerialization

from services.foundation.errors import Outage
from services.foundation.i18n import current_language
from services.foundation.settings import Settings
from services.identity._ticket import Ticket, TicketOffice, safe_return
from services.identity._tokens import Claims, KeyRing, check_id_token, check_sign_out_token
from services.identity.contracts import (
    AFTER_SIGN_OUT_PATH,
    SIGN_IN_RETURN_PATH,
    Door,
    ProvenIdentity,
    SignInStart,
)
from services.identity.errors import SignInAbandoned, SignInExpired, SignInNotProven

PART = "Keycloak"
SCOPE = "openid"
# ProConnect and FranceConnect ask for at least 32 characters; FranceConnect's own plugin uses 64.
RANDOM_LENGTH = 64
TIMEOUT_SECONDS = 10.0
# The provider is in trouble: asking again later may work (RFC 6749 §4.1.2.1).
THEIR_TROUBLE = frozenset({"temporarily_unavailable", "server_error"})


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where the identity provider answers (its discovery document)."""

    authorization: str
    token: str
    keys: str
    userinfo: str
    end_session: str


@dataclass(frozen=True, slots=True)
class SignedOut:
    """Whom Keycloak has signed out, and which of its sessions when it says so."""

    issuer: str
    subject: str
    provider_session: str | None


class IdentityProvider:
    """One realm, seen by the application. Holds its addresses and keys; make one per process."""

    def __init__(
        self,
        *,
        issuer: str,
        client_id: str,
        client_secret: str,
        base_url: str,
        secret_key: str,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.issuer = issuer.rstrip("/")
        self._client_id = client_id
        self._client_secret = client_secret
        self._base_url = base_url.rstrip("/")
        self._tickets = TicketOffice(secret_key)
        self._http = httpx.AsyncClient(timeout=TIMEOUT_SECONDS, transport=transport)
        self._endpoints: Endpoints | None = None
        self._keys = KeyRing(self._fetch_keys)

    @classmethod
    def from_settings(cls, settings: Settings) -> "IdentityProvider":
        return cls(
            issuer=settings.oidc_issuer,
            client_id=settings.oidc_client_id,
            client_secret=settings.oidc_client_secret.get_secret_value(),
            base_url=settings.base_url,
            secret_key=settings.secret_key.get_secret_value(),
        )

    async def begin(
        self, *, door: Door, return_to: str, at: datetime, again: bool = False
    ) -> SignInStart:
        """Start a sign-in; `again` asks for password and code even where she is known already.

        `return_to` is a path of this site (anything else becomes its home).
        """
        endpoints = await self._discover()
        ticket = Ticket(
            state=generate_token(RANDOM_LENGTH),
            nonce=generate_token(RANDOM_LENGTH),
            verifier=generate_token(RANDOM_LENGTH),
            door=door,
            return_to=safe_return(return_to),
            again=again,
        )
        query = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": self._base_url + SIGN_IN_RETURN_PATH,
            "scope": SCOPE,
            "state": ticket.state,
            "nonce": ticket.nonce,
            "code_challenge": create_s256_code_challenge(ticket.verifier),
            "code_challenge_method": "S256",
            "ui_locales": current_language(),
        }
        if again:
            query["prompt"] = "login"
        url = f"{endpoints.authorization}?{urlencode(query)}"
        return SignInStart(url=url, ticket=self._tickets.seal(ticket, at=at))

    async def complete(
        self, *, ticket: str, answer: Mapping[str, str], at: datetime
    ) -> ProvenIdentity:
        """Finish a sign-in with the ticket kept by her browser and the query she came back with.

        Raises `SignInExpired`, `SignInAbandoned`, `SignInNotProven` or `Outage`.
        """
        opened = self._tickets.open(ticket, at=at)
        if not hmac.compare_digest(answer.get("state", "").encode(), opened.state.encode()):
            raise SignInNotProven("state")
        if "error" in answer or "code" not in answer:
            raise _as_refusal(answer.get("error", "no_code"))
        id_token, access_token = await self._exchange(answer["code"], opened.verifier)
        claims = await self._keys.read(id_token, at=at)
        check_id_token(
            claims, issuer=self.issuer, client_id=self._client_id, nonce=opened.nonce, at=at
        )
        return self._proven(claims, await self._profile(claims, access_token), id_token, opened)

    async def sign_out_url(self, id_token: str | None) -> str:
        """Where to send her after her session here is ended.

        Raises `Outage` when Keycloak was never reached; her session here is ended all the same.
        """
        endpoints = await self._discover()
        query = {
            "client_id": self._client_id,
            "post_logout_redirect_uri": self._base_url + AFTER_SIGN_OUT_PATH,
            "ui_locales": current_language(),
        }
        if id_token:
            query["id_token_hint"] = id_token
        return f"{endpoints.end_session}?{urlencode(query)}"

    async def read_sign_out(self, token: str, *, at: datetime) -> SignedOut:
        """What a back-channel sign-out says, every check made."""
        claims = await self._keys.read(token, at=at)
        check_sign_out_token(claims, issuer=self.issuer, client_id=self._client_id, at=at)
        session = claims.get("sid")
        return SignedOut(
            issuer=self.issuer,
            subject=str(claims["sub"]),
            provider_session=session if isinstance(session, str) else None,
        )

    async def close(self) -> None:
        await self._http.aclose()

    def _proven(
        self, claims: Claims, profile: Claims, id_token: str, ticket: Ticket
    ) -> ProvenIdentity:
        methods = claims.get("amr")
        return ProvenIdentity(
            issuer=self.issuer,
            subject=str(claims["sub"]),
            given_name=str(profile.get("given_name", "")),
            family_name=str(profile.get("family_name", "")),
            email=str(profile.get("email", "")),
            methods=frozenset(map(str, methods)) if isinstance(methods, list) else frozenset(),
            provider_session=str(claims.get("sid", "")),
            id_token=id_token,
            door=ticket.door,
            return_to=ticket.return_to,
            asked_again=ticket.again,
        )

    async def _discover(self) -> Endpoints:
        if self._endpoints is None:
            found = await self._json("GET", f"{self.issuer}/.well-known/openid-configuration")
            if found.get("issuer") != self.issuer:
                raise Outage(PART, "it calls itself by another issuer")
            self._endpoints = Endpoints(
                authorization=str(found["authorization_endpoint"]),
                token=str(found["token_endpoint"]),
                keys=str(found["jwks_uri"]),
                userinfo=str(found["userinfo_endpoint"]),
                end_session=str(found["end_session_endpoint"]),
            )
        return self._endpoints

    async def _fetch_keys(self) -> KeySetSerialization:
        endpoints = await self._discover()
        found = await self._json("GET", endpoints.keys)
        return {"keys": list(found["keys"])}

    async def _profile(self, claims: Claims, access_token: str) -> Claims:
        endpoints = await self._discover()
        profile = await self._json("GET", endpoints.userinfo, bearer=access_token)
        # OpenID Connect Core §5.3.2: an answer about somebody else must not be used.
        if profile.get("sub") != claims["sub"]:
            raise SignInNotProven("profile of another subject")
        return profile

    async def _exchange(self, code: str, verifier: str) -> tuple[str, str]:
        endpoints = await self._discover()
        answer = await self._json(
            "POST",
            endpoints.token,
            {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": self._base_url + SIGN_IN_RETURN_PATH,
                "code_verifier": verifier,
            },
        )
        tokens = answer.get("id_token"), answer.get("access_token")
        if not all(isinstance(token, str) for token in tokens):
            raise SignInNotProven("no token")
        return str(tokens[0]), str(tokens[1])

    async def _json(
        self, method: str, url: str, form: Mapping[str, str] | None = None, bearer: str = ""
    ) -> dict[str, Any]:
        auth = (self._client_id, self._client_secret) if form else None
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        try:
            response = await self._http.request(method, url, data=form, auth=auth, headers=headers)
            answer = response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise Outage(PART, type(error).__name__) from error
        if form and response.status_code == httpx.codes.BAD_REQUEST:
            raise _as_refusal(str(answer.get("error", "")))
        if response.is_error or not isinstance(answer, dict):
            raise Outage(PART, f"HTTP {response.status_code}")
        return answer


def _as_refusal(error: str) -> Exception:
    if error in THEIR_TROUBLE:
        return Outage(PART, error)
    if error == "invalid_grant":
        # The code was used already or is too old: a page reloaded, a click come late.
        return SignInExpired()
    return SignInAbandoned(error)
