"""How often one may act: by the client's address and by the session, in all web processes together.

Nothing personal is kept: an address and a session are counted under digests whose key changes every
day. Where no proxy is named in the settings, an address that is not public is not counted: it would
be that of the proxy, and everybody would share it.
"""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Literal

from limits import RateLimitItem, parse
from starlette.requests import Request

from services.foundation.counts import Counts, Rate
from services.foundation.settings import Settings
from services.web.shared.cookies import Cookies, cookie
from services.web.shared.errors import TooMany

Act = Literal["act", "file", "upload", "sign_in", "look_up", "call"]
DIGEST = 16
# One subscriber has at least that much of the version 6 address space.
IPV6_SUBSCRIBER = 64


@dataclass(frozen=True, slots=True)
class Limit:
    """What one address, which a whole town hall may share, and one session may do."""

    of_address: RateLimitItem
    of_session: RateLimitItem


def _limit(of_address: str, of_session: str) -> Limit:
    return Limit(parse(of_address), parse(of_session))


LIMITS: Mapping[Act, Limit] = {
    "act": _limit("600 per minute", "120 per minute"),
    "file": _limit("120 per 10 minutes", "30 per 10 minutes"),
    "upload": _limit("300 per 10 minutes", "100 per 10 minutes"),
    "sign_in": _limit("60 per minute", "20 per minute"),
    "look_up": _limit("600 per minute", "120 per minute"),
    "call": _limit("600 per minute", "600 per minute"),
}


# Where only this machine can come in, one person plays everybody.
ALONE = 100.0


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of this deployment and what was counted. `factor` 0 shuts them off."""

    cookies: Cookies
    factor: float
    behind_proxy: bool
    counts: Counts = field(default_factory=Counts)

    def let_in(self, request: Request, act: Act, *, at: datetime) -> None:
        """Count one more. Raises `TooMany`."""
        if not self.factor or _asks_nothing(request, act):
            return
        wait = self.counts.take(self._rates(request, _really(request, act), at), at=at)
        if wait:
            raise TooMany(wait)

    def _rates(self, request: Request, act: Act, at: datetime) -> Sequence[Rate]:
        limit, key = LIMITS[act], _key_of(self.cookies.key, at.astimezone(UTC).date())
        host = request.client.host if request.client else ""
        told = (
            ("address", counted_address(host, behind_proxy=self.behind_proxy), limit.of_address),
            ("session", cookie(request, self.cookies.session), limit.of_session),
        )
        return [
            Rate(
                hmac.digest(key, f"{act} {kind} {who}".encode(), "sha256")[:DIGEST],
                max(1, int(allowed.amount * self.factor)),
                allowed.multiples * allowed.GRANULARITY.seconds,
            )
            for kind, who, allowed in told
            if who
        ]


@lru_cache(maxsize=4096)
def counted_address(host: str, *, behind_proxy: bool) -> str:
    """What an address is counted as; empty when it is nobody's in particular."""
    try:
        address = ip_address(host)
    except ValueError:
        return ""
    if not behind_proxy and not address.is_global:
        return ""
    if isinstance(address, IPv6Address):
        return str(ip_network((address, IPV6_SUBSCRIBER), strict=False))
    return host


@lru_cache(maxsize=4)
def _key_of(secret: bytes, day: date) -> bytes:
    return hmac.digest(secret, f"counts of {day.isoformat()}".encode(), "sha256")


def limits_for(settings: Settings, cookies: Cookies) -> Limits:
    """The limits that suit a deployment: wide where its address is that of this machine alone."""
    told = settings.rate_factor
    usual = 1.0 if cookies.secure else ALONE
    return Limits(cookies, usual if told is None else told, bool(settings.trusted_proxies))


def _really(request: Request, act: Act) -> Act:
    """A page that brings files is an upload."""
    brings = request.headers.get("content-type", "").startswith("multipart/")
    return "upload" if act == "act" and brings else act


def _asks_nothing(request: Request, act: Act) -> bool:
    """A page of searches, opened without one."""
    return act == "look_up" and not request.url.query
