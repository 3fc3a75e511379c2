"""How many statements a page of the back office may send, session and context included, with few
rows and with many: at most six for a list, ten for a case."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest

from services.cases.actions.add_note import add_note
from services.cases.actions.claim_case import claim_case
from services.foundation.database import Database
from services.foundation.wire import Statement, Wire
from services.standalone.postgres import Postgres
from services.web.shared.collectivities import Collectivities
from tests.arranging import OCCUPATION, Deployment, Resident, a_resident, file_request
from tests.rooms.web.conftest import TODAY, Browser, Seated

FEW, MANY = 5, 50
LIST_BUDGET, CASE_BUDGET = 6, 10


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement that goes to the database, in order."""
    sent: list[str] = []
    execute = psycopg.AsyncCursor.execute

    async def counted(self: Any, query: Any, *given: Any, **named: Any) -> Any:
        # The relay is rung aside, once for many acts: no page waits for it.
        if "NOTIFY" not in str(query):
            sent.append(str(query))
        return await execute(self, query, *given, **named)

    carry = Wire.carry

    async def carried(self: Wire, statements: Sequence[Statement]) -> list[list[Any]]:
        sent.extend(sql for sql, _values in statements)
        return await carry(self, statements)

    monkeypatch.setattr(psycopg.AsyncCursor, "execute", counted)
    monkeypatch.setattr(Wire, "carry", carried)
    return sent


@contextmanager
def sql_budget(most: int, sent: list[str]) -> Iterator[None]:
    """Fails when more statements than `most` are sent inside."""
    sent.clear()
    yield
    assert sent, "a page that asks nothing is not measured"
    told = "\n".join(f"  {each[:110]!r}" for each in sent)
    assert len(sent) <= most, f"{len(sent)} statements for {most}:\n{told}"


async def filed_by(db: Database, deployment: Deployment, who: Resident, count: int) -> list[str]:
    """As many requests, the addresses of their pages."""
    addresses = []
    for number in range(count):
        filed = await file_request(
            db,
            deployment.gien,
            by=who,
            at=TODAY - timedelta(days=20, minutes=number),
            procedure=OCCUPATION,
        )
        addresses.append(f"/agent/gien/cases/{filed.case_id}")
    return addresses


async def warm(browser: Browser, *addresses: str) -> None:
    """What every process reads once: faces, stages, definitions."""
    for address in addresses:
        answer = await browser.get(address)
        assert answer.status_code == 200, answer.text


class TestListPages:
    async def test_the_work_list_costs_the_same_with_few_rows_and_with_many(
        self,
        arranged_database: Database,
        collectivities: Deployment,
        seated: Seated,
        statements: list[str],
    ) -> None:
        nadia = await a_resident(arranged_database)
        camille = seated(collectivities.gien.instructor)
        await filed_by(arranged_database, collectivities, nadia, FEW)
        await warm(camille, "/agent/gien/cases")
        with sql_budget(LIST_BUDGET, statements):
            few = await camille.get("/agent/gien/cases")
        cost = len(statements)
        await filed_by(arranged_database, collectivities, nadia, MANY - FEW)
        with sql_budget(cost, statements):
            many = await camille.get("/agent/gien/cases")
        assert (few.text.count("pv-case"), many.text.count("pv-case")) == (FEW, MANY)

    @pytest.mark.parametrize(
        "address", ["/administration", "/administration/procedures", "/administration/agents"]
    )
    async def test_the_administration(
        self,
        collectivities: Deployment,
        seated: Seated,
        statements: list[str],
        postgres: Postgres,
        arranged_name: str,
        address: str,
    ) -> None:
        hugo = collectivities.gien.supervisor
        with psycopg.connect(postgres.superuser_url(arranged_name), autocommit=True) as connection:
            connection.execute(
                "INSERT INTO platform_admin (agent_id, since) VALUES (%s, '2026-01-02')",
                (hugo.agent_id,),
            )
        browser = seated(hugo)
        await warm(browser, address)
        with sql_budget(LIST_BUDGET, statements):
            answer = await browser.get(address)
        assert answer.status_code == 200


class TestTheFacesOfCollectivities:
    async def test_are_read_once_for_all_who_come_together(
        self, arranged_database: Database, collectivities: Deployment, statements: list[str]
    ) -> None:
        faces = Collectivities(arranged_database)
        seen = await asyncio.gather(*(faces.by_slug("gien") for _visitor in range(5)))
        assert {face and face.id for face in seen} == {collectivities.gien.id}
        assert sum("FROM tenant" in each for each in statements) == 1


class TestCasePages:
    async def test_a_case_costs_the_same_however_much_was_done_on_it(
        self,
        arranged_database: Database,
        collectivities: Deployment,
        seated: Seated,
        statements: list[str],
    ) -> None:
        db, camille_at_work = arranged_database, collectivities.gien.instructor
        nadia = await a_resident(db)
        [address] = await filed_by(db, collectivities, nadia, 1)
        case_id = address.rpartition("/")[2]
        camille = seated(camille_at_work)
        await warm(camille, address)
        with sql_budget(CASE_BUDGET, statements):
            await camille.get(address)
        cost = len(statements)
        await claim_case(db, case_id=UUID(case_id), version=None, by=camille_at_work, at=TODAY)
        for number in range(MANY):
            await add_note(
                db, case_id=UUID(case_id), text=f"Note {number}", by=camille_at_work, at=TODAY
            )
        with sql_budget(cost, statements):
            page = await camille.get(address)
        assert "Note 49" in page.text

    @pytest.mark.parametrize("act", ["request_pieces", "propose"])
    async def test_the_page_of_an_act(
        self,
        arranged_database: Database,
        collectivities: Deployment,
        seated: Seated,
        statements: list[str],
        act: str,
    ) -> None:
        nadia = await a_resident(arranged_database)
        [address] = await filed_by(arranged_database, collectivities, nadia, 1)
        camille = seated(collectivities.gien.instructor)
        await warm(camille, f"{address}/{act}")
        with sql_budget(CASE_BUDGET, statements):
            answer = await camille.get(f"{address}/{act}")
        assert answer.status_code == 200
