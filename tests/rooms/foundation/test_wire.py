"""A trip is one transaction: it does all or nothing, and leaves nothing on the connection."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from uuid import UUID

import psycopg
import pytest

from services.foundation.database import Citizen, enter
from services.foundation.wire import KEPT, Wire

WHO = ("SELECT current_user AS role, app_person() AS person", ())
SLOW = ("SELECT pg_sleep(30)", ())


@pytest.fixture
async def wire(database_url: str) -> AsyncIterator[Wire]:
    """A connection with a table of its own, whose rows name each other by the end of a trip."""
    opened = await Wire.connect(database_url, autocommit=True)
    await opened.execute(
        "CREATE TEMP TABLE seat (id int PRIMARY KEY, beside int "
        "REFERENCES seat DEFERRABLE INITIALLY DEFERRED)"
    )
    yield opened
    await opened.close()


async def seats(wire: Wire) -> int:
    return int((await wire.carry([("SELECT count(*) AS n FROM seat", ())]))[0][0].n)


class TestATrip:
    async def test_answers_the_rows_of_each_statement_by_their_names(self, wire: Wire) -> None:
        found = await wire.carry(
            [
                ("SELECT $1::uuid AS who, $2::text[] AS words", (UUID(int=7), ["à", "b"])),
                ("INSERT INTO seat VALUES ($1, NULL)", (1,)),
                ("SELECT id FROM seat UNION SELECT 2 ORDER BY id", ()),
            ]
        )
        assert (found[0][0].who, found[0][0].words) == (UUID(int=7), ["à", "b"])
        assert (found[1], [row.id for row in found[2]]) == ([], [1, 2])

    async def test_does_nothing_when_one_statement_fails(self, wire: Wire) -> None:
        take = ("INSERT INTO seat VALUES ($1, NULL)", (1,))
        with pytest.raises(psycopg.errors.UniqueViolation):
            await wire.carry([take, take, take])
        assert await seats(wire) == 0

    async def test_does_nothing_when_its_end_is_refused(self, wire: Wire) -> None:
        with pytest.raises(psycopg.errors.ForeignKeyViolation):
            await wire.carry([("INSERT INTO seat VALUES ($1, $2)", (1, 9)), WHO])
        assert await seats(wire) == 0

    async def test_leaves_no_role_and_no_context(self, wire: Wire) -> None:
        person = UUID(int=3)
        [_entered, [inside]] = await wire.carry([enter(Citizen(person)), WHO])
        [[after]] = await wire.carry([WHO])
        assert (inside.role, inside.person) == ("app_citizen", person)
        assert after.person is None
        assert after.role != "app_citizen"

    async def test_carries_what_no_buffer_holds_at_once(self, wire: Wire) -> None:
        sent = "é" * 8_000_000
        [[back], [more]] = await wire.carry([("SELECT $1::text AS it", (sent,))] * 2)
        assert back.it == more.it == sent

    async def test_refuses_a_value_that_cannot_be_written_and_goes_on(self, wire: Wire) -> None:
        with pytest.raises(psycopg.DataError):
            await wire.carry([("SELECT $1::text", ("a\0b",))])
        assert await seats(wire) == 0


class TestAConnection:
    async def test_is_closed_when_a_trip_is_given_up(self, wire: Wire) -> None:
        trip = asyncio.create_task(wire.carry([SLOW]))
        await asyncio.sleep(0.2)
        trip.cancel()
        with suppress(asyncio.CancelledError):
            await trip
        assert wire.closed

    async def test_says_that_it_was_cut(self, wire: Wire, database_admin_url: str) -> None:
        trip = asyncio.create_task(wire.carry([SLOW]))
        await asyncio.sleep(0.2)
        with psycopg.connect(database_admin_url) as admin:
            admin.execute("SELECT pg_terminate_backend(%s)", (wire.info.backend_pid,))
        with pytest.raises(psycopg.OperationalError):
            await trip
        assert wire.closed

    async def test_keeps_a_bounded_number_of_statements(self, wire: Wire) -> None:
        for number in range(KEPT + 20):
            [[row]] = await wire.carry([(f"SELECT {number} AS it", ())])
            assert row.it == number
        [[row]] = await wire.carry([("SELECT count(*) AS n FROM pg_prepared_statements", ())])
        assert row.n <= KEPT
