"""Tokens of the identity provider: signature, issuer, audience, nonce, instants.

Only RS256 is accepted, whatever the token says of itself. The provider's keys are kept for an hour
and asked again, at most once a minute, when a token names a key that we do not know.
"""

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization

from services.identity.errors import SignInNotProven

ALGORITHMS = ("RS256",)
KEYS_KEPT = timedelta(hours=1)
KEYS_ASKED_AGAIN_AFTER = timedelta(minutes=1)
CLOCK_SKEW = timedelta(seconds=30)
SIGN_OUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"

Claims = dict[str, Any]
FetchKeys = Callable[[], Awaitable[KeySetSerialization]]


@dataclass(slots=True)
class KeyRing:
    """The public keys of the identity provider, fetched when needed."""

    fetch: FetchKeys
    _keys: KeySet | None = field(default=None)
    _fetched_at: datetime | None = field(default=None)

    async def read(self, token: str, *, at: datetime) -> Claims:
        """The claims of a token whose signature holds.

        Raises `SignInNotProven`, or `Outage` when the keys are needed and cannot be had.
        """
        keys = await self._current(at)
        try:
            return self._checked(token, keys)
        except (JoseError, ValueError) as error:
            if not self._may_ask_again(at):
                raise SignInNotProven("signature") from error
        keys = await self._fetch(at)
        try:
            return self._checked(token, keys)
        except (JoseError, ValueError) as error:
            raise SignInNotProven("signature") from error

    def _checked(self, token: str, keys: KeySet) -> Claims:
        return dict(jwt.decode(token, keys, algorithms=ALGORITHMS).claims)

    async def _current(self, at: datetime) -> KeySet:
        if self._keys is None or self._fetched_at is None or at - self._fetched_at > KEYS_KEPT:
            return await self._fetch(at)
        return self._keys

    async def _fetch(self, at: datetime) -> KeySet:
        self._keys = KeySet.import_key_set(await self.fetch())
        self._fetched_at = at
        return self._keys

    def _may_ask_again(self, at: datetime) -> bool:
        return self._fetched_at is None or at - self._fetched_at > KEYS_ASKED_AGAIN_AFTER


def check_id_token(
    claims: Claims, *, issuer: str, client_id: str, nonce: str, at: datetime
) -> None:
    """OpenID Connect Core §3.1.3.7; raises `SignInNotProven` naming the check."""
    _check_common(claims, issuer=issuer, client_id=client_id, at=at)
    if claims.get("azp", client_id) != client_id:
        raise SignInNotProven("authorized party")
    expires = claims.get("exp")
    if not isinstance(expires, int) or at.timestamp() > expires + CLOCK_SKEW.total_seconds():
        raise SignInNotProven("expired")
    if not hmac.compare_digest(str(claims.get("nonce", "")), nonce):
        raise SignInNotProven("nonce")


def check_sign_out_token(claims: Claims, *, issuer: str, client_id: str, at: datetime) -> None:
    """OpenID Connect Back-Channel Logout §2.6; raises `SignInNotProven` naming the check."""
    _check_common(claims, issuer=issuer, client_id=client_id, at=at)
    events = claims.get("events")
    if not isinstance(events, dict) or SIGN_OUT_EVENT not in events:
        raise SignInNotProven("not a sign-out")
    if "nonce" in claims:
        raise SignInNotProven("an ID token, not a sign-out")
    issued = claims["iat"]
    if at.timestamp() - issued > timedelta(minutes=5).total_seconds():
        raise SignInNotProven("expired")


def _check_common(claims: Claims, *, issuer: str, client_id: str, at: datetime) -> None:
    if claims.get("iss") != issuer:
        raise SignInNotProven("issuer")
    audience = claims.get("aud")
    if client_id not in ([audience] if isinstance(audience, str) else audience or []):
        raise SignInNotProven("audience")
    issued = claims.get("iat")
    if not isinstance(issued, int) or issued > at.timestamp() + CLOCK_SKEW.total_seconds():
        raise SignInNotProven("not yet")
    if not isinstance(claims.get("sub"), str) or not claims["sub"]:
        raise SignInNotProven("subject")
