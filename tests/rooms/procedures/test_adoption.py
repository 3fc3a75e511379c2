"""What a collectivity offers, from when, and how it stops for a season."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from services.forms.contracts import Procedure
from services.forms.errors import OptionRefused
from services.foundation.actor import THE_SYSTEM
from services.foundation.database import Agent, Citizen, Database, Operator, Public, Transaction
from services.foundation.i18n import Text
from services.procedures.actions import (
    adopt_procedure,
    close_procedure,
    open_procedure,
    plan_adoption,
    publish_catalogue,
    withdraw_procedure,
)
from services.procedures.contracts import AdoptionChange, Closing
from services.procedures.errors import NotAdopted, ProcedureClosed, UnknownProcedure
from services.procedures.queries import (
    adopted_by,
    adoption_of,
    adoptions_ever,
    refuse_if_closed,
)
from services.processes.contracts import Process
from tests.rooms.procedures.days import AT, AUTUMN, BIN, SPRING, SUMMER, TODAY
from tests.rooms.procedures.test_publishing import next_version

WINTER = Closing(Text("Fermé l’hiver.", "Closed in winter."), reopens_on=SUMMER)


async def adopt(
    database: Database,
    tenant_id: UUID,
    *,
    since: date = TODAY,
    on: date = TODAY,
    version: int | None = None,
    **options: object,
) -> AdoptionChange | None:
    async with database.transaction(Operator()) as tx:
        return await adopt_procedure(
            tx,
            tenant_id=tenant_id,
            procedure_id=BIN,
            version=version,
            options=options,
            team_id=None,
            since=since,
            on=on,
            by=THE_SYSTEM,
        )


@pytest.mark.usefixtures("catalogue")
class TestAdopting:
    async def test_offers_the_procedure_from_that_day(
        self, database: Database, giennoises: UUID
    ) -> None:
        await adopt(database, giennoises, since=SPRING)
        async with database.transaction(Public()) as tx:
            with pytest.raises(NotAdopted):
                await adoption_of(
                    tx,
                    tenant_id=giennoises,
                    procedure_id=BIN,
                    on=SPRING - timedelta(days=1),
                )
            found = await adoption_of(tx, tenant_id=giennoises, procedure_id=BIN, on=SPRING)
        assert found.adoption.is_open
        assert found.procedure.id == BIN
        assert found.process.id == "request"

    async def test_completes_the_options(self, database: Database, giennoises: UUID) -> None:
        change = await adopt(database, giennoises, limited_stock=True)
        assert change is not None
        assert change.after.options["limited_stock"] is True
        async with database.transaction(Public()) as tx:
            found = await adoption_of(tx, tenant_id=giennoises, procedure_id=BIN, on=TODAY)
        assert set(found.adoption.options) == {option.id for option in found.procedure.options}

    @pytest.mark.parametrize("options", [{"colour": "red"}, {"limited_stock": "a little"}])
    async def test_refuses_an_option_that_is_not_declared(
        self, database: Database, giennoises: UUID, options: dict[str, object]
    ) -> None:
        with pytest.raises(OptionRefused):
            await adopt(database, giennoises, **options)

    async def test_refuses_an_unknown_version(self, database: Database, giennoises: UUID) -> None:
        with pytest.raises(UnknownProcedure):
            await adopt(database, giennoises, version=77)

    async def test_twice_changes_nothing(self, database: Database, giennoises: UUID) -> None:
        assert (await adopt(database, giennoises)) is not None
        assert await adopt(database, giennoises, on=SPRING) is None
        assert len(await history(database, giennoises)) == 1

    async def test_with_other_options_keeps_what_was(
        self, database: Database, giennoises: UUID
    ) -> None:
        await adopt(database, giennoises, limited_stock=False)
        change = await adopt(database, giennoises, on=SPRING, limited_stock=True)
        assert change is not None
        assert (change.kind, change.fields) == ("changed", ("options",))
        assert await history(database, giennoises) == [(SPRING, None), (TODAY, SPRING)]

    async def test_planned_writes_nothing(self, database: Database, giennoises: UUID) -> None:
        async with database.transaction(Operator()) as tx:
            change = await plan_adoption(
                tx,
                tenant_id=giennoises,
                procedure_id=BIN,
                version=None,
                options={},
                team_id=None,
                since=TODAY,
                on=TODAY,
            )
        assert change is not None
        assert change.kind == "new"
        assert await history(database, giennoises) == []

    async def test_is_nobodys_business_but_the_operators(
        self, database: Database, giennoises: UUID, neighbour: UUID
    ) -> None:
        for context in (Public(), Agent(giennoises), Agent(neighbour), Citizen(neighbour)):
            with pytest.raises(Exception, match="permission denied"):
                async with database.transaction(context) as tx:
                    await adopt_in(tx, giennoises)


async def adopt_in(tx: Transaction, tenant_id: UUID) -> None:
    await adopt_procedure(
        tx,
        tenant_id=tenant_id,
        procedure_id=BIN,
        options={},
        team_id=None,
        since=TODAY,
        on=TODAY,
        by=THE_SYSTEM,
    )


async def history(database: Database, tenant_id: UUID) -> list[tuple[date, date | None]]:
    async with database.transaction(Operator()) as tx:
        return [(each.since, each.until) for each in await adoptions_ever(tx, tenant_id=tenant_id)]


@pytest.mark.usefixtures("catalogue")
class TestSeeingWhatIsOffered:
    async def test_across_collectivities(
        self, database: Database, giennoises: UUID, neighbour: UUID
    ) -> None:
        await adopt(database, giennoises)
        await adopt(database, neighbour, since=SPRING)
        async with database.transaction(Public()) as tx:
            today = await adopted_by(tx, tenant_ids=[giennoises, neighbour], on=TODAY)
            later = await adopted_by(tx, tenant_ids=[giennoises, neighbour], on=SPRING)
        assert [each.adoption.tenant_id for each in today] == [giennoises]
        assert {each.adoption.tenant_id for each in later} == {giennoises, neighbour}

    async def test_shows_the_version_that_was_adopted(
        self,
        database: Database,
        giennoises: UUID,
        catalogue: dict[str, Procedure],
        flows: dict[str, Process],
    ) -> None:
        """Publishing a new version changes nothing for who has not adopted it."""
        await adopt(database, giennoises, version=catalogue[BIN].version)
        async with database.transaction(Operator()) as tx:
            await publish_catalogue(
                tx,
                procedures=[next_version(catalogue[BIN])],
                processes=flows.values(),
                by=THE_SYSTEM,
                at=AT,
            )
        async with database.transaction(Public()) as tx:
            found = await adoption_of(tx, tenant_id=giennoises, procedure_id=BIN, on=TODAY)
        assert found.procedure.version == catalogue[BIN].version


@pytest.mark.usefixtures("catalogue")
class TestASeason:
    @pytest.fixture
    async def closed_until_summer(self, database: Database, giennoises: UUID) -> UUID:
        await adopt(database, giennoises)
        async with database.transaction(Operator()) as tx:
            await close_procedure(
                tx,
                tenant_id=giennoises,
                procedure_id=BIN,
                closing=WINTER,
                since=SPRING,
                by=THE_SYSTEM,
            )
        return giennoises

    async def test_closes_and_opens_by_itself(
        self, database: Database, closed_until_summer: UUID
    ) -> None:
        async with database.transaction(Public()) as tx:
            for day, is_open in ((TODAY, True), (SPRING, False), (SUMMER, True)):
                found = await adoption_of(
                    tx, tenant_id=closed_until_summer, procedure_id=BIN, on=day
                )
                assert found.adoption.is_open is is_open

    async def test_says_why_and_until_when(
        self, database: Database, closed_until_summer: UUID
    ) -> None:
        async with database.transaction(Public()) as tx:
            found = await adoption_of(
                tx, tenant_id=closed_until_summer, procedure_id=BIN, on=SPRING
            )
        with pytest.raises(ProcedureClosed) as refused:
            refuse_if_closed(found)
        assert refused.value.sentence() == "Fermé l’hiver. Elle rouvrira le 1er juin 2098."

    async def test_survives_a_recipe_applied_again(
        self, database: Database, closed_until_summer: UUID
    ) -> None:
        assert await adopt(database, closed_until_summer, on=SPRING) is None

    async def test_keeps_what_is_chosen_meanwhile(
        self, database: Database, closed_until_summer: UUID
    ) -> None:
        await adopt(database, closed_until_summer, on=SPRING, limited_stock=True)
        async with database.transaction(Public()) as tx:
            found = await adoption_of(
                tx, tenant_id=closed_until_summer, procedure_id=BIN, on=SUMMER
            )
        assert found.adoption.options["limited_stock"] is True
        assert found.adoption.is_open

    async def test_can_be_made_longer(self, database: Database, closed_until_summer: UUID) -> None:
        async with database.transaction(Operator()) as tx:
            await close_procedure(
                tx,
                tenant_id=closed_until_summer,
                procedure_id=BIN,
                closing=Closing(WINTER.reason, reopens_on=AUTUMN),
                since=SPRING,
                by=THE_SYSTEM,
            )
        assert await history(database, closed_until_summer) == [
            (AUTUMN, None),
            (SPRING, AUTUMN),
            (TODAY, SPRING),
        ]

    async def test_does_not_bring_back_what_is_withdrawn(
        self, database: Database, closed_until_summer: UUID
    ) -> None:
        async with database.transaction(Operator()) as tx:
            await withdraw_procedure(
                tx,
                tenant_id=closed_until_summer,
                procedure_id=BIN,
                until=SPRING,
                by=THE_SYSTEM,
            )
        async with database.transaction(Public()) as tx:
            assert not await adopted_by(tx, tenant_ids=[closed_until_summer], on=SUMMER)

    async def test_can_end_early(self, database: Database, closed_until_summer: UUID) -> None:
        may = date(2098, 5, 1)
        async with database.transaction(Operator()) as tx:
            await open_procedure(
                tx, tenant_id=closed_until_summer, procedure_id=BIN, since=may, by=THE_SYSTEM
            )
        async with database.transaction(Public()) as tx:
            found = await adoption_of(tx, tenant_id=closed_until_summer, procedure_id=BIN, on=may)
        refuse_if_closed(found)

    async def test_of_nothing_is_refused(self, database: Database, neighbour: UUID) -> None:
        with pytest.raises(NotAdopted):
            async with database.transaction(Operator()) as tx:
                await close_procedure(
                    tx,
                    tenant_id=neighbour,
                    procedure_id=BIN,
                    closing=WINTER,
                    since=SPRING,
                    by=THE_SYSTEM,
                )


@pytest.mark.usefixtures("catalogue")
async def test_a_procedure_withdrawn_is_offered_no_longer(
    database: Database, giennoises: UUID
) -> None:
    await adopt(database, giennoises)
    async with database.transaction(Operator()) as tx:
        await withdraw_procedure(
            tx, tenant_id=giennoises, procedure_id=BIN, until=AUTUMN, by=THE_SYSTEM
        )
    async with database.transaction(Public()) as tx:
        assert await adopted_by(tx, tenant_ids=[giennoises], on=SUMMER)
        assert not await adopted_by(tx, tenant_ids=[giennoises], on=AUTUMN)
