"""One trip to the database: role, context, statements and commit, sent together.

Straight through the driver, on a pool of its own: SQL is numbered once (`$1`…), prepared by the
server, and nothing waits between two statements.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.rows import TupleRow, namedtuple_row
from psycopg_pool import AsyncConnectionPool, PoolTimeout
from sqlalchemy import Executable
from sqlalchemy.dialects.postgresql import dialect

from services.foundation.errors import Outage

Connection = psycopg.AsyncConnection[TupleRow]
Statement = tuple[str, Sequence[Any]]

PREPARE_AFTER = 2
WAIT_FOR_A_CONNECTION = 5.0
_numbered = dialect(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement worked out once, and the names of its parameters in their order."""

    sql: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A prepared statement with its values; other names than its own are ignored."""

    prepared: Prepared
    values: Mapping[str, Any]

    @property
    def statement(self) -> Statement:
        return self.prepared.sql, [self.values[name] for name in self.prepared.names]


def prepared(statement: Executable) -> Prepared:
    """The SQL of a statement whose values are `bindparam`s."""
    compiled = statement.compile(dialect=_numbered)  # type: ignore[attr-defined]
    return Prepared(str(compiled), tuple(compiled.positiontup or ()))


class Trips:
    """Connections for acts that need one trip. Opened at the first."""

    def __init__(self, url: str, *, size: int) -> None:
        self._pool: AsyncConnectionPool[Connection] = AsyncConnectionPool(
            url,
            min_size=1,
            max_size=size,
            timeout=WAIT_FOR_A_CONNECTION,
            open=False,
            kwargs={"prepare_threshold": PREPARE_AFTER},
        )

    async def write(self, statements: Sequence[Statement]) -> Sequence[Any] | None:
        """Run and commit; answers the first row of the last statement."""
        async with self._connection() as connection:
            cursor = psycopg.AsyncRawCursor(connection)
            async with connection.pipeline():
                for sql, values in statements:
                    await cursor.execute(sql.encode(), values)
                await connection.commit()
            return await last_row(cursor)

    async def ask(self, statements: Sequence[Statement]) -> list[list[Any]]:
        """Run them in one transaction; the rows of each, as named tuples."""
        async with self._connection() as connection:
            cursors = [
                psycopg.AsyncRawCursor(connection, row_factory=namedtuple_row) for _ in statements
            ]
            async with connection.pipeline():
                for cursor, (sql, values) in zip(cursors, statements, strict=True):
                    await cursor.execute(sql.encode(), values)
                await connection.commit()
            return [await cursor.fetchall() for cursor in cursors]

    async def close(self) -> None:
        await self._pool.close()

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Connection]:
        if self._pool.closed:
            await self._pool.open()
        try:
            async with self._pool.connection() as connection:
                yield connection
        except PoolTimeout as waited:
            raise Outage("PostgreSQL", type(waited).__name__) from waited


async def last_row(cursor: psycopg.AsyncCursor[Any]) -> Sequence[Any] | None:
    """The first row of the last statement a cursor ran in a pipeline."""
    found = None
    while True:
        if cursor.description is not None:
            found = await cursor.fetchone()
        if not cursor.nextset():
            return found
