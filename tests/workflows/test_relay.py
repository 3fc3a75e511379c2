"""Facts of the outbox reach Temporal: once, in spite of each other, whenever it is there."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, select
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from services.foundation.database import Database, Relay
from services.foundation.outbox import outbox
from services.standalone.temporal import Temporal
from tests.arranging import Deployment
from workflows.case_life.messages import workflow_id
from workflows.outbox_relay import CLAIM, OutboxRelay, is_outage, pause_after, reason_of

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
NOBODY = "127.0.0.1:9"


@pytest.fixture
async def client(temporal: Temporal) -> Client:
    return await Client.connect(temporal.address)


async def facts(
    db: Database, tenant_id: UUID, *case_ids: UUID, fact: str = "case.look", at: datetime = NOW
) -> None:
    """Facts that were committed, one for each case."""
    rows = [
        {
            "id": uuid4(),
            "tenant_id": tenant_id,
            "case_id": case_id,
            "fact": fact,
            "created_at": at,
            "attempts": 0,
        }
        for case_id in case_ids
    ]
    async with db.transaction(Relay()) as tx:
        await tx.execute(insert(outbox), rows)


async def standing(db: Database) -> dict[UUID, tuple[bool, int, datetime | None, str | None]]:
    """Each case's fact: sent or not, attempts, not before when, last error."""
    async with db.transaction(Relay()) as tx:
        rows = await tx.rows(select(outbox))
    return {
        row.case_id: (row.sent_at is not None, row.attempts, row.not_before, row.last_error)
        for row in rows
    }


async def looks_told(client: Client, siren: str, case_id: UUID) -> int:
    """How many signals the life of a case has received."""
    history = await client.get_workflow_handle(workflow_id(siren, str(case_id))).fetch_history()
    return sum(
        event.HasField("workflow_execution_signaled_event_attributes") for event in history.events
    )


class TestSending:
    async def test_two_relays_send_each_fact_once(
        self, arranged_database: Database, client: Client, collectivities: Deployment
    ) -> None:
        gien = collectivities.gien
        cases = [uuid4() for _ in range(30)]
        await facts(arranged_database, gien.id, *cases)
        relays = [OutboxRelay(arranged_database, client) for _ in range(2)]

        for relay in relays * 2:
            await relay.send_due(at=NOW)

        found = await standing(arranged_database)
        assert all(sent for sent, *_rest in found.values())
        told = [await looks_told(client, gien.tenant.siren, case) for case in cases]
        assert told == [1] * 30

    async def test_several_facts_of_a_case_are_told_once(
        self, arranged_database: Database, client: Client, collectivities: Deployment
    ) -> None:
        gien, case = collectivities.gien, uuid4()
        await facts(arranged_database, gien.id, case, case, case)

        assert await OutboxRelay(arranged_database, client).send_due(at=NOW) == 3

        assert await looks_told(client, gien.tenant.siren, case) == 1

    async def test_a_relay_that_dies_leaves_its_claim_to_another(
        self, arranged_database: Database, client: Client, collectivities: Deployment
    ) -> None:
        gien, case = collectivities.gien, uuid4()
        await facts(arranged_database, gien.id, case)
        await OutboxRelay(arranged_database, client)._claim(NOW)  # and then it was killed
        other = OutboxRelay(arranged_database, client)

        assert await other.send_due(at=NOW + timedelta(seconds=1)) == 0
        assert await other.send_due(at=NOW + CLAIM) == 1

        assert await looks_told(client, gien.tenant.siren, case) == 1


class TestAPoisonedRow:
    async def test_waits_alone(
        self, arranged_database: Database, client: Client, collectivities: Deployment
    ) -> None:
        gien = collectivities.gien
        stranger, unheard, healthy = uuid4(), uuid4(), uuid4()
        await facts(arranged_database, uuid4(), stranger, at=NOW - timedelta(days=1))
        await facts(arranged_database, gien.id, unheard, fact="case.unheard_of")
        await facts(arranged_database, gien.id, healthy)
        relay = OutboxRelay(arranged_database, client)

        await relay.send_due(at=NOW)

        found = await standing(arranged_database)
        assert found[healthy][0]
        assert found[stranger][0] is False
        assert found[stranger][1] == 1
        assert found[stranger][3] == "UnknownTenant"
        assert found[unheard][3] == "KeyError"
        assert await relay.send_due(at=NOW) == 0

    def test_is_tried_again_after_pauses_that_double_up_to_five_minutes(self) -> None:
        pauses = [pause_after(attempt) for attempt in range(1, 12)]

        assert pauses[:4] == [2, 4, 8, 16]
        assert pauses[-1] == 300
        assert pauses == sorted(pauses)


class TestAnOutage:
    async def test_leaves_the_rows_and_says_why_without_saying_who(
        self, arranged_database: Database, collectivities: Deployment
    ) -> None:
        gien, case = collectivities.gien, uuid4()
        await facts(arranged_database, gien.id, case)
        down = await Client.connect(NOBODY, lazy=True)

        await OutboxRelay(arranged_database, down, pause=2).send_due(at=NOW)

        sent, attempts, not_before, error = (await standing(arranged_database))[case]
        assert (sent, attempts, error) == (False, 1, "RuntimeError")
        assert not_before is not None

    def test_is_told_from_a_row_that_is_refused(self) -> None:
        down = RPCError("secret", RPCStatusCode.UNAVAILABLE, b"")
        refused = RPCError("secret", RPCStatusCode.INVALID_ARGUMENT, b"")

        assert is_outage(down)
        assert not is_outage(refused)
        assert not is_outage(KeyError("secret"))
        assert reason_of(refused) == "RPCError INVALID_ARGUMENT"
