"""The doors over a deployment of the test's own, and browsers that keep cookies and forms."""

import hashlib
import re
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from html import unescape

import httpx
import psycopg
import pytest
from fastapi import FastAPI
from jinja2.bccache import Bucket, BytecodeCache

from services.app import create_app
from services.cases.contracts import AgentAtWork
from services.documents.store import ObjectStore
from services.foundation import clock
from services.foundation.database import Database
from services.foundation.settings import Settings
from services.identity.actions.sign_in import sign_in
from services.identity.contracts import ProvenIdentity
from services.standalone.place import Place
from services.standalone.postgres import Postgres
from tests.arranging import ISSUER

BASE = "http://127.0.0.1:8000"
# Where agents sit: a Tuesday of the year in which the deployment was arranged.
TODAY = datetime(2026, 4, 14, 9, 0, tzinfo=UTC)
TOKEN = re.compile(r'name="csrf" value="([^"]+)"')
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
Browser = httpx.AsyncClient


class _Compiled(BytecodeCache):
    """Templates, compiled once for all the applications of a session."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


def application(settings: Settings, database: Database, store: ObjectStore) -> FastAPI:
    """A web process, its templates not compiled again."""
    made = create_app(settings, database, store=store)
    made.state.house.pages._jinja.bytecode_cache = _COMPILED
    return made


@pytest.fixture
def app(arranged_database: Database, store: ObjectStore, place: Place) -> FastAPI:
    """The application over this test's deployment and the session's object store."""
    settings = Settings(
        base_url=BASE,
        secret_key=place.keys["secret_key"],
        oidc_issuer="http://127.0.0.1:9/realms/parvis",
    )
    return application(settings, arranged_database, store)


@pytest.fixture
async def a_browser(app: FastAPI) -> AsyncIterator[Callable[[], Browser]]:
    """Makes browsers; each keeps its own cookies and follows nothing by itself."""
    opened: list[Browser] = []

    def browser() -> Browser:
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        made = httpx.AsyncClient(
            transport=transport, base_url=BASE, headers={"Accept-Language": "fr"}
        )
        opened.append(made)
        return made

    yield browser
    for each in opened:
        await each.aclose()


@pytest.fixture
def browser(a_browser: Callable[[], Browser]) -> Browser:
    """Somebody who has not signed in."""
    return a_browser()


SignedIn = Callable[..., Awaitable[Browser]]


@pytest.fixture
def signed_in(a_browser: Callable[[], Browser], arranged_database: Database) -> SignedIn:
    """A browser whose session is that of a resident, or of an agent by her id."""

    async def open_session(
        subject: str = "nadia",
        *,
        agent: bool = False,
        given: str = "Nadia",
        family: str = "Lemoine",
    ) -> Browser:
        proven = ProvenIdentity(
            issuer=ISSUER,
            subject=subject,
            given_name=given,
            family_name=family,
            email=f"{given}@courriel.example".lower(),
            methods=frozenset({"pwd", "otp"}),
            provider_session="",
            id_token="",
            door="backoffice" if agent else "portal",
            return_to="/",
        )
        opened = await sign_in(arranged_database, proven=proven, previous=None, at=clock.now())
        made = a_browser()
        made.cookies.set("parvis_session", opened.token)
        return made

    return open_session


def fields_of(page: httpx.Response) -> dict[str, str]:
    """The hidden inputs of the form in the page's main part."""
    main = page.text[page.text.index("<main") :]
    return {unescape(name): unescape(value) for name, value in HIDDEN.findall(main)}


def token_of(page: httpx.Response) -> str:
    """The token that a form of this page brings back."""
    found = TOKEN.search(page.text)
    assert found is not None, page.text[:2000]
    return unescape(found[1])


Seated = Callable[[AgentAtWork], Browser]


@pytest.fixture
def seated(
    a_browser: Callable[[], Browser], postgres: Postgres, arranged_name: str
) -> Iterator[Seated]:
    """A browser whose session is that of an agent who came through Keycloak; the day is `TODAY`."""

    def sit(agent: AgentAtWork) -> Browser:
        token = secrets.token_urlsafe(32)
        with psycopg.connect(postgres.superuser_url(arranged_name), autocommit=True) as connection:
            connection.execute(
                "INSERT INTO session"
                " (key_hash, agent_id, csrf, created_at, last_seen_at, expires_at)"
                " VALUES (%s, %s, %s, %s, %s, %s)",
                (
                    hashlib.sha256(token.encode()).digest(),
                    agent.agent_id,
                    secrets.token_urlsafe(16),
                    TODAY,
                    TODAY,
                    TODAY + timedelta(hours=8),
                ),
            )
        made = a_browser()
        made.cookies.set("parvis_session", token)
        return made

    with clock.using(lambda: TODAY):
        yield sit
