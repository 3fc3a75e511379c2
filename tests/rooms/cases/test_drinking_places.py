"""The register of temporary drinking places: one count for all communes (CSP L3334-2, L3335-4)."""

import asyncio
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from services.cases.actions.claim_case import claim_case
from services.cases.actions.decide_case import decide_case
from services.cases.actions.propose_decision import propose_decision
from services.cases.actions.sign_decision import sign_decision
from services.cases.actions.withdraw_grant import withdraw_grant
from services.cases.contracts import AgentAtWork
from services.cases.errors import CaseMoved, QuotaReached
from services.cases.queries.case_files import case_file
from services.forms.loading import load_catalogue
from services.foundation.actor import THE_SYSTEM
from services.foundation.database import (
    Agent,
    Citizen,
    Context,
    Database,
    Door,
    Operator,
    Public,
    Relay,
    Worker,
)
from services.foundation.settings import ROOT
from services.identity.directory import Directory
from services.onboarding.actions.apply_plan import apply_plan
from services.onboarding.actions.plan_recipes import plan_recipes
from services.procedures.actions import publish_catalogue
from services.processes.catalogue import load_processes
from services.processes.errors import GuardFailed, WrongRole
from services.tenants.queries import tenants
from services.tenants.recipes import load_recipes
from tests.arranging import (
    ARRANGED_AT,
    BRIARE,
    DRINKS,
    NO_DIRECTORY,
    Collectivity,
    Deployment,
    a_resident,
    file_request,
    recipe_of_briare,
    staffed,
)

FEBRUARY = datetime(2026, 2, 2, 8, 0, tzinfo=UTC)
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
GIEN = "45155"
SPORT = {"opener": "approved_sport_association", "approval_number": "45 S 1234"}


@pytest.fixture
async def briare(arranged_database: Database, tmp_path: Path) -> Collectivity:
    """A second commune, that knows nothing of Gien."""
    recipes = load_recipes(recipe_of_briare(tmp_path))
    nobody = Directory(server_url=NO_DIRECTORY, client_id="x", client_secret="x")
    plan = await plan_recipes(arranged_database, None, recipes=recipes, at=ARRANGED_AT)
    await apply_plan(arranged_database, nobody, plan=plan, by=THE_SYSTEM, at=ARRANGED_AT)
    async with arranged_database.transaction(Operator()) as tx:
        tenant = next(each for each in await tenants(tx) if each.slug == "briare")
    return await staffed(arranged_database, tenant, (DRINKS,), ARRANGED_AT)


@pytest.fixture
async def decided_alone(
    arranged_database: Database, collectivities: Deployment, tmp_path: Path
) -> None:
    """From February on, the same form is answered by one agent (the process `request`)."""
    db, name = arranged_database, f"{DRINKS}.yaml"
    written = (ROOT / "forms" / name).read_text(encoding="utf-8")
    (tmp_path / name).parent.mkdir(parents=True)
    (tmp_path / name).write_text(
        written.replace("version: 1\n", "version: 2\nprocess: request\n", 1), encoding="utf-8"
    )
    async with db.transaction(Operator()) as tx:
        await publish_catalogue(
            tx,
            procedures=load_catalogue(tmp_path).values(),
            processes=load_processes().values(),
            by=THE_SYSTEM,
            at=FEBRUARY,
        )
    recipes = load_recipes(ROOT / "tenants")
    nobody = Directory(server_url=NO_DIRECTORY, client_id="x", client_secret="x")
    plan = await plan_recipes(db, None, recipes=recipes, at=FEBRUARY)
    await apply_plan(db, nobody, plan=plan, by=THE_SYSTEM, at=FEBRUARY)


async def count(db: Database) -> int:
    """What the register counts for the association of these requests."""
    async with db.transaction(Agent(SOMEBODY)) as tx:
        return int(await tx.scalar(COUNT))


async def withdraw(
    db: Database,
    town: Collectivity,
    case_id: UUID,
    *,
    why: Literal["given_up", "unlawful"] = "given_up",
    day: str = "2026-03-02",
    by: AgentAtWork | None = None,
    at: datetime = MONDAY,
    version: int | None = None,
) -> None:
    await withdraw_grant(
        db,
        case_id=case_id,
        version=version,
        why=why,
        withdrawn_on=date.fromisoformat(day),
        reason="Message de l’association : la fête n’a pas lieu.",
        by=by or town.signatory,
        at=at,
    )


