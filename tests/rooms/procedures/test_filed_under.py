"""A request stands on what it was filed under."""

from uuid import UUID, uuid4

import pytest

from services.forms.contracts import Procedure
from services.foundation.actor import THE_SYSTEM
from services.foundation.database import Agent, Citizen, Database, Operator, Public, Worker
from services.foundation.writes import Writes
from services.procedures import _definitions
from services.procedures.actions import adopt_procedure, publish_catalogue
from services.procedures.contracts import Snapshot
from services.procedures.errors import UnknownProcedure
from services.procedures.filed_under import keep, snapshot_of
from services.procedures.queries import adoption_of, forget_standings, standing
from services.processes.contracts import Process
from tests.rooms.procedures.days import AT, BIN, TODAY
from tests.rooms.procedures.test_publishing import next_version


@pytest.fixture
async def snapshot(
    database: Database, giennoises: UUID, catalogue: dict[str, Procedure]
) -> Snapshot:
    """What a resident of Gien files under today, kept by her own filing."""
    async with database.transaction(Operator()) as tx:
        await adopt_procedure(
            tx,
            tenant_id=giennoises,
            procedure_id=BIN,
            version=catalogue[BIN].version,
            options={"limited_stock": True},
            team_id=None,
            since=TODAY,
            on=TODAY,
            by=THE_SYSTEM,
        )
    async with database.transaction(Public()) as tx:
        adopted = await adoption_of(tx, tenant_id=giennoises, procedure_id=BIN, on=TODAY)
    taken = snapshot_of(adopted, rules={"silence": "default-acceptance"})
    writes = Writes()
    keep(writes, tenant_id=giennoises, snapshot=taken)
    for _ in range(2):
        await database.write(Citizen(uuid4(), giennoises, uuid4()), writes)
    return taken


@pytest.fixture(autouse=True)
def nothing_in_memory() -> None:
    _definitions.forget()
    forget_standings()


async def test_it_is_read_back_whole(
    database: Database, giennoises: UUID, snapshot: Snapshot, catalogue: dict[str, Procedure]
) -> None:
    async with database.transaction(Agent(giennoises)) as tx:
        found = await standing(tx, tenant_id=giennoises, digest=snapshot.digest)
    assert found.procedure.digest == catalogue[BIN].digest
    assert found.process.id == "request"
    assert found.options["limited_stock"] is True
    assert found.rules == {"silence": "default-acceptance"}


async def test_it_outlives_a_new_version(
    database: Database,
    giennoises: UUID,
    snapshot: Snapshot,
    catalogue: dict[str, Procedure],
    flows: dict[str, Process],
) -> None:
    async with database.transaction(Operator()) as tx:
        await publish_catalogue(
            tx,
            procedures=[next_version(catalogue[BIN])],
            processes=flows.values(),
            by=THE_SYSTEM,
            at=AT,
        )
        await adopt_procedure(
            tx,
            tenant_id=giennoises,
            procedure_id=BIN,
            options={},
            team_id=None,
            since=TODAY,
            on=TODAY,
            by=THE_SYSTEM,
        )
    async with database.transaction(Worker(giennoises)) as tx:
        found = await standing(tx, tenant_id=giennoises, digest=snapshot.digest)
    assert found.procedure.version == catalogue[BIN].version
    assert found.options["limited_stock"] is True


async def test_another_tenant_sees_nothing(
    database: Database, giennoises: UUID, neighbour: UUID, snapshot: Snapshot
) -> None:
    async with database.transaction(Agent(neighbour)) as tx:
        with pytest.raises(UnknownProcedure):
            await standing(tx, tenant_id=giennoises, digest=snapshot.digest)
