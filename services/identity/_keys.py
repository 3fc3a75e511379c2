"""Session keys: 32 random bytes in the cookie, their digest in the database."""

import hashlib
import re
import secrets

KEY_BYTES = 32
# What `token_urlsafe(32)` gives; anything else in the cookie is not worth a query.
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def new_token() -> str:
    return secrets.token_urlsafe(KEY_BYTES)


def key_hash_of(token: str | None) -> bytes | None:
    """The digest under which a cookie's session is kept; None for what is no key of ours."""
    if token is None or not TOKEN.fullmatch(token):
        return None
    return hashlib.sha256(token.encode()).digest()
