"""One trip to the database: role, context, statements and commit, sent together.

On a pool of its own: SQL is numbered once (`$1`…), prepared by the server, and nothing waits
between two statements.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg_pool import AsyncConnectionPool, PoolTimeout
from sqlalchemy import Executable
from sqlalchemy.dialects.postgresql import dialect

from services.foundation.errors import Outage
from services.foundation.wire import Statement, Wire

# The driver asks the server to keep a statement at its third time.
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
        self._pool = AsyncConnectionPool(
            url,
            connection_class=Wire,
            min_size=1,
            max_size=size,
            timeout=WAIT_FOR_A_CONNECTION,
            open=False,
            kwargs={"autocommit": True},
        )

    async def make(self, statements: Sequence[Statement]) -> list[list[Any]]:
        """Run them in one transaction, which commits; the rows of each, as named tuples."""
        async with self._connection() as wire:
            return await wire.carry(statements)

    async def close(self) -> None:
        await self._pool.close()

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Wire]:
        if self._pool.closed:
            await self._pool.open()
        try:
            async with self._pool.connection() as wire:
                yield wire
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
