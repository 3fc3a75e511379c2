"""Every route, tenant A's people against tenant B's objects: the answer of a thing that does not
exist.

Routes are read from the application, so that one added tomorrow is tried too; a route that names an
object this file cannot point at fails until it can.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID, uuid4

import psycopg
import pytest
from fastapi import FastAPI

from services.foundation import clock
from services.foundation.database import Database
from services.standalone.postgres import Postgres
from tests.arranging import Deployment, a_resident, write_request
from tests.rooms.web.conftest import Browser, SignedIn
from tests.rooms.web.test_envelope import leaves
from tests.rooms.web.test_portal import PDF, fields_of, filed_with_a_file

PARAMETER = re.compile(r"\{(\w+)(?::\w+)?\}")
# What names no object of anybody's: territory, words of the catalogue, our own files.
PUBLIC_OBJECTS = {"insee", "subject", "language", "slugs", "level", "siren"}
OBJECTS = {"case_id", "draft_id", "document_id", "page", "action", "slug"}
REFERENCE = re.compile(r"nonce=\"[^\"]*\"|[0-9a-f-]{36}|value=\"[^\"]*\"|\?v=\w+")


@dataclass(frozen=True)
class Belongings:
    """What belongs to a resident of Gien, as another would name it."""

    case_id: UUID
    document_id: UUID
    draft_id: UUID

    def named(self) -> dict[str, str]:
        return {
            "case_id": str(self.case_id),
            "document_id": str(self.document_id),
            "draft_id": str(self.draft_id),
        }


@pytest.fixture
async def hers(
    signed_in: SignedIn, arranged_database: Database, collectivities: Deployment
) -> Belongings:
    """A case with a file, and a draft, in Gien."""
    nadia = await signed_in("nadia")
    _, _, case_id, _, document_id = (await filed_with_a_file(nadia)).split("/")
    other = await a_resident(arranged_database)
    draft = await write_request(arranged_database, collectivities.gien, by=other, at=clock.now())
    return Belongings(UUID(case_id), UUID(document_id), draft.id)


def guarded(app: FastAPI, *, start: str) -> Iterator[tuple[str, str]]:
    """Every method and path that names somebody's object, under an address."""
    for route in leaves(app.router.routes):
        names = set(PARAMETER.findall(getattr(route, "path", ""))) - PUBLIC_OBJECTS
        if not names & {"case_id", "draft_id"} or not route.path.startswith(start):
            continue
        assert names <= OBJECTS, f"{route.path}: teach this test to name {names - OBJECTS}"
        for method in sorted(set(route.methods) - {"HEAD"}):
            yield method, route.path


def address(path: str, **named: str) -> str:
    values = {"page": "place", "action": "claim", "slug": "gien", **named}
    return PARAMETER.sub(lambda found: values[found[1]], path)


async def answer(browser: Browser, method: str, to: str, token: str) -> tuple[int, str]:
    """The status and the page, what is only of this answer set aside."""
    if method == "GET":
        found = await browser.get(to)
    elif to.endswith("/pieces") or "/pages/" in to:
        found = await browser.post(
            to, data={"csrf": token, "go": "on"}, files={"plan": ("p.pdf", PDF, "application/pdf")}
        )
    else:
        found = await browser.post(
            to, data={"csrf": token, "version": "1", "revision": "1", "notification": "portal"}
        )
    return found.status_code, REFERENCE.sub("", found.text)


async def token_of(browser: Browser, page: str) -> str:
    return fields_of(await browser.get(page))["csrf"] if page else ""


class TestAnotherResident:
    async def test_finds_nothing_at_any_address(
        self, app: FastAPI, hers: Belongings, signed_in: SignedIn
    ) -> None:
        stranger = await signed_in("somebody")
        token = await token_of(stranger, "/account")
        tried = 0
        for start in ("/requests", "/c/"):
            for method, path in guarded(app, start=start):
                real = await answer(stranger, method, address(path, **hers.named()), token)
                nothing = {name: str(uuid4()) for name in hers.named()}
                absent = await answer(stranger, method, address(path, **nothing), token)
                assert real == absent, f"{method} {path}"
                assert real[0] == 404, f"{method} {path}: {real[0]}"
                tried += 1
        assert tried >= 10


class TestAnAgentOfAnotherCollectivity:
    @pytest.mark.parametrize("slug", ["gien", "cc-giennoises"])
    async def test_finds_nothing_at_any_address(
        self,
        app: FastAPI,
        hers: Belongings,
        agent_of_ccg: Browser,
        slug: str,
    ) -> None:
        page = await agent_of_ccg.get("/agent/cc-giennoises/cases")
        token = re.findall(r'name="csrf" value="([^"]+)"', page.text)[0]
        tried = 0
        for method, path in guarded(app, start="/agent/"):
            real = await answer(
                agent_of_ccg, method, address(path, **{**hers.named(), "slug": slug}), token
            )
            nothing = {name: str(uuid4()) for name in hers.named()}
            absent = await answer(
                agent_of_ccg, method, address(path, **{**nothing, "slug": slug}), token
            )
            assert real == absent, f"{method} {path}"
            assert real[0] == 404, f"{method} {path}: {real[0]}"
            tried += 1
        assert tried >= 5

    async def test_does_not_administer(self, agent_of_ccg: Browser) -> None:
        for path in ("/administration", "/administration/agents", "/administration/procedures"):
            assert (await agent_of_ccg.get(path)).status_code == 404


class TestSomebodyWithoutASession:
    async def test_is_asked_who_she_is_whatever_the_object(
        self, app: FastAPI, hers: Belongings, browser: Browser
    ) -> None:
        for start in ("/requests", "/c/", "/agent/"):
            for method, path in guarded(app, start=start):
                real = await answer(browser, method, address(path, **hers.named()), "x")
                nothing = {name: str(uuid4()) for name in hers.named()}
                absent = await answer(browser, method, address(path, **nothing), "x")
                assert real == absent, f"{method} {path}"
                assert real[0] in (303, 401), f"{method} {path}: {real[0]}"


@pytest.fixture
async def agent_of_ccg(
    signed_in: SignedIn,
    postgres: Postgres,
    arranged_name: str,
    collectivities: Deployment,
) -> Browser:
    """The instructor of the communauté, signed in with her second factor."""
    with psycopg.connect(postgres.superuser_url(arranged_name)) as connection:
        row = connection.execute(
            "SELECT subject FROM agent WHERE id = %s", (collectivities.ccg.instructor.agent_id,)
        ).fetchone()
    assert row is not None
    return await signed_in(row[0], agent=True)
