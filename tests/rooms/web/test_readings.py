"""The log of readings, as those who supervise read it."""

from datetime import timedelta

import pytest

from services.cases.contracts import Filed
from services.cases.queries.case_files import case_file
from services.foundation.database import Database, Operator
from services.identity.people import teams_of
from services.web.backoffice.readings import PAGE
from tests.arranging import CIVIL_RECORD, Deployment, a_resident, an_agent, file_request
from tests.rooms.web.conftest import TODAY, Seated

ADDRESS = "/agent/gien/readings"


@pytest.fixture
async def filed(arranged_database: Database, collectivities: Deployment) -> tuple[Filed, Filed]:
    """Two requests in Gien."""
    nadia = await a_resident(arranged_database)
    one, two = [
        await file_request(
            arranged_database,
            collectivities.gien,
            by=nadia,
            at=TODAY - timedelta(days=3),
            procedure=CIVIL_RECORD,
        )
        for _ in range(2)
    ]
    return one, two


class TestTheLog:
    async def test_tells_who_opened_which_case_the_latest_first(
        self, seated: Seated, collectivities: Deployment, filed: tuple[Filed, Filed]
    ) -> None:
        gien = collectivities.gien
        await seated(gien.instructor).get(f"/agent/gien/cases/{filed[0].case_id}")
        page = await seated(gien.supervisor).get(ADDRESS)
        assert page.status_code == 200
        rows = page.text[page.text.index("<tbody") :]
        assert rows.count("<tr") == 1
        for said in (filed[0].number, "Camille Roussel", "instruction", "le dossier", "14/04/2026"):
            assert said in rows
        assert "Lemoine" not in rows

    async def test_narrows_by_number_and_by_day(
        self,
        seated: Seated,
        arranged_database: Database,
        collectivities: Deployment,
        filed: tuple[Filed, Filed],
    ) -> None:
        gien = collectivities.gien
        for case, days in ((filed[0], 0), (filed[1], 0), (filed[1], 2)):
            await case_file(
                arranged_database,
                case_id=case.case_id,
                by=gien.instructor,
                at=TODAY - timedelta(days=days),
            )
        screen = seated(gien.supervisor)

        async def count(**asked: str) -> int:
            page = await screen.get(ADDRESS, params=asked)
            return page.text.count('scope="row"')

        assert await count() == 3
        assert await count(number=filed[1].number.lower()) == 2
        assert await count(day="12/04/2026") == 1
        assert await count(day="2026-04-14") == 2
        assert await count(number=filed[0].number, day="12/04/2026") == 0

    async def test_says_what_is_wrong_with_a_day(
        self, seated: Seated, collectivities: Deployment
    ) -> None:
        page = await seated(collectivities.gien.supervisor).get(ADDRESS, params={"day": "hier"})
        assert page.status_code == 422
        assert "Écrivez le jour comme 14/04/2026." in page.text
        assert 'value="hier"' in page.text

    async def test_goes_on_where_a_page_ends(
        self,
        seated: Seated,
        arranged_database: Database,
        collectivities: Deployment,
        filed: tuple[Filed, Filed],
    ) -> None:
        for turn in range(PAGE + 2):  # by two at the same instant: none is lost between pages
            await case_file(
                arranged_database,
                case_id=filed[turn % 2].case_id,
                by=collectivities.gien.instructor,
                at=TODAY - timedelta(minutes=turn // 2),
            )
        screen = seated(collectivities.gien.supervisor)
        first = await screen.get(ADDRESS)
        assert first.text.count('scope="row"') == PAGE
        address = first.text.partition(f'href="{ADDRESS}?after=')[2].partition('"')[0]
        second = await screen.get(f"{ADDRESS}?after={address}")
        assert second.text.count('scope="row"') == 2
        assert (await screen.get(f"{ADDRESS}?after=nowhere")).text.count('scope="row"') == PAGE

    async def test_is_for_those_who_supervise_here(
        self, seated: Seated, collectivities: Deployment
    ) -> None:
        gien, loiret = collectivities.gien, collectivities.loiret
        assert (await seated(gien.instructor).get(ADDRESS)).status_code == 403
        assert (await seated(loiret.supervisor).get(ADDRESS)).status_code == 404
        page = await seated(gien.instructor).get("/agent/gien/cases")
        assert ADDRESS not in page.text
        page = await seated(gien.supervisor).get("/agent/gien/cases")
        assert f'href="{ADDRESS}"' in page.text

    async def test_shows_the_teams_that_she_supervises_only(
        self,
        seated: Seated,
        arranged_database: Database,
        collectivities: Deployment,
        filed: tuple[Filed, Filed],
    ) -> None:
        gien = collectivities.gien
        await seated(gien.instructor).get(f"/agent/gien/cases/{filed[0].case_id}")
        async with arranged_database.transaction(Operator()) as tx:
            teams = await teams_of(tx, gien.id)
        counts = []
        for team in teams:
            agent = await an_agent(arranged_database, gien.tenant, "supervisor", team_id=team.id)
            page = await seated(agent).get(ADDRESS)
            counts.append(page.text.count('scope="row"'))
        assert sorted(counts) == [0] * (len(teams) - 1) + [1]
