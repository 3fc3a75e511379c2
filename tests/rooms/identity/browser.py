"""A browser of a few lines for Keycloak's own pages: follows redirects, fills its forms."""

import html
import re
from collections.abc import Callable
from datetime import datetime

import httpx
import pyotp

from services.foundation import clock
from services.identity.contracts import SignInStart

FORM = re.compile(r'<form[^>]*action="([^"]+)"')


class Browser:
    """Keeps the cookies of one person's browser."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.http = httpx.Client(follow_redirects=False, timeout=30)
        self.pages: list[str] = []

    def go(self, url: str) -> httpx.Response:
        return self._follow(self.http.get(url))

    def submit(self, page: httpx.Response, **fields: str) -> httpx.Response:
        action = FORM.search(page.text)
        assert action, f"no form on {page.url}"
        return self._follow(self.http.post(html.unescape(action.group(1)), data=fields))

    def _follow(self, response: httpx.Response) -> httpx.Response:
        self._keep_cookies(response)
        while response.is_redirect:
            target = response.headers["location"]
            if target.startswith(self.base_url):
                return response
            response = self.http.get(target)
            self._keep_cookies(response)
        self.pages.append(response.text)
        return response

    def _keep_cookies(self, response: httpx.Response) -> None:
        # Keycloak marks its cookies Secure; browsers send them on loopback, httpx does not.
        for cookie in self.http.cookies.jar:
            cookie.secure = False


def sign_in(
    browser: Browser,
    start: SignInStart,
    *,
    username: str,
    password: str,
    totp_secret: str | None = None,
    code: Callable[[str], str] | None = None,
) -> dict[str, str]:
    """Sign in on Keycloak's pages; answers the query she comes back with."""
    page = browser.go(start.url)
    if not page.is_redirect:
        page = browser.submit(page, username=username, password=password)
    if not page.is_redirect and totp_secret:
        page = browser.submit(page, otp=(code or current_code)(totp_secret))
    assert page.is_redirect, f"still at Keycloak: {page.url}"
    return dict(httpx.URL(page.headers["location"]).params)


def current_code(secret: str, *, at: datetime | None = None) -> str:
    return pyotp.TOTP(secret).at(at or clock.now())
