"""Giving a case to a colleague, from its page."""

import re
from datetime import timedelta
from html import unescape

import pytest

from services.cases.actions.claim_case import claim_case
from services.foundation.database import Database
from tests.arranging import OCCUPATION, Deployment, a_resident, an_agent, file_request
from tests.rooms.web.conftest import TODAY, Seated, fields_of


@pytest.fixture
async def case(arranged_database: Database, collectivities: Deployment) -> str:
    """A case that Camille holds."""
    db, gien, at = arranged_database, collectivities.gien, TODAY - timedelta(days=1)
    filed = await file_request(db, gien, by=await a_resident(db), at=at, procedure=OCCUPATION)
    await claim_case(db, case_id=filed.case_id, version=None, by=gien.instructor, at=at)
    return f"/agent/gien/cases/{filed.case_id}"


def words(text: str) -> str:
    return unescape(text).replace("\u00a0", " ")


class TestTheHolder:
    async def test_picks_among_her_colleagues_and_the_list_follows(
        self, case: str, arranged_database: Database, collectivities: Deployment, seated: Seated
    ) -> None:
        gien = collectivities.gien
        lucie = await an_agent(arranged_database, gien.tenant, "instructor", name=("Lucie", "Brun"))
        hers = seated(gien.instructor)
        page = await hers.get(f"{case}/assign")
        offered = set(re.findall(r'name="to"[^>]*value="([^"]+)"', page.text))
        assert offered == {str(gien.supervisor.agent_id), str(lucie.agent_id)}
        order = {**fields_of(page), "to": str(lucie.agent_id)}
        done = await hers.post(f"{case}/assign", data=order)
        assert done.headers["location"] == f"{case}?done=assign"
        seen = words((await hers.get(done.headers["location"])).text)
        assert "Le dossier est confié." in seen
        assert "Lucie Brun suit ce dossier" in seen
        assert f'href="{case}/assign"' not in seen
        mine = "/agent/gien/cases?view=mine"
        assert case not in (await hers.get(mine)).text
        assert case in (await seated(lucie).get(mine)).text

    async def test_is_told_the_same_of_a_stranger_and_of_nobody(
        self, case: str, collectivities: Deployment, seated: Seated
    ) -> None:
        hers = seated(collectivities.gien.instructor)
        page = await hers.get(f"{case}/assign")
        told = set()
        for who in (str(collectivities.loiret.instructor.agent_id), "nobody"):
            answer = await hers.post(f"{case}/assign", data={**fields_of(page), "to": who})
            assert answer.status_code == 422
            main = answer.text[answer.text.index("<main") :].replace(who, "")
            told.add(re.sub(r'name="csrf" value="[^"]+"', "", main))
        assert len(told) == 1
        assert "Choisissez une personne qui instruit" in words(told.pop())

    async def test_is_shown_what_changed_on_a_stale_page(
        self, case: str, collectivities: Deployment, seated: Seated
    ) -> None:
        gien = collectivities.gien
        hers, theirs = seated(gien.instructor), seated(gien.supervisor)
        stale = fields_of(await hers.get(f"{case}/assign"))
        fresh = fields_of(await theirs.get(f"{case}/assign"))
        to = {"to": str(gien.supervisor.agent_id)}
        await theirs.post(f"{case}/assign", data={**fresh, **to})
        late = await hers.post(f"{case}/assign", data={**stale, **to})
        assert late.status_code == 409
        assert "Ce dossier a changé pendant que vous écriviez" in words(late.text)
        assert "Dossier confié" in words(late.text)


async def test_another_collectivity_has_no_such_page(
    case: str, collectivities: Deployment, seated: Seated
) -> None:
    stranger = seated(collectivities.loiret.instructor)
    assert (await stranger.get(f"{case}/assign")).status_code == 404
