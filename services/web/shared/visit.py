"""One request as a door sees it: who asks, in which collectivity, and how to answer."""

import hmac
import secrets
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Literal
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Match

from services.foundation import clock
from services.foundation.i18n import current_language
from services.identity import permissions
from services.identity.contracts import SignedInAgent, SignedInPerson, WhoIsAsking
from services.identity.errors import FormExpired, SignInNeeded
from services.tenants.contracts import Tenant
from services.web.shared import form as forms
from services.web.shared.cookies import cookie
from services.web.shared.form import Form
from services.web.shared.house import House

Door = Literal["portal", "backoffice", "administration"]
SEED_COOKIE = "form"
METROPOLE = "Europe/Paris"


class Visit:
    """A request, who makes it, and the ways to answer it."""

    def __init__(self, request: Request, house: House, door: Door) -> None:
        self.request = request
        self.house = house
        self.door = door
        self.at: datetime = clock.now()
        self.who: WhoIsAsking | None = None
        self.face: Tenant | None = None
        self.form = Form()
        self.brands: set[str] = set()
        self._put: list[tuple[str, str, int | None]] = []
        self._drop: list[str] = []
        self._seed = cookie(request, house.cookies.name(SEED_COOKIE))

    # Who asks

    @property
    def session_key(self) -> str:
        """The session's cookie; empty without one."""
        return cookie(self.request, self.house.cookies.session)

    @property
    def person(self) -> SignedInPerson:
        """The resident of this session, signed in or not yet. Raises `SignInNeeded`."""
        if self.who is None or self.who.person is None:
            raise SignInNeeded
        return self.who.person

    @property
    def agent(self) -> SignedInAgent:
        """The agent of this session. Raises `SignInNeeded`."""
        if self.who is None or self.who.agent is None:
            raise SignInNeeded
        return self.who.agent

    @property
    def supervises(self) -> bool:
        """Whether this agent supervises the collectivity whose pages these are."""
        agent = self.who.agent if self.who else None
        here = self.face.id if self.face else None
        return here is not None and permissions.may(agent, "supervise", tenant_id=here)

    @property
    def tenant(self) -> Tenant:
        """The collectivity whose pages these are."""
        if self.face is None:
            raise LookupError("this door has no collectivity")
        return self.face

    @property
    def today(self) -> date:
        """The day it is for the collectivity whose pages these are."""
        zone = self.face.time_zone if self.face else METROPOLE
        return self.at.astimezone(ZoneInfo(zone)).date()

    # What was sent

    def path(self, name: str) -> Any:
        return self.request.path_params[name]

    def query(self, name: str) -> str:
        return self.request.query_params.get(name, "").strip()

    async def read_form(self) -> None:
        """Parse the body and check that the form was made for this session."""
        self.form = forms.parse(await self.request.body())
        self.check_token(self.form.one(forms.TOKEN_FIELD))

    def recognise(self, who: WhoIsAsking) -> None:
        """The session was read by the act itself: keep it, and check the form's token against it.

        Raises `FormExpired`.
        """
        self.who = who
        self.check_token(self.form.one(forms.TOKEN_FIELD))

    def check_token(self, sent: str) -> None:
        """Raises `FormExpired` unless `sent` is the token of this session, or of this browser for
        a page that was opened before its session began."""
        expected = [self.who.csrf] if self.who else []
        if self._seed and (self.who is None or self._visiting):
            expected.append(self.house.cookies.token(self._seed))
        if not any(hmac.compare_digest(sent.encode(), each.encode()) for each in expected):
            raise FormExpired

    @property
    def _visiting(self) -> bool:
        """Whether the session is that of a browser where nobody has signed in."""
        return self.who is not None and self.who.agent is None and self.who.verified_person is None

    @property
    def token(self) -> str:
        """What a form must bring back; without a session, a cookie remembers this browser."""
        if self.who:
            return self.who.csrf
        if not self._seed:
            self._seed = secrets.token_urlsafe(24)
            self.put_cookie(self.house.cookies.name(SEED_COOKIE), self._seed)
        return self.house.cookies.token(self._seed)

    # How to answer

    def page(self, template: str, *, status: int = 200, **values: Any) -> Response:
        """A page in the frame of its door."""
        html = self.house.pages.render(template, {"visit": self, **values})
        return HTMLResponse(html, status)

    def go(self, address: str) -> Response:
        """On to another page of this site, by GET."""
        return RedirectResponse(address, 303)

    def put_cookie(self, name: str, value: str, *, seconds: int | None = None) -> None:
        self._put.append((name, value, seconds))

    def drop_cookie(self, name: str) -> None:
        self._drop.append(name)

    def finish(self, response: Response) -> Response:
        """The answer with the cookies this visit sets."""
        for name in self._drop:
            self.house.cookies.drop(response, name)
        for name, value, seconds in self._put:
            self.house.cookies.put(response, name, value, seconds=seconds)
        return response

    # What the frame shows

    @property
    def language(self) -> str:
        return current_language()

    @property
    def nonce(self) -> str:
        return str(self.request.scope["state"]["nonce"])

    @property
    def address(self) -> str:
        """This page, for the language switch and for coming back after signing in."""
        asked = self.request.url.query
        return f"{self.request.url.path}?{asked}" if asked else self.request.url.path

    @property
    def home(self) -> str:
        """The first page of this door."""
        if self.door == "portal":
            return f"/c/{self.face.slug}" if self.face else "/"
        return "/administration" if self.door == "administration" else "/agent"

    @property
    def readable(self) -> str:
        """This page where it can be read again; a page that answers a form may not be one."""
        if self.request.method in ("GET", "HEAD"):
            return self.address
        scope = {**self.request.scope, "method": "GET"}
        readable = any(
            route.matches(scope)[0] is Match.FULL for route in self.request.app.router.routes
        )
        return self.address if readable else self.home

    @property
    def sign_in(self) -> str:
        """Where to say who one is, and come back to this page."""
        start = "/sign-in" if self.door == "portal" else "/agent/sign-in"
        return f"{start}?{urlencode({'back': self.readable})}"

    def in_language(self, language: str) -> str:
        """This page in another language."""
        return f"/language/{language}?{urlencode({'back': self.readable})}"

    @property
    def brand(self) -> str:
        """Whose colour the page bears; the platform's own where there is no collectivity."""
        return self.face.slug if self.face else "parvis"

    def wear(self, slugs: Iterable[str]) -> None:
        """Ask for the colours of the collectivities that the page shows plates of."""
        self.brands.update(slugs)

    @property
    def brand_sheet(self) -> str:
        """The address of the one stylesheet with every colour of the page; empty without any."""
        worn = self.brands | ({self.face.slug} if self.face else set())
        return f"/brand/{','.join(sorted(worn))}.css" if worn else ""


def own_path(path: str) -> str:
    """A path of this site, else its home: no link of ours sends anybody elsewhere."""
    plain = path.startswith("/") and not path.startswith("//") and "\\" not in path
    return path if plain and path.isprintable() else "/"
