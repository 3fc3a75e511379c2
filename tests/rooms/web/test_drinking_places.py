"""The register of temporary drinking places, on the agents' pages and in the resident's form."""

from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from uuid import UUID

import httpx
import psycopg
import pytest
from sqlalchemy import text

from services.cases.actions.claim_case import claim_case
from services.foundation import clock
from services.foundation.database import Agent, Database
from services.standalone.postgres import Postgres
from tests.arranging import (
    DRINKS,
    Deployment,
    Resident,
    a_resident,
    file_request,
    write_request,
)
from tests.rooms.web.conftest import TODAY, Browser, Seated, SignedIn, fields_of

TAKE = text("SELECT count_drinking_place('W452001234', 2026, 'association', 1, 5)")
COUNTED = "accordées sur 5 pour 2026, toutes communes confondues (CSP L3334-2)"
FULL = "Le plafond de l’année est atteint : un accord ne pourra pas être signé."
WHY = "5 autorisations déjà accordées pour 2026, toutes communes confondues ; le plafond est de 5"


@dataclass(slots=True)
class Desk:
    """A request for a bar, taken up by Camille; Marc signs."""

    db: Database
    case: str
    camille: Browser
    marc: Browser

    async def granted(self, number: int) -> None:
        """That many authorisations of this association, wherever they were given."""
        async with self.db.transaction(Agent(UUID(int=1))) as tx:
            for _each in range(number):
                assert await tx.scalar(TAKE)


@pytest.fixture
async def desk(arranged_database: Database, collectivities: Deployment, seated: Seated) -> Desk:
    db, gien = arranged_database, collectivities.gien
    at = TODAY - timedelta(days=1)
    filed = await file_request(db, gien, by=await a_resident(db), at=at, procedure=DRINKS)
    await claim_case(db, case_id=filed.case_id, version=None, by=gien.instructor, at=at)
    case = f"/agent/gien/cases/{filed.case_id}"
    return Desk(db, case, seated(gien.instructor), seated(gien.signatory))


def words(page: httpx.Response) -> str:
    return unescape(page.text).replace("\u00a0", " ").replace("\u202f", " ")


class TestTheAgent:
    @pytest.mark.parametrize("page", ["", "/propose"])
    async def test_reads_how_many_are_left(self, desk: Desk, page: str) -> None:
        assert "0 accordée sur 5 pour 2026" in words(await desk.camille.get(desk.case + page))
        await desk.granted(4)
        seen = words(await desk.camille.get(desk.case + page))
        assert f"4 {COUNTED}" in seen
        assert FULL not in seen
        await desk.granted(1)
        seen = words(await desk.camille.get(desk.case + page))
        assert f"5 {COUNTED}" in seen
        assert FULL in seen

    async def test_finds_the_refusal_written_once_none_is_left(self, desk: Desk) -> None:
        assert WHY not in words(await desk.camille.get(f"{desk.case}/propose"))
        await desk.granted(5)
        page = words(await desk.camille.get(f"{desk.case}/propose"))
        assert f"{WHY} (CSP L3334-2).</textarea>" in page
        assert ">Code de la santé publique, article L3334-2.</textarea>" in page

    async def test_is_told_why_the_sixth_is_not_signed(self, desk: Desk) -> None:
        await desk.granted(5)
        page = await desk.camille.get(f"{desk.case}/propose")
        grant = {"sense": "grant", "law_reasons": "", "fact_reasons": "", "conditions": ""}
        await desk.camille.post(f"{desk.case}/propose", data={**fields_of(page), **grant})
        page = await desk.marc.get(f"{desk.case}/sign")
        assert FULL in words(page)
        refused = await desk.marc.post(f"{desk.case}/sign", data=fields_of(page))
        assert refused.status_code == 409
        assert f"Rien n’est signé. {WHY} (CSP L3334-2)." in words(refused)

    async def test_withdraws_a_grant_from_its_page(self, desk: Desk) -> None:
        page = await desk.camille.get(f"{desk.case}/propose")
        grant = {"sense": "grant", "law_reasons": "", "fact_reasons": "", "conditions": ""}
        await desk.camille.post(f"{desk.case}/propose", data={**fields_of(page), **grant})
        page = await desk.marc.get(f"{desk.case}/sign")
        await desk.marc.post(f"{desk.case}/sign", data=fields_of(page))
        address = f"{desk.case}/withdraw_grant"
        assert f'href="{address}"' in words(await desk.marc.get(desk.case))
        page = await desk.marc.get(address)
        told = words(page)
        assert "peut être retiré jusqu’au 14 août 2026 inclus." in told
        assert "invitée à présenter des observations" in told
        for article in ("CRPA L242-1", "CRPA L121-1, L122-1", "CRPA L211-2, 4°, L211-5"):
            assert f"({article})" in told
        order = {**fields_of(page), "why": "unlawful", "reason": "Arrêté du 14 avril."}
        early = await desk.marc.post(address, data={**order, "withdrawn_on": "13/04/2026"})
        assert early.status_code == 422
        assert "L’accord n’était pas encore donné ce jour-là." in words(early)
        done = await desk.marc.post(address, data={**order, "withdrawn_on": "14/04/2026"})
        assert done.headers["location"] == f"{desk.case}?done=withdraw_grant"
        seen = words(await desk.marc.get(done.headers["location"]))
        assert "Le retrait de l’accord est enregistré." in seen
        assert "L’accord était illégal, un arrêté l’a retiré. Arrêté du 14 avril." in seen


class TestTheResident:
    async def test_reads_the_most_of_each_capacity_where_she_chooses_it(
        self,
        arranged_database: Database,
        collectivities: Deployment,
        signed_in: SignedIn,
        postgres: Postgres,
        arranged_name: str,
    ) -> None:
        """The count itself is for agents alone: anybody may type the number of another."""
        browser, gien = await signed_in("nadia"), collectivities.gien
        with psycopg.connect(postgres.superuser_url(arranged_name)) as admin:
            [(who,)] = admin.execute("SELECT id FROM person WHERE subject = 'nadia'").fetchall()
        nadia = Resident(who, "Nadia", "Lemoine", "nadia@courriel.example")
        draft = await write_request(
            arranged_database, gien, by=nadia, at=clock.now(), procedure=DRINKS
        )
        page = words(await browser.get(f"/c/gien/drafts/{draft.id}/pages/association"))
        assert "Les autorisations de l’année se comptent avec lui, toutes communes" in page
        for most in ("Cinq autorisations", "Dix autorisations", "Deux autorisations"):
            assert f"{most} par an au plus" in page
        assert "accordée" not in page
