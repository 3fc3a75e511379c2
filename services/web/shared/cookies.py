"""The cookies of the house.

Over https the session's cookie is `__Host-parvis`: this host only, whole site, `Secure`. Over plain
http it is `parvis_session` without `Secure`, and only where the address is this very machine.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from services.foundation.settings import Settings

SECRET_BYTES = 32


class UnsafeAddress(ValueError):
    """The public address is plain http and not this machine: cookies would travel in clear."""


class WeakSecret(ValueError):
    """A public address needs a secret key of its own."""


@dataclass(frozen=True, slots=True)
class Cookies:
    """Names and flags of the cookies for one public address, and the key of form tokens."""

    secure: bool
    key: bytes

    @property
    def session(self) -> str:
        return "__Host-parvis" if self.secure else "parvis_session"

    def name(self, purpose: str) -> str:
        return f"__Host-parvis_{purpose}" if self.secure else f"parvis_{purpose}"

    def put(self, response: Response, name: str, value: str, *, seconds: int | None = None) -> None:
        """Set a cookie that scripts cannot read and that other sites cannot make a form send."""
        response.set_cookie(
            name,
            value,
            max_age=seconds,
            path="/",
            secure=self.secure,
            httponly=True,
            samesite="lax",
        )

    def drop(self, response: Response, name: str) -> None:
        response.delete_cookie(name, path="/", secure=self.secure, httponly=True, samesite="lax")

    def token(self, seed: str) -> str:
        """The form token that goes with a browser that has no session yet."""
        return hmac.new(self.key, f"form:{seed}".encode(), hashlib.sha256).hexdigest()


def cookies_for(settings: Settings) -> Cookies:
    """The cookies that suit the public address.

    Raises `UnsafeAddress` for plain http anywhere but on loopback, `WeakSecret` for a public
    address whose secret key is missing or short.
    """
    address = urlsplit(settings.base_url)
    secure = address.scheme == "https"
    if not secure and not _loopback(address.hostname or ""):
        raise UnsafeAddress(f"{settings.base_url}: only https, or http on loopback")
    key = settings.secret_key.get_secret_value().encode()
    if secure and len(key) < SECRET_BYTES:
        raise WeakSecret(f"PARVIS_SECRET_KEY must have at least {SECRET_BYTES} characters")
    return Cookies(secure, key or secrets.token_bytes(SECRET_BYTES))


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def cookie(request: Request, name: str) -> str:
    """The value of a cookie, empty when there is none."""
    return request.cookies.get(name, "")
