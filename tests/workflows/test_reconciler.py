"""The book against the clock: what nothing follows is told again, and only that."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from temporalio.client import Client

from services.cases.contracts import Filed
from services.foundation import clock
from services.foundation.database import Database, Relay
from services.foundation.outbox import outbox
from services.standalone.temporal import Temporal
from tests.arranging import BIN, Deployment, a_resident, file_request
from workflows.outbox_relay import OutboxRelay
from workflows.reconciler import LATE, RUNNING, Reconciled, reconcile

NOW = clock.now()


@pytest.fixture
async def client(temporal: Temporal) -> Client:
    return await Client.connect(temporal.address)


@pytest.fixture
async def silent(arranged_database: Database, collectivities: Deployment) -> Filed:
    """A request that silence granted ten days ago, which the book does not say yet."""
    nadia = await a_resident(arranged_database)
    at = NOW - timedelta(days=72)
    return await file_request(arranged_database, collectivities.ccg, by=nadia, at=at, procedure=BIN)


async def waiting(db: Database) -> int:
    async with db.transaction(Relay()) as tx:
        return len(await tx.rows(select(outbox.c.id).where(outbox.c.sent_at.is_(None))))


async def listed(client: Client, filed: Filed) -> None:
    """Once the list of lives names this one: the server writes it a little later."""

    async def names_it() -> bool:
        found = [life.id async for life in client.list_workflows(RUNNING)]
        return any(each.endswith(str(filed.case_id)) for each in found)

    async with asyncio.timeout(60):
        while not await names_it():  # noqa: ASYNC110 - the server writes it
            await asyncio.sleep(0.05)


class TestACaseThatNothingFollows:
    async def test_is_told_again(
        self, arranged_database: Database, client: Client, silent: Filed
    ) -> None:
        async with arranged_database.transaction(Relay()) as tx:
            await tx.execute(update(outbox).values(sent_at=NOW))

        found = await reconcile(arranged_database, client, at=NOW)

        assert found.unfollowed == 1
        assert await waiting(arranged_database) == 1

    async def test_whose_fact_waits_is_left_to_the_relay(
        self, arranged_database: Database, client: Client, silent: Filed
    ) -> None:
        found = await reconcile(arranged_database, client, at=NOW)

        assert found.unfollowed == 0


class TestADeadlineWithoutATimer:
    async def test_is_told_again_once(
        self, arranged_database: Database, client: Client, silent: Filed
    ) -> None:
        """A life that nobody works on: its timer will not fire."""
        await OutboxRelay(arranged_database, client).send_due(at=NOW)
        await listed(client, silent)

        first = await reconcile(arranged_database, client, at=NOW)
        again = await reconcile(arranged_database, client, at=NOW + LATE, since=NOW)

        assert (first, again) == (Reconciled(0, 1), Reconciled(0, 0))
        assert await waiting(arranged_database) == 1
