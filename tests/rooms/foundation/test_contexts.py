"""Nothing runs without a context, and nothing of one use of a connection reaches the next."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from services.foundation.database import (
    Agent,
    Citizen,
    Context,
    Database,
    Door,
    NoContext,
    Operator,
    Public,
    Relay,
    Worker,
)
from services.foundation.errors import Outage
from services.foundation.writes import Writes

WHO = text(
    "SELECT current_user AS role, app_tenant() AS tenant, app_person() AS person, "
    "app_case() AS case, app_session() AS session, app_issuer() AS issuer"
)
TENANT, PERSON, CASE = UUID(int=1), UUID(int=2), UUID(int=3)
CONTEXTS: list[Context] = [
    Public(),
    Door(session_key_hash=b"\x01" * 32),
    Door(issuer="issuer", subject="subject"),
    Citizen(PERSON, TENANT, CASE),
    Agent(TENANT),
    Worker(TENANT),
    Relay(),
    Operator(),
]


@pytest.fixture
async def one_connection(database_url: str) -> AsyncIterator[Database]:
    """A pool of one, so that every use reuses the same connection."""
    opened = Database(database_url, pool_size=1)
    yield opened
    await opened.close()


async def who(db: Database, context: Context) -> dict[str, object]:
    async with db.transaction(context) as tx:
        row = await tx.one_or_none(WHO)
        assert row is not None
        return dict(row._asdict())


class TestASessionWithoutContext:
    async def test_raises_before_it_reaches_the_database(self, database: Database) -> None:
        with pytest.raises(NoContext):
            async with database.transaction(None):  # type: ignore[arg-type]
                pass
        with pytest.raises(NoContext):
            await database.write("app_agent", Writes())  # type: ignore[arg-type]

    async def test_raises_for_a_statement_that_went_around(self, database: Database) -> None:
        async with database._engine.connect() as connection:
            with pytest.raises(NoContext):
                await connection.execute(text("SELECT 1"))

    def test_sees_no_row_when_it_does_reach_it(self, database_url: str) -> None:
        with psycopg.connect(database_url) as login:
            login.execute("SET LOCAL ROLE app_agent")
            found = login.execute('SELECT count(*) FROM "case"').fetchone()
        assert found == (0,)


class TestATransaction:
    @pytest.mark.parametrize("context", CONTEXTS, ids=lambda each: type(each).__name__)
    async def test_takes_its_role_and_nothing_else(
        self, one_connection: Database, context: Context
    ) -> None:
        await who(one_connection, Citizen(uuid4(), uuid4(), uuid4()))
        seen = await who(one_connection, context)
        assert seen["role"] == context.role
        values = context.values()
        assert str(seen["tenant"] or "") == values.get("tenant_id", "")
        assert str(seen["person"] or "") == values.get("person_id", "")
        assert str(seen["case"] or "") == values.get("case_id", "")
        assert (seen["issuer"] or "") == values.get("issuer", "")

    async def test_leaves_nothing_after_an_error(self, one_connection: Database) -> None:
        with pytest.raises(DBAPIError):
            async with one_connection.transaction(Agent(TENANT)) as tx:
                await tx.execute(text("SELECT 1/0"))
        assert (await who(one_connection, Public()))["tenant"] is None

    async def test_leaves_nothing_after_a_cancelled_request(self, one_connection: Database) -> None:
        async def long_request() -> None:
            async with one_connection.transaction(Agent(TENANT)) as tx:
                await tx.execute(text("SELECT pg_sleep(30)"))

        request = asyncio.create_task(long_request())
        await asyncio.sleep(0.3)
        request.cancel()
        with pytest.raises(asyncio.CancelledError):
            await request
        seen = await who(one_connection, Public())
        assert (seen["role"], seen["tenant"]) == ("app_public", None)

    async def test_keeps_nothing_of_what_failed(self, database: Database) -> None:
        part = f"part-{uuid4()}"
        with pytest.raises(ZeroDivisionError):
            async with database.transaction(Relay()) as tx:
                await tx.execute(
                    text("INSERT INTO heartbeat VALUES (:part, 'x', now())"), {"part": part}
                )
                raise ZeroDivisionError
        async with database.transaction(Relay()) as tx:
            count = await tx.scalar(
                text("SELECT count(*) FROM heartbeat WHERE part = :part"), {"part": part}
            )
        assert count == 0


class TestADatabaseThatDoesNotAnswer:
    async def test_is_an_outage(self) -> None:
        db = Database("postgresql://nobody:x@127.0.0.1:9/none", pool_size=1)
        with pytest.raises(Outage, match="PostgreSQL"):
            await db.ping()
        await db.close()