async def taken_up(db: Database, town: Collectivity) -> UUID:
    """A request that one agent may answer."""
    filed = await file_request(db, town, by=await a_resident(db), at=MONDAY, procedure=DRINKS)
    await claim_case(db, case_id=filed.case_id, version=None, by=town.instructor, at=MONDAY)
    return filed.case_id


async def decide(
    db: Database, town: Collectivity, case_id: UUID, *, sense: Literal["grant", "refusal"] = "grant"
) -> None:
    await decide_case(
        db,
        case_id=case_id,
        version=None,
        sense=sense,
        law_reasons="CSP L3334-2",
        fact_reasons="Événement public de l’association.",
        by=town.instructor,
        at=MONDAY,
    )


async def proposed(
    db: Database, town: Collectivity, *, at: datetime = MONDAY, sense: str = "grant", **typed: str
) -> UUID:
    """A request that waits for its signature."""
    insee = BRIARE if town.tenant.slug == "briare" else GIEN
    filed = await file_request(
        db, town, by=await a_resident(db), at=at, procedure=DRINKS, typed=typed, insee=insee
    )
    case_id = filed.case_id
    await claim_case(db, case_id=case_id, version=None, by=town.instructor, at=at)
    await propose_decision(
        db,
        case_id=case_id,
        version=None,
        sense=sense,
        law_reasons="CSP L3334-2",
        fact_reasons="Événement public de l’association.",
        by=town.instructor,
        at=at,
    )
    return case_id


async def sign(
    db: Database,
    town: Collectivity,
    case_id: UUID,
    *,
    at: datetime = MONDAY,
    version: int | None = None,
) -> None:
    await sign_decision(db, case_id=case_id, version=version, by=town.signatory, at=at)


async def granted(
    db: Database, town: Collectivity, number: int, *, at: datetime = MONDAY, **typed: str
) -> None:
    for _each in range(number):
        await sign(db, town, await proposed(db, town, at=at, **typed), at=at)


class TestASixthRequest:
    async def test_is_refused_whichever_commune_granted_the_others(
        self, arranged_database: Database, collectivities: Deployment, briare: Collectivity
    ) -> None:
        """CSP L3334-2: five a year, all communes together."""
        db, gien = arranged_database, collectivities.gien
        await granted(db, gien, 3)
        await granted(db, briare, 2, rna="w45 200 1234")
        sixth = await proposed(db, briare)
        with pytest.raises(QuotaReached) as refusal:
            await sign(db, briare, sixth)
        assert refusal.value.status == 409
        assert refusal.value.article == "CSP L3334-2"
        assert "5 autorisations déjà accordées pour 2026" in refusal.value.sentence()
        file = await case_file(db, case_id=sixth, by=briare.signatory, at=MONDAY)
        assert file.decision is not None
        assert (file.decision.state, file.decision.signed_by) == ("proposed", None)
        assert file.events[-1].kind == "propose"
        assert file.quota is not None
        assert (file.quota.granted, file.quota.most, file.quota.full) == (5, 5, True)

    async def test_may_still_be_refused_in_writing(
        self, arranged_database: Database, collectivities: Deployment
    ) -> None:
        db, gien = arranged_database, collectivities.gien
        await granted(db, gien, 5)
        await sign(db, gien, await proposed(db, gien, sense="refusal"))

    async def test_is_granted_for_another_year_or_another_association(
        self, arranged_database: Database, collectivities: Deployment
    ) -> None:
        """The year is that of the event: filed in December for January, it counts in January."""
        db, gien = arranged_database, collectivities.gien
        await granted(db, gien, 5)
        december = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
        await granted(db, gien, 1, at=december)
        await granted(db, gien, 1, rna="W452009999")


class TestAnApprovedSportAssociation:
    async def test_is_granted_ten(
        self, arranged_database: Database, collectivities: Deployment
    ) -> None:
        """CSP L3335-4, 1°; 48 hours at most each."""
        db, gien = arranged_database, collectivities.gien
        match = {**SPORT, "starts_on": "09/05/2026", "ends_on": "09/05/2026"}
        await granted(db, gien, 10, **match)
        eleventh = await proposed(db, gien, **match)
        with pytest.raises(QuotaReached) as refusal:
            await sign(db, gien, eleventh)
        assert refusal.value.article == "CSP L3335-4, 1°"


