"""Sessions with a context, and the only commits of the house.

The login role owns nothing and sees nothing. Each transaction takes a role and a context in one
statement, locally: nothing is left on the connection when it goes back to the pool (decision 4).
"""

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar
from uuid import UUID

import psycopg
from psycopg.rows import TupleRow
from sqlalchemy import CursorResult, Executable, Row, Table, event
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from services.foundation.bell import Bell
from services.foundation.errors import Outage
from services.foundation.trips import PREPARE_AFTER, Question, Trips, last_row
from services.foundation.wire import Statement
from services.foundation.writes import Writes


class NoContext(RuntimeError):
    """A bug: a statement was about to run without a role and a context."""


@dataclass(frozen=True, slots=True)
class Public:
    """Anybody: territory, published procedures, the public face of tenants."""

    role: ClassVar[str] = "app_public"

    def values(self) -> dict[str, str]:
        return {}


@dataclass(frozen=True, slots=True)
class Door:
    """Who stands at the door: a session by its key's digest, or an identity just proven."""

    session_key_hash: bytes | None = None
    issuer: str | None = None
    subject: str | None = None
    role: ClassVar[str] = "app_door"

    def values(self) -> dict[str, str]:
        return {
            "session_key": self.session_key_hash.hex() if self.session_key_hash else "",
            "issuer": self.issuer or "",
            "subject": self.subject or "",
        }


@dataclass(frozen=True, slots=True)
class Citizen:
    """A person; with tenant and case, the tables of a case she is a party to."""

    person_id: UUID
    tenant_id: UUID | None = None
    case_id: UUID | None = None
    role: ClassVar[str] = "app_citizen"

    def values(self) -> dict[str, str]:
        return {
            "person_id": str(self.person_id),
            "tenant_id": str(self.tenant_id or ""),
            "case_id": str(self.case_id or ""),
        }


@dataclass(frozen=True, slots=True)
class Agent:
    """An agent at work in one tenant."""

    tenant_id: UUID
    role: ClassVar[str] = "app_agent"

    def values(self) -> dict[str, str]:
        return {"tenant_id": str(self.tenant_id)}


@dataclass(frozen=True, slots=True)
class Worker:
    """An activity at work in one tenant."""

    tenant_id: UUID
    role: ClassVar[str] = "app_worker"

    def values(self) -> dict[str, str]:
        return {"tenant_id": str(self.tenant_id)}


@dataclass(frozen=True, slots=True)
class Relay:
    """The relay and the reconciler: ids and instants, no content."""

    role: ClassVar[str] = "app_relay"

    def values(self) -> dict[str, str]:
        return {}


@dataclass(frozen=True, slots=True)
class Operator:
    """The operator: tenants and all that a recipe writes; never a case."""

    role: ClassVar[str] = "app_operator"

    def values(self) -> dict[str, str]:
        return {}


Context = Public | Door | Citizen | Agent | Worker | Relay | Operator


def enter(context: Context) -> Statement:
    """The one statement that takes the role and the context of a transaction."""
    values = context.values()
    return _enter_sql(tuple(values)), (context.role, *values.values())


@lru_cache(maxsize=16)
def _enter_sql(names: tuple[str, ...]) -> str:
    calls = "".join(
        f", set_config('app.{name}', ${place}, true) AS {name}"
        for place, name in enumerate(names, start=2)
    )
    return f"SELECT set_config('role', $1, true) AS role{calls}"


def _check(context: object) -> None:
    if not isinstance(context, Context):
        raise NoContext(f"not a context: {context!r}")


