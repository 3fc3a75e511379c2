"""A planning file at the doors: its form with parcels, its two clocks, the acts of its own."""

import re
from datetime import timedelta
from html import unescape

import pytest

from services.cases.contracts import Filed
from services.cases.queries.case_files import case_file
from services.foundation import clock
from services.foundation.database import Database
from tests.arranging import (
    DECLARATION,
    HOUSE,
    Deployment,
    Resident,
    a_resident,
    file_request,
    inputs_of,
)
from tests.rooms.web.conftest import TODAY, Browser, Seated, SignedIn, fields_of

NADIA = Resident(id=None, given_name="Nadia", family_name="Lemoine", email="n@x.example")  # type: ignore[arg-type]


async def review_of(browser: Browser, procedure: str) -> str:
    """Every page filled in; the address of the review."""
    page = await browser.get(f"/c/gien/{procedure}/start?insee=45155")
    typed = inputs_of(procedure, who=NADIA, on=clock.now().date())
    for _ in range(12):
        answer = await browser.post(
            str(page.url.raw_path, "ascii"), data={**fields_of(page), **typed, "go": "on"}
        )
        if answer.status_code == 200:  # questions that the answers call for have appeared
            page = answer
            continue
        assert answer.status_code == 303, answer.text[:3000]
        address = str(answer.headers["location"])
        if address.endswith("/review"):
            return address
        page = await browser.get(address)
    raise AssertionError("the form never ends")


class TestThePortal:
    @pytest.mark.parametrize(
        ("procedure", "prefix"), [(DECLARATION, "DP 045155"), (HOUSE, "PC 045155")]
    )
    async def test_takes_a_whole_file_and_shows_its_number_and_clocks(
        self, signed_in: SignedIn, procedure: str, prefix: str
    ) -> None:
        browser = await signed_in("nadia")
        about = await browser.get(f"/c/gien/{procedure}?insee=45155")
        assert about.status_code == 200
        address = await review_of(browser, procedure)
        review = await browser.get(address)
        declared = {"statement": ["entitled", "accurate"], "notification": "portal"}
        filed = await browser.post(address, data={**fields_of(review), **declared})
        assert filed.status_code == 303, filed.text[:3000]
        page = await browser.get(filed.headers["location"].removesuffix("/filed"))
        words = unescape(page.text).replace("\u00a0", " ")
        assert re.search(rf"{prefix} \d\d A0001", words)
        assert "nous pouvons encore vous demander des pièces ou allonger ce délai" in words


class TestTheBackOffice:
    @pytest.fixture
    async def filed(
        self, arranged_database: Database, collectivities: Deployment, seated: Seated
    ) -> Filed:
        nadia = await a_resident(arranged_database)
        return await file_request(
            arranged_database,
            collectivities.gien,
            by=nadia,
            at=TODAY - timedelta(days=10),
            procedure=DECLARATION,
        )

    async def test_lengthens_the_delay_and_records_an_opinion(
        self,
        arranged_database: Database,
        collectivities: Deployment,
        seated: Seated,
        filed: Filed,
    ) -> None:
        camille = seated(collectivities.gien.instructor)
        case = f"/agent/gien/cases/{filed.case_id}"
        acts = {
            "extend_delay": {
                "article": "R423-24",
                "months": "1",
                "reasons": "Abords du château de Gien.",
                "notified_on": "",
            },
            "record_opinion": {
                "service": "abf",
                "sense": "unfavourable",
                "received_on": f"{TODAY:%d/%m/%Y}",
                "summary": "La clôture masque la vue.",
            },
        }
        for act, typed in acts.items():
            page = await camille.get(f"{case}/{act}")
            assert page.status_code == 200, page.text[:2000]
            done = await camille.post(f"{case}/{act}", data={**fields_of(page), **typed})
            assert done.status_code == 303, done.text[:3000]
        file = await case_file(
            arranged_database, case_id=filed.case_id, by=collectivities.gien.instructor, at=TODAY
        )
        assert file.timeline.tacit is not None
        assert file.timeline.tacit.effect == "rejection"
        shown = unescape((await camille.get(case)).text)
        assert "Délai allongé" in shown
        assert "refus tacite" in shown
