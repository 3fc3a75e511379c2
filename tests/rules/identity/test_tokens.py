"""Every check of an ID token and of a sign-out, one by one, with keys of our own."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, KeySetSerialization, RSAKey

from services.identity._tokens import (
    SIGN_OUT_EVENT,
    KeyRing,
    check_id_token,
    check_sign_out_token,
)
from services.identity.errors import SignInNotProven

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NOW = int(AT.timestamp())
ISSUER = "https://identity.example/realms/parvis"
GOOD: dict[str, Any] = {
    "iss": ISSUER,
    "aud": "parvis",
    "azp": "parvis",
    "sub": "nadia",
    "iat": NOW,
    "exp": NOW + 300,
    "nonce": "the nonce",
}


class TestAnIdToken:
    def test_in_order_is_accepted(self) -> None:
        check_id_token(GOOD, issuer=ISSUER, client_id="parvis", nonce="the nonce", at=AT)

    @pytest.mark.parametrize(
        ("claim", "value", "reason"),
        [
            ("iss", "https://evil.example", "issuer"),
            ("aud", "another", "audience"),
            ("aud", ["another"], "audience"),
            ("aud", None, "audience"),
            ("azp", "another", "authorized party"),
            ("sub", "", "subject"),
            ("sub", None, "subject"),
            ("iat", NOW + 120, "not yet"),
            ("iat", None, "not yet"),
            ("exp", NOW - 120, "expired"),
            ("exp", None, "expired"),
            ("nonce", "another", "nonce"),
            ("nonce", None, "nonce"),
        ],
    )
    def test_with_one_thing_wrong_is_refused(self, claim: str, value: object, reason: str) -> None:
        claims = {**GOOD, claim: value}

        with pytest.raises(SignInNotProven) as refused:
            check_id_token(claims, issuer=ISSUER, client_id="parvis", nonce="the nonce", at=AT)

        assert refused.value.reason == reason


SIGN_OUT: dict[str, Any] = {
    "iss": ISSUER,
    "aud": "parvis",
    "sub": "nadia",
    "iat": NOW,
    "events": {SIGN_OUT_EVENT: {}},
}


class TestASignOut:
    def test_in_order_is_accepted(self) -> None:
        check_sign_out_token(SIGN_OUT, issuer=ISSUER, client_id="parvis", at=AT)

    @pytest.mark.parametrize(
        "wrong",
        [{"events": {}}, {"events": None}, {"nonce": "x"}, {"iat": NOW - 600}, {"aud": "x"}],
    )
    def test_with_one_thing_wrong_is_refused(self, wrong: dict[str, object]) -> None:
        with pytest.raises(SignInNotProven):
            check_sign_out_token({**SIGN_OUT, **wrong}, issuer=ISSUER, client_id="parvis", at=AT)


class TestTheKeyRing:
    async def test_asks_again_when_the_provider_has_changed_its_keys(self) -> None:
        old, new = RSAKey.generate_key(2048), RSAKey.generate_key(2048)
        published = _Published(old)
        ring = KeyRing(published.fetch)
        await ring.read(_signed(old), at=AT)

        published.key = new

        claims = await ring.read(_signed(new), at=AT + timedelta(minutes=2))
        assert claims["sub"] == "nadia"
        assert published.asked == 2

    async def test_cannot_be_made_to_ask_at_each_forged_token(self) -> None:
        published = _Published(RSAKey.generate_key(2048))
        ring = KeyRing(published.fetch)
        forged = _signed(RSAKey.generate_key(2048))

        for second in range(20):
            with pytest.raises(SignInNotProven):
                await ring.read(forged, at=AT + timedelta(seconds=second))

        assert published.asked == 1

    @pytest.mark.parametrize("token", ["", "a.b", "a.b.c", "é"])
    async def test_refuses_what_is_no_token(self, token: str) -> None:
        ring = KeyRing(_Published(RSAKey.generate_key(2048)).fetch)

        with pytest.raises(SignInNotProven):
            await ring.read(token, at=AT)

    async def test_refuses_a_token_that_chose_its_own_algorithm(self) -> None:
        ring = KeyRing(_Published(RSAKey.generate_key(2048)).fetch)
        unsigned = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJuYWRpYSJ9."

        with pytest.raises(SignInNotProven):
            await ring.read(unsigned, at=AT)


class _Published:
    """The keys that the identity provider publishes, counted."""

    def __init__(self, key: RSAKey) -> None:
        self.key = key
        self.asked = 0

    async def fetch(self) -> KeySetSerialization:
        self.asked += 1
        return KeySet([self.key]).as_dict(private=False)


def _signed(key: RSAKey) -> str:
    return jwt.encode({"alg": "RS256", "kid": key.thumbprint()}, GOOD, key)