class Transaction:
    """One transaction under one context. Reads and writes; only `Database` commits it."""

    def __init__(self, connection: AsyncConnection, context: Context) -> None:
        self._connection = connection
        self.context = context
        self.told = False

    async def execute(
        self,
        statement: Executable,
        parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    ) -> CursorResult[Any]:
        return await self._connection.execute(statement, parameters)

    async def rows(
        self, statement: Executable, parameters: Mapping[str, Any] | None = None
    ) -> Sequence[Row[Any]]:
        return (await self.execute(statement, parameters)).all()

    async def one_or_none(
        self, statement: Executable, parameters: Mapping[str, Any] | None = None
    ) -> Row[Any] | None:
        return (await self.execute(statement, parameters)).one_or_none()

    async def scalar(
        self, statement: Executable, parameters: Mapping[str, Any] | None = None
    ) -> Any:
        return (await self.execute(statement, parameters)).scalar()

    async def write(self, writes: Writes) -> str | None:
        """Send what an action gathered, in one trip; answers the number it was given, if any."""
        raw = await _raw(self._connection)
        cursor = psycopg.AsyncRawCursor(raw)
        async with raw.pipeline():
            for sql, values in writes.statements():
                await cursor.execute(sql.encode(), values)
        self.told = self.told or writes.tells
        return _number(await last_row(cursor))

    async def copy(
        self, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]
    ) -> None:
        """Load many rows by COPY."""
        names = ", ".join(f'"{name}"' for name in columns)
        raw = await _raw(self._connection)
        async with (
            raw.cursor() as cursor,
            cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy,
        ):
            for row in rows:
                await copy.write_row(row)


async def _raw(connection: AsyncConnection) -> psycopg.AsyncConnection[TupleRow]:
    raw = (await connection.get_raw_connection()).driver_connection
    assert isinstance(raw, psycopg.AsyncConnection)
    raw.prepare_threshold = PREPARE_AFTER
    return raw


def _number(row: Sequence[Any] | None) -> str | None:
    return row[0] if row and isinstance(row[0], str) else None


class Database:
    """The book of record."""

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        self._engine: AsyncEngine = create_async_engine(
            _driver_url(url), pool_size=pool_size, max_overflow=0, pool_pre_ping=False
        )
        self._trips = Trips(url, size=pool_size)
        event.listen(self._engine.sync_engine, "before_cursor_execute", _refuse_without_context)
        self._bell = Bell(self._engine)

    @asynccontextmanager
    async def transaction(self, context: Context) -> AsyncIterator[Transaction]:
        """A transaction under `context`: commits on a clean exit, rolls back on any exception.

        Raises `NoContext` before reaching the database when `context` is not one of the house,
        `Outage` when the database does not answer.
        """
        _check(context)
        async with self._connection(context) as connection:
            tx = Transaction(connection, context)
            yield tx
        if tx.told:
            self._bell.ring()

    @asynccontextmanager
    async def _connection(self, context: Context) -> AsyncIterator[AsyncConnection]:
        with _outages():
            async with self._engine.connect() as connection, connection.begin():
                sql, values = enter(context)
                raw = await _raw(connection)
                async with raw.pipeline():
                    await psycopg.AsyncRawCursor(raw).execute(sql.encode(), values)
                yield await connection.execution_options(parvis_context=context)

    async def write(self, context: Context, writes: Writes) -> str | None:
        """A whole act in one round trip: role, context, rows and commit. Answers its number."""
        _check(context)
        with _outages():
            found = await self._trips.make([enter(context), *writes.statements()])
        if writes.tells:
            self._bell.ring()
        return _number(found[-1][0] if found[-1] else None)

    async def ask(self, context: Context, questions: Sequence[Question]) -> list[list[Any]]:
        """Many questions in one round trip, under one transaction; rows are named tuples."""
        _check(context)
        with _outages():
            asked = [enter(context), *(question.statement for question in questions)]
            return (await self._trips.make(asked))[1:]

    async def ping(self) -> None:
        """Raises `Outage` when the database does not answer."""
        async with self.transaction(Public()):
            return

    async def close(self) -> None:
        await self._bell.silence()
        await self._trips.close()
        await self._engine.dispose()


def _driver_url(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def _refuse_without_context(connection: Any, _cursor: Any, statement: str, *_others: Any) -> None:
    if (
        connection.get_execution_options().get("parvis_context") is None
        and statement not in _DRIVER_STATEMENTS
    ):
        raise NoContext(f"no role and context for: {statement[:80]}")


# What SQLAlchemy itself asks on a new connection.
_DRIVER_STATEMENTS = frozenset(
    {
        "select pg_catalog.version()",
        "select current_schema()",
        "show standard_conforming_strings",
    }
)


@contextmanager
def _outages() -> Iterator[None]:
    """Connection trouble is an outage; a lock given up or a statement cut short is not."""
    try:
        yield
    except (OperationalError, psycopg.OperationalError) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        state = getattr(cause, "sqlstate", None)
        if state is None or state.startswith(("08", "57P")):
            raise Outage("PostgreSQL", type(cause).__name__) from error
        raise
