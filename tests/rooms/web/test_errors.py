"""Three kinds of "no": refused, unavailable, broken; each has its page, for machines its code."""

import httpx
import pytest
from fastapi import FastAPI
from starlette.responses import Response

from services.app import create_app
from services.foundation.database import Database
from services.foundation.settings import Settings
from services.web.shared.door import Doors
from services.web.shared.visit import Visit
from tests.rooms.web.conftest import BASE, Browser, SignedIn, fields_of
from tests.rooms.web.test_portal import PDF, filed_with_a_file

SECRET = "personal: nadia@courriel.example"


class TestABug:
    async def test_has_a_reference_and_tells_nothing(
        self, app: FastAPI, browser: Browser, capfd: pytest.CaptureFixture[str]
    ) -> None:
        doors = Doors("portal")

        @doors.get("/broken", permission="public")
        async def broken(visit: Visit) -> Response:
            raise LookupError(SECRET)

        app.router.routes.insert(0, doors.routes[0])
        page = await browser.get("/broken")
        assert page.status_code == 500
        assert "Repère à donner au téléphone" in page.text
        told = capfd.readouterr()
        assert SECRET not in page.text + told.out + told.err
        assert "http.bug" in told.out + told.err


class TestABookThatDoesNotAnswer:
    @pytest.fixture
    async def cut_off(self) -> Browser:
        settings = Settings(base_url=BASE, secret_key="k" * 32)
        database = Database("postgresql://nobody@127.0.0.1:9/nothing", pool_size=1)
        transport = httpx.ASGITransport(app=create_app(settings, database))
        return httpx.AsyncClient(transport=transport, base_url=BASE)

    async def test_is_an_outage_that_says_what_is_kept(self, cut_off: Browser) -> None:
        page = await cut_off.get("/c/gien", headers={"Accept-Language": "fr"})
        assert page.status_code == 503
        assert "Le problème vient de nous" in page.text
        assert page.headers["retry-after"]

    async def test_keeps_what_was_typed_in_the_page_that_says_so(self, cut_off: Browser) -> None:
        page = await cut_off.post(
            "/c/gien/drafts/00000000-0000-4000-8000-000000000000/pages/place",
            data={"csrf": "any", "street": "14 rue des Tanneurs"},
            headers={"Sec-Fetch-Site": "same-origin"},
        )
        assert page.status_code == 503
        assert fields_of(page)["street"] == "14 rue des Tanneurs"

    async def test_makes_the_process_unready_but_alive(self, cut_off: Browser) -> None:
        assert (await cut_off.get("/health/live")).status_code == 200
        ready = await cut_off.get("/health/ready")
        assert ready.status_code == 503
        assert ready.json()["parts"]["postgresql"] == "down"

    async def test_is_told_to_machines(self, cut_off: Browser) -> None:
        answer = await cut_off.get("/api/v1/collectivities")
        assert answer.status_code == 503
        assert answer.json()["code"] == "unavailable"


class TestAnIdentityProviderThatDoesNotAnswer:
    async def test_closes_the_way_in_and_nothing_else(
        self, browser: Browser, signed_in: SignedIn
    ) -> None:
        assert (await browser.get("/sign-in")).status_code == 503
        nadia = await signed_in("nadia")
        assert (await nadia.get("/account")).status_code == 200
        page = await nadia.get("/account")
        token = page.text.split('name="csrf" value="')[1].split('"')[0]
        left = await nadia.post("/session/sign-out", data={"csrf": token})
        assert left.headers["location"] == "/"
        assert (await nadia.get("/account")).status_code == 303


class TestTheInterfaceOfMachines:
    async def test_says_who_answers(self, browser: Browser) -> None:
        answer = await browser.get(
            "/api/v1/jurisdiction", params={"code": "45155", "procedure": "epci/bac-composteur"}
        )
        [found] = answer.json()
        assert found["competent"]["code"] == "244500211"
        assert found["competent"]["onboard"] is True

    async def test_refuses_with_a_code_and_a_sentence(self, browser: Browser) -> None:
        answer = await browser.get(
            "/api/v1/jurisdiction", params={"code": "45155", "procedure": "nothing"}
        )
        assert answer.status_code == 422
        assert answer.json()["code"] == "unknown_procedure"
        assert answer.json()["sentence"]

    async def test_answers_in_json_for_what_is_not_there(self, browser: Browser) -> None:
        answer = await browser.get("/api/v1/nothing")
        assert answer.status_code == 404
        assert answer.json()["code"] == "not_found"

    async def test_is_described(self, browser: Browser) -> None:
        described = (await browser.get("/api/v1/openapi.json")).json()
        assert set(described["paths"]) == {"/api/v1/collectivities", "/api/v1/jurisdiction"}


class TestADocument:
    async def test_of_a_case_is_streamed_whole_or_in_part(self, signed_in: SignedIn) -> None:
        nadia = await signed_in("nadia")
        address = await filed_with_a_file(nadia)
        whole = await nadia.get(address)
        assert whole.content == PDF
        assert whole.headers["content-security-policy"].endswith("sandbox")
        part = await nadia.get(address, headers={"Range": "bytes=1-3"})
        assert (part.status_code, part.content) == (206, b"PDF")
        beyond = await nadia.get(address, headers={"Range": "bytes=99999-"})
        assert beyond.status_code == 416
