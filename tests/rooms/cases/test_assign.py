"""A case given to a named colleague of the same collectivity and team."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.cases.actions.assign_case import assign_case
from services.cases.actions.claim_case import claim_case
from services.cases.contracts import AgentAtWork
from services.cases.errors import CaseMoved, NotAColleague
from services.cases.queries.case_files import case_file
from services.cases.queries.colleagues import among, followers
from services.foundation.database import Database
from services.identity.contracts import Colleague, Role
from services.processes.errors import GuardFailed
from services.worklist import queries as worklist
from services.worklist.contracts import Viewer
from tests.arranging import OCCUPATION, Collectivity, Deployment, a_resident, an_agent, file_request

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Desk:
    """A case held by Camille, and who else works in Gien."""

    def __init__(self, db: Database, gien: Collectivity, case_id: UUID, lucie: AgentAtWork) -> None:
        self.db, self.gien, self.case_id, self.lucie = db, gien, case_id, lucie

    async def give(
        self, to: AgentAtWork | str, *, by: AgentAtWork | None = None, version: int | None = None
    ) -> None:
        await assign_case(
            self.db,
            case_id=self.case_id,
            version=version,
            to=to if isinstance(to, str) else str(to.agent_id),
            by=by or self.gien.instructor,
            at=MONDAY,
        )

    async def file(self) -> Any:
        return await case_file(self.db, case_id=self.case_id, by=self.gien.instructor, at=MONDAY)

    async def mine(self, who: AgentAtWork) -> list[UUID]:
        """What that agent reads under « mes dossiers »."""
        viewer = Viewer(self.gien.id, who.agent_id, who.team_ids)
        page = await worklist.page(self.db, viewer=viewer, view="mine")
        return [item.case_id for item in page.items]


@pytest.fixture
async def desk(arranged_database: Database, collectivities: Deployment) -> Desk:
    db, gien = arranged_database, collectivities.gien
    nadia = await a_resident(db)
    filed = await file_request(db, gien, by=nadia, at=MONDAY, procedure=OCCUPATION)
    await claim_case(db, case_id=filed.case_id, version=None, by=gien.instructor, at=MONDAY)
    lucie = await an_agent(db, gien.tenant, "instructor", name=("Lucie", "Brun"))
    return Desk(db, gien, filed.case_id, lucie)


class TestACaseGiven:
    async def test_goes_from_one_list_to_the_other(self, desk: Desk) -> None:
        assert await desk.mine(desk.gien.instructor) == [desk.case_id]
        await desk.give(desk.lucie)
        assert await desk.mine(desk.gien.instructor) == []
        assert await desk.mine(desk.lucie) == [desk.case_id]

    async def test_keeps_its_history(self, desk: Desk) -> None:
        await desk.give(desk.lucie)
        file = await desk.file()
        last = file.events[-1]
        assert (last.kind, last.actor.id) == ("assign", desk.gien.instructor.agent_id)
        assert last.payload == {"to": str(desk.lucie.agent_id)}
        assert file.assignee_id == desk.lucie.agent_id
        assert file.names[desk.lucie.agent_id] == "Lucie Brun"

    async def test_is_given_on_by_the_supervisor_who_does_not_hold_it(self, desk: Desk) -> None:
        await desk.give(desk.lucie)
        with pytest.raises(GuardFailed, match="Seule la personne qui suit"):
            await desk.give(desk.gien.supervisor)
        await desk.give(desk.gien.instructor, by=desk.gien.supervisor)
        assert await desk.mine(desk.gien.instructor) == [desk.case_id]

    async def test_once_when_two_give_it_together(self, desk: Desk) -> None:
        version = (await desk.file()).version
        supervisor = desk.gien.supervisor
        done = await asyncio.gather(
            desk.give(desk.lucie, version=version),
            desk.give(supervisor, by=supervisor, version=version),
            return_exceptions=True,
        )
        assert sorted(type(each).__name__ for each in done) == ["CaseMoved", "NoneType"]

    async def test_is_not_given_from_a_stale_page(self, desk: Desk) -> None:
        version = (await desk.file()).version
        await desk.give(desk.lucie)
        with pytest.raises(CaseMoved) as no:
            await desk.give(desk.lucie, by=desk.gien.supervisor, version=version)
        assert [event.kind for event in no.value.since] == ["assign"]


class TestWhoIsNotAColleague:
    async def test_looks_the_same_whoever_it_is(
        self, desk: Desk, collectivities: Deployment
    ) -> None:
        """Of another collectivity, gone, without that role, or nobody: one answer."""
        db, gien = desk.db, desk.gien
        administrator = await an_agent(db, gien.tenant, "administrator", name=("Zoé", "Petit"))
        coming = await an_agent(
            db, gien.tenant, "instructor", name=("Inès", "Roy"), since=date(2026, 3, 3)
        )
        told = set()
        others = (
            collectivities.loiret.instructor,
            gien.signatory,
            administrator,
            coming,
            str(uuid4()),
            "nobody",
        )
        for who in others:
            with pytest.raises(NotAColleague) as no:
                await desk.give(who)
            told.add((no.value.code, no.value.status, no.value.sentence()))
        assert len(told) == 1
        file = await desk.file()
        assert (file.events[-1].kind, file.assignee_id) == ("claim", gien.instructor.agent_id)

    async def test_is_not_proposed(self, desk: Desk) -> None:
        found = await followers(desk.db, tenant_id=desk.gien.id, team_id=None, on=date(2026, 3, 2))
        assert {each.agent_id for each in found} == {
            desk.gien.instructor.agent_id,
            desk.gien.supervisor.agent_id,
            desk.lucie.agent_id,
        }


class TestTheTeamOfTheCase:
    TEAM, OTHER = UUID(int=1), UUID(int=2)

    @pytest.mark.parametrize(
        ("role", "team_id", "until", "may"),
        [
            ("instructor", TEAM, None, True),
            ("instructor", None, None, True),
            ("supervisor", TEAM, date(2026, 3, 3), True),
            ("instructor", OTHER, None, False),
            ("signatory", TEAM, None, False),
            ("instructor", TEAM, date(2026, 3, 2), False),
        ],
    )
    def test_bounds_who_it_is_given_to(
        self, role: Role, team_id: UUID | None, until: date | None, may: bool
    ) -> None:
        today = date(2026, 3, 2)
        colleague = Colleague(
            membership_id=uuid4(),
            agent_id=uuid4(),
            tenant_id=uuid4(),
            team_id=team_id,
            role=role,
            given_name="Lucie",
            family_name="Brun",
            quality="Instructrice",
            service="Voirie",
            since=today - timedelta(days=9),
            until=until,
        )
        assert bool(among([colleague], team_id=self.TEAM, on=today)) is may
