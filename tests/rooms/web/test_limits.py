"""The doors hold: too much at once is refused with a date, in all processes, and loses nothing."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import psycopg
import pytest
from fastapi import FastAPI

from services.documents.store import ObjectStore
from services.foundation import clock
from services.foundation.counts import forget_counts
from services.foundation.database import Database
from services.foundation.settings import Settings
from services.standalone.place import Place
from services.standalone.postgres import Postgres
from services.web.shared.cookies import cookies_for
from services.web.shared.limits import limits_for
from tests.rooms.web.conftest import BASE, TODAY, application, fields_of

HOME, OFFICE = "198.51.100.7", "203.0.113.20"
OURS = {"Sec-Fetch-Site": "same-origin"}
FORM = "/c/gien/commune/acte-etat-civil/start?insee=45155"


def limited(
    database: Database, store: ObjectStore, place: Place, *, factor: float, proxies: str = ""
) -> FastAPI:
    """A web process that lets in a part of what is usual."""
    settings = Settings(
        base_url=BASE,
        secret_key=place.keys["secret_key"],
        oidc_issuer="http://127.0.0.1:9/realms/parvis",
        trusted_proxies=proxies,
        rate_factor=factor,
    )
    return application(settings, database, store)


def visitor(app: FastAPI, *, peer: str = "127.0.0.1") -> httpx.AsyncClient:
    """A browser whose connection comes from `peer`."""
    transport = httpx.ASGITransport(app=app, client=(peer, 50_000), raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url=BASE, headers={"Accept-Language": "fr"})


@pytest.fixture(autouse=True)
async def today() -> AsyncIterator[None]:
    with clock.using(lambda: TODAY):
        yield


@pytest.fixture
def apps(arranged_database: Database, store: ObjectStore, place: Place) -> list[FastAPI]:
    """Two web processes over one database, behind a proxy on this machine: 6 calls a minute."""
    return [
        limited(arranged_database, store, place, factor=0.01, proxies="127.0.0.1") for _ in range(2)
    ]


async def call(browser: httpx.AsyncClient, address: str = HOME) -> httpx.Response:
    return await browser.get("/api/v1/collectivities", headers={"X-Forwarded-For": address})


class TestAnAddress:
    async def test_is_refused_with_the_time_to_wait_and_let_in_after_it(
        self, apps: list[FastAPI]
    ) -> None:
        browser = visitor(apps[0])
        answers = [await call(browser) for _ in range(7)]
        assert [each.status_code for each in answers] == [200] * 6 + [429]
        refused = answers[-1]
        assert refused.json()["code"] == "too_many"
        wait = int(refused.headers["retry-after"])
        assert str(wait) in refused.json()["sentence"] or wait > 90
        with clock.using(lambda: TODAY + timedelta(seconds=wait)):
            assert (await call(browser)).status_code == 200

    async def test_does_not_shut_the_door_on_others(self, apps: list[FastAPI]) -> None:
        browser = visitor(apps[0])
        for _ in range(8):
            await call(browser)
        assert (await call(browser, OFFICE)).status_code == 200

    async def test_counts_in_every_process(
        self, apps: list[FastAPI], arranged_database: Database
    ) -> None:
        for _ in range(6):
            await call(visitor(apps[0]))
        for app in apps:
            await app.state.house.limits.counts.share(arranged_database, at=TODAY)
        assert (await call(visitor(apps[1]))).status_code == 200  # it had not heard of it yet
        for app in apps:
            await app.state.house.limits.counts.share(arranged_database, at=TODAY)
        assert (await call(visitor(apps[1]))).status_code == 429

    async def test_is_heard_of_by_itself_while_the_processes_run(self, apps: list[FastAPI]) -> None:
        one, two = apps
        async with two.router.lifespan_context(two), one.router.lifespan_context(one):
            for _ in range(6):
                await call(visitor(one))
            await call(visitor(two))
            async with asyncio.timeout(60):
                while (await call(visitor(two))).status_code == 200:  # noqa: ASYNC110 - real time
                    await asyncio.sleep(0.3)

    async def test_is_believed_of_named_proxies_only(
        self, arranged_database: Database, store: ObjectStore, place: Place
    ) -> None:
        app = limited(arranged_database, store, place, factor=0.01, proxies="10.0.0.0/8")
        stranger = visitor(app, peer="8.8.8.8")
        answers = [await call(stranger, f"198.51.100.{turn}") for turn in range(7)]
        assert answers[-1].status_code == 429
        proxy = visitor(app, peer="10.1.2.3")
        answers = [await call(proxy, f"198.51.100.{turn}") for turn in range(7)]
        assert answers[-1].status_code == 200

    async def test_of_an_unnamed_proxy_is_nobodys(
        self, arranged_database: Database, store: ObjectStore, place: Place
    ) -> None:
        app = limited(arranged_database, store, place, factor=0.01)
        for peer, last in (("10.1.2.3", 200), ("127.0.0.1", 200), ("8.8.8.8", 429)):
            browser = visitor(app, peer=peer)
            answers = [await call(browser, HOME) for _ in range(7)]
            assert answers[-1].status_code == last, peer

    async def test_of_version_6_is_that_of_a_household(self, apps: list[FastAPI]) -> None:
        browser = visitor(apps[0])
        answers = [await call(browser, f"2001:db8:0:7::{turn}") for turn in range(1, 8)]
        assert answers[-1].status_code == 429
        assert (await call(browser, "2001:db8:0:8::1")).status_code == 200

    async def test_is_nowhere_in_the_database(
        self,
        apps: list[FastAPI],
        arranged_database: Database,
        postgres: Postgres,
        arranged_name: str,
    ) -> None:
        await call(visitor(apps[0]))
        await apps[0].state.house.limits.counts.share(arranged_database, at=TODAY)
        with psycopg.connect(postgres.superuser_url(arranged_name)) as admin:
            ((key, _span, hits, until),) = admin.execute("SELECT * FROM request_count").fetchall()
        assert HOME.encode() not in key
        assert (len(key), hits) == (20, 1)
        assert until <= TODAY + timedelta(minutes=2)

    async def test_is_forgotten_once_it_no_longer_matters(
        self, apps: list[FastAPI], arranged_database: Database
    ) -> None:
        await call(visitor(apps[0]))
        await apps[0].state.house.limits.counts.share(arranged_database, at=TODAY)
        assert await forget_counts(arranged_database, at=TODAY + timedelta(minutes=1)) == 0
        assert await forget_counts(arranged_database, at=TODAY + timedelta(minutes=3)) == 1


class TestASignIn:
    async def test_is_not_begun_over_and_over(self, apps: list[FastAPI]) -> None:
        app = apps[0]
        browser = visitor(app)
        pages = [await browser.get("/sign-in", headers={"X-Forwarded-For": HOME}) for _ in range(2)]
        assert [page.status_code for page in pages] == [503, 429]  # Keycloak is away in this test
        assert "Un instant" in pages[1].text
        assert 'href="/sign-in"' in pages[1].text


class TestAPageOfAForm:
    @pytest.fixture
    async def browser(
        self, arranged_database: Database, store: ObjectStore, place: Place
    ) -> httpx.AsyncClient:
        """A session that may post three times a minute and bring files once or twice."""
        app = limited(arranged_database, store, place, factor=0.025)
        return visitor(app)

    async def test_that_is_refused_comes_back_with_all_that_was_typed(
        self, browser: httpx.AsyncClient
    ) -> None:
        page = await browser.get(FORM)
        typed = {
            **fields_of(page),
            "requester.family_name": 'Le "Moine" <b>',
            "requester.given_name": "Nadia",
            "go": "keep",
        }
        kept = await browser.post(FORM, data=typed, headers=OURS)
        assert kept.status_code == 303
        for _ in range(4):
            refused = await browser.post(FORM, data=typed, headers=OURS)
        assert refused.status_code == 429
        assert int(refused.headers["retry-after"]) > 0
        assert fields_of(refused) == typed
        assert f'action="{FORM}"' in refused.text
        wait = int(refused.headers["retry-after"])
        with clock.using(lambda: TODAY + timedelta(seconds=wait)):
            again = await browser.post(FORM, data=fields_of(refused))
        assert again.status_code == 303

    async def test_that_another_site_sent_does_not_come_back(
        self, browser: httpx.AsyncClient
    ) -> None:
        page = await browser.get(FORM)
        typed = {**fields_of(page), "go": "keep"}
        for _ in range(5):
            refused = await browser.post(FORM, data=typed)
        assert refused.status_code == 429
        assert fields_of(refused) == {}

    async def test_that_brings_files_says_that_they_were_not_received(
        self, browser: httpx.AsyncClient
    ) -> None:
        page = await browser.get(FORM)
        typed = {**fields_of(page), "requester.given_name": "Nadia", "go": "keep"}
        parts = {"plan": ("plan.pdf", b"%PDF-1.7 " * 100, "application/pdf")}
        for _ in range(4):
            refused = await browser.post(FORM, data=typed, files=parts, headers=OURS)
        assert refused.status_code == 429
        assert "Vos fichiers n’ont pas été reçus" in refused.text
        assert fields_of(refused) == typed


class TestTheSettings:
    def test_are_wide_where_only_this_machine_comes_in(self) -> None:
        far = Settings(base_url="https://parvis.example", secret_key="x" * 40)
        assert limits_for(far, cookies_for(far)).factor == 1
        near = Settings(base_url=BASE, secret_key="x" * 40)
        assert limits_for(near, cookies_for(near)).factor == 100

    def test_do_not_believe_everybody(self) -> None:
        with pytest.raises(ValueError, match="trusted_proxies"):
            Settings(trusted_proxies="*")

    async def test_can_shut_the_limits_off(
        self, arranged_database: Database, store: ObjectStore, place: Place
    ) -> None:
        app = limited(arranged_database, store, place, factor=0, proxies="127.0.0.1")
        answers = [await call(visitor(app)) for _ in range(30)]
        assert {each.status_code for each in answers} == {200}
