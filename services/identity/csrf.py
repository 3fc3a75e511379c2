"""A form comes back with the token of the session it was made for."""

import hmac

from services.identity.contracts import WhoIsAsking
from services.identity.errors import FormExpired


def check_csrf(who: WhoIsAsking | None, token: str | None) -> None:
    """Raises `FormExpired` unless `token` is this session's."""
    if who is None or token is None:
        raise FormExpired
    if not hmac.compare_digest(who.csrf.encode(), token.encode()):
        raise FormExpired
