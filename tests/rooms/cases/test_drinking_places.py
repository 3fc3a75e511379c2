"""The register of temporary drinking places: one count for all communes (CSP L3334-2, L3335-4)."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from services.cases.actions.claim_case import claim_case
from services.cases.actions.propose_decision import propose_decision
from services.cases.actions.sign_decision import sign_decision
from services.cases.errors import CaseMoved, QuotaReached
from services.cases.queries.case_files import case_file
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
from services.tenants.queries import tenants
from services.tenants.recipes import load_recipes
from tests.arranging import (
    ARRANGED_AT,
    DRINKS,
    NO_DIRECTORY,
    Collectivity,
    Deployment,
    a_resident,
    file_request,
    staffed,
)

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BRIARE, GIEN = "45053", "45155"
SIREN = "214500530"
SPORT = {"opener": "approved_sport_association", "approval_number": "45 S 1234"}


@pytest.fixture
async def briare(arranged_database: Database, tmp_path: Path) -> Collectivity:
    """A second commune, that knows nothing of Gien."""
    written = (ROOT / "tenants" / "gien.yaml").read_text(encoding="utf-8")
    for old, new in (("214501553", SIREN), (GIEN, BRIARE), ("Gien", "Briare"), ("gien", "briare")):
        written = written.replace(old, new)
    (tmp_path / "briare.yaml").write_text(written, encoding="utf-8")
    recipes = load_recipes(tmp_path)
    nobody = Directory(server_url=NO_DIRECTORY, client_id="x", client_secret="x")
    plan = await plan_recipes(arranged_database, None, recipes=recipes, at=ARRANGED_AT)
    await apply_plan(arranged_database, nobody, plan=plan, by=THE_SYSTEM, at=ARRANGED_AT)
    async with arranged_database.transaction(Operator()) as tx:
        tenant = next(each for each in await tenants(tx) if each.slug == "briare")
    return await staffed(arranged_database, tenant, (DRINKS,), ARRANGED_AT)


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
        assert "5 autorisations déjà accordées" in refusal.value.sentence()
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


TAKE = text("SELECT grant_drinking_place('W452001234', 2026, 'association', 5)")
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

    @pytest.mark.parametrize("context", OTHERS, ids=lambda each: each.role)
    async def test_is_closed_to_every_other_role(
        self, arranged_database: Database, context: Context
    ) -> None:
        for statement in (TAKE, COUNT, TABLE):
            with pytest.raises(ProgrammingError, match="permission denied"):
                async with arranged_database.transaction(context) as tx:
                    await tx.execute(statement)

    async def test_shows_agents_no_line(self, arranged_database: Database) -> None:
        with pytest.raises(ProgrammingError, match="permission denied"):
            async with arranged_database.transaction(Agent(SOMEBODY)) as tx:
                await tx.execute(TABLE)