class TestASignature:
    async def test_takes_the_last_place_once_when_two_communes_sign_together(
        self, arranged_database: Database, collectivities: Deployment, briare: Collectivity
    ) -> None:
        db, gien = arranged_database, collectivities.gien
        await granted(db, gien, 4)
        here, there = await proposed(db, gien), await proposed(db, briare)
        done = await asyncio.gather(
            sign(db, gien, here), sign(db, briare, there), return_exceptions=True
        )
        assert sorted(type(each).__name__ for each in done) == ["NoneType", "QuotaReached"]

    async def test_clicked_twice_counts_once(
        self, arranged_database: Database, collectivities: Deployment
    ) -> None:
        db, gien = arranged_database, collectivities.gien
        case_id = await proposed(db, gien)
        seen = (await case_file(db, case_id=case_id, by=gien.signatory, at=MONDAY)).version
        clicks = [sign(db, gien, case_id, version=seen) for _click in range(2)]
        done = await asyncio.gather(*clicks, return_exceptions=True)
        assert sorted(type(each).__name__ for each in done) == [CaseMoved.__name__, "NoneType"]
        other = await proposed(db, gien)
        file = await case_file(db, case_id=other, by=gien.signatory, at=MONDAY)
        assert file.quota is not None
        assert file.quota.granted == 1


class TestAGrantWithdrawn:
    """Recorded by the signatory: the order that withdraws it was made and notified outside."""

    async def test_gives_its_place_back_once_whichever_commune_takes_it(
        self, arranged_database: Database, collectivities: Deployment, briare: Collectivity
    ) -> None:
        db, gien = arranged_database, collectivities.gien
        await granted(db, gien, 4)
        given_up = await proposed(db, gien)
        await sign(db, gien, given_up)
        sixth = await proposed(db, briare)
        with pytest.raises(QuotaReached):
            await sign(db, briare, sixth)
        clicks = [withdraw(db, gien, given_up) for _click in range(2)]
        done = await asyncio.gather(*clicks, return_exceptions=True)
        assert sorted(type(each).__name__ for each in done) == ["NoneType", "NotInThisState"]
        await sign(db, briare, sixth)
        with pytest.raises(QuotaReached):
            await sign(db, briare, await proposed(db, briare))

    async def test_is_not_withdrawn_when_its_record_fails(
        self, arranged_database: Database, collectivities: Deployment
    ) -> None:
        """A page that is stale gives nothing back."""
        db, gien = arranged_database, collectivities.gien
        case_id = await proposed(db, gien)
        await sign(db, gien, case_id)
        with pytest.raises(CaseMoved):
            await withdraw(db, gien, case_id, version=1)
        assert await count(db) == 1

    @pytest.mark.parametrize(
        ("why", "day", "recorded"),
        [
            ("unlawful", "2026-07-02", True),
            ("unlawful", "2026-07-03", False),
            ("given_up", "2026-07-03", True),
            ("given_up", "2026-03-01", False),
            ("given_up", "2026-08-01", False),
        ],
        ids=["four months", "too late", "given up later", "before the grant", "to come"],
    )
    async def test_is_recorded_on_a_day_of_the_law(
        self,
        arranged_database: Database,
        collectivities: Deployment,
        why: str,
        day: str,
        recorded: bool,
    ) -> None:
        """CRPA L242-1: made available on 2 March, withdrawn until 2 July."""
        db, gien = arranged_database, collectivities.gien
        case_id = await proposed(db, gien)
        await sign(db, gien, case_id)
        act = withdraw(db, gien, case_id, why=why, day=day, at=datetime(2026, 7, 31, 9, tzinfo=UTC))
        if recorded:
            await act
        else:
            with pytest.raises(GuardFailed):
                await act
        assert await count(db) == (0 if recorded else 1)
        file = await case_file(
            db, case_id=case_id, by=gien.signatory, at=datetime(2026, 7, 31, 9, tzinfo=UTC)
        )
        assert file.state.id == ("grant_withdrawn" if recorded else "decided_granted")
        assert (file.timeline.appeal is not None) is (recorded and why == "unlawful")

    async def test_is_for_who_signs(
        self, arranged_database: Database, collectivities: Deployment
    ) -> None:
        db, gien = arranged_database, collectivities.gien
        case_id = await proposed(db, gien)
        await sign(db, gien, case_id)
        with pytest.raises(WrongRole):
            await withdraw(db, gien, case_id, by=gien.instructor)


