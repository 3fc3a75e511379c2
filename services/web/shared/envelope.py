"""What surrounds every request, as plain ASGI: its name, its headers, its size, its language.

`BaseHTTPMiddleware` costs most of a filing; these cost microseconds.
"""

import re
import secrets
from time import perf_counter
from urllib.parse import urlsplit
from uuid import uuid4

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.foundation.i18n import DEFAULT_LANGUAGE, LANGUAGES, Language, using_language
from services.foundation.settings import Settings
from services.foundation.telemetry import LATENCY, REQUESTS, log
from services.web.shared.errors import BodyTooLarge

LANGUAGE_COOKIE = "parvis_language"
FORM_LIMIT = 1_000_000
UPLOAD_LIMIT = 210_000_000
_COOKIE_LANGUAGE = re.compile(rf"(?:^|;\s*){LANGUAGE_COOKIE}=(\w\w)")


class Named:
    """Gives each request a name, tells it once in the log and in the metrics.

    The log holds the route, never the address: an address may be somebody's.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        name = state["request_id"] = uuid4().hex
        status = 500

        async def named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-Id"] = name
            await send(message)

        began = perf_counter()
        try:
            await self.app(scope, receive, named)
        finally:
            spent = perf_counter() - began
            route = state.get("route") or getattr(scope.get("route"), "path", "unmatched")
            REQUESTS.labels(route, str(status)).inc()
            LATENCY.labels(route).observe(spent)
            log.info(
                "http.answered",
                request_id=name,
                route=route,
                method=scope["method"],
                status=status,
                seconds=round(spent, 4),
            )


class Guarded:
    """Adds the headers that keep a page to itself; scripts and styles need this request's nonce."""

    def __init__(self, app: ASGIApp, *, settings: Settings) -> None:
        self.app = app
        # Signing out is a form whose answer leads to the identity provider.
        provider = urlsplit(settings.oidc_issuer)
        self.targets = (
            f"'self' {provider.scheme}://{provider.netloc}" if provider.netloc else "'self'"
        )
        self.fixed = {
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
        }
        if settings.base_url.startswith("https://"):
            self.fixed["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        nonce = scope.setdefault("state", {})["nonce"] = secrets.token_urlsafe(16)

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self.fixed)
                headers.setdefault("Content-Security-Policy", self.policy(nonce))
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self.app(scope, receive, guarded)

    def policy(self, nonce: str) -> str:
        """Nothing inline, nothing from elsewhere; `data:` is for the images inside stylesheets."""
        return (
            f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
            "img-src 'self' data:; font-src 'self'; connect-src 'self'; "
            f"form-action {self.targets}; base-uri 'none'; frame-ancestors 'none'"
        )


class Bounded:
    """Refuses a body that is too large, before reading it when its length is told, else while
    reading."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        multipart = headers.get(b"content-type", b"").startswith(b"multipart/")
        limit = UPLOAD_LIMIT if multipart else FORM_LIMIT
        told = headers.get(b"content-length", b"0")
        too_large = not told.isdigit() or int(told) > limit
        read = 0

        async def bounded() -> Message:
            nonlocal read
            if too_large:
                raise BodyTooLarge(limit)
            message = await receive()
            read += len(message.get("body", b""))
            if read > limit:
                raise BodyTooLarge(limit)
            return message

        await self.app(scope, bounded, send)


class Spoken:
    """Sets the language: the reader's choice, else her browser's, else French."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        chosen = _COOKIE_LANGUAGE.search(headers.get(b"cookie", b"").decode("latin-1"))
        asked = chosen[1] if chosen else headers.get(b"accept-language", b"").decode("latin-1")
        with using_language(preferred(asked)):
            await self.app(scope, receive, send)


def preferred(accepted: str) -> Language:
    """The first language of an Accept-Language header that the pages exist in.

    Languages are taken in the order they are written, as every browser writes them.
    """
    for part in accepted.split(","):
        code = part.strip()[:2].lower()
        for language in LANGUAGES:
            if code == language:
                return language
    return DEFAULT_LANGUAGE