class TestAnAnswerWithoutASecondSignature:
    """A collectivity that adopts the procedure with the process of one agent."""

    async def test_is_counted_and_refused_beyond(
        self, arranged_database: Database, collectivities: Deployment, decided_alone: None
    ) -> None:
        db, gien = arranged_database, collectivities.gien
        for _each in range(5):
            await decide(db, gien, await taken_up(db, gien))
        sixth = await taken_up(db, gien)
        with pytest.raises(QuotaReached) as refusal:
            await decide(db, gien, sixth)
        assert "5 autorisations déjà accordées pour 2026" in refusal.value.sentence()
        file = await case_file(db, case_id=sixth, by=gien.instructor, at=MONDAY)
        assert (file.state.id, file.decision) == ("in_review", None)
        await decide(db, gien, sixth, sense="refusal")
        assert await count(db) == 5

    async def test_gives_its_place_back_when_it_is_withdrawn(
        self, arranged_database: Database, collectivities: Deployment, decided_alone: None
    ) -> None:
        db, gien = arranged_database, collectivities.gien
        case_id = await taken_up(db, gien)
        await decide(db, gien, case_id)
        assert await count(db) == 1
        await withdraw(db, gien, case_id, by=gien.supervisor)
        assert await count(db) == 0


TAKE = text("SELECT count_drinking_place('W452001234', 2026, 'association', 1, 5)")
GIVE = text("SELECT count_drinking_place('W452001234', 2026, 'association', -1, 5)")
COUNT = text("SELECT drinking_places_granted('W452001234', 2026, 'association')")
TABLE = text("SELECT * FROM drinking_place_count")
SOMEBODY = UUID(int=1)
OTHERS: tuple[Context, ...] = (
    Public(),
    Door(),
    Citizen(SOMEBODY, SOMEBODY, SOMEBODY),
    Worker(SOMEBODY),
    Relay(),
    Operator(),
)


class TestTheRegister:
    async def test_gives_a_place_back_when_the_act_is_undone(
        self, arranged_database: Database
    ) -> None:
        db = arranged_database

        async def undone() -> None:
            async with db.transaction(Agent(SOMEBODY)) as tx:
                assert await tx.scalar(TAKE) == 1
                raise RuntimeError

        with pytest.raises(RuntimeError):
            await undone()
        async with db.transaction(Agent(SOMEBODY)) as tx:
            assert await tx.scalar(COUNT) == 0
            assert await tx.scalar(TAKE) == 1

    async def test_takes_and_gives_back_one_place_at_a_time_and_never_owes(
        self, arranged_database: Database
    ) -> None:
        db = arranged_database
        async with db.transaction(Agent(SOMEBODY)) as tx:
            assert await tx.scalar(GIVE) is None
            assert [await tx.scalar(TAKE), await tx.scalar(TAKE)] == [1, 2]
            assert [await tx.scalar(GIVE), await tx.scalar(GIVE)] == [1, 0]
            assert await tx.scalar(GIVE) is None
            assert await tx.scalar(COUNT) == 0
            assert await tx.scalar(TAKE) == 1

    @pytest.mark.parametrize("context", OTHERS, ids=lambda each: each.role)
    async def test_is_closed_to_every_other_role(
        self, arranged_database: Database, context: Context
    ) -> None:
        for statement in (TAKE, GIVE, COUNT, TABLE):
            with pytest.raises(ProgrammingError, match="permission denied"):
                async with arranged_database.transaction(context) as tx:
                    await tx.execute(statement)

    async def test_shows_agents_no_line(self, arranged_database: Database) -> None:
        with pytest.raises(ProgrammingError, match="permission denied"):
            async with arranged_database.transaction(Agent(SOMEBODY)) as tx:
                await tx.execute(TABLE)
