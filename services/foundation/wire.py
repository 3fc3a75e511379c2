"""Statements that leave together and come back together.

Straight over libpq's pipeline: the driver's cursors wait once for each statement, which costs more
than most statements do. All that goes before the one sync is one transaction; it commits there.
"""

import asyncio
from collections import namedtuple
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import count
from typing import Any

import psycopg
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult
from psycopg.rows import TupleRow

Statement = tuple[str, Sequence[Any]]
# A process asks few statements; beyond these the server is told to forget them all.
KEPT = 256


@dataclass(frozen=True, slots=True)
class _Written:
    """A statement with its values as the server reads them, and what its preparation depends on."""

    kind: tuple[str, tuple[int, ...]]
    values: Sequence[Any]
    formats: Sequence[int]


class Wire(psycopg.AsyncConnection[TupleRow]):
    """A connection in autocommit that carries whole trips; the server keeps its statements."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._kept: dict[tuple[str, tuple[int, ...]], bytes] = {}
        self._names = count(1)

    async def carry(self, statements: Sequence[Statement]) -> list[list[Any]]:
        """Run them in one transaction; the rows of each, as named tuples.

        Raises the error of the first that failed: then none has done anything.
        """
        written = [self._written(sql, values) for sql, values in statements]
        new = [each.kind for each in written if each.kind not in self._kept]
        if new:
            await self._keep(dict.fromkeys(new))
        send = self.pgconn.send_query_prepared
        results = await self._exchange(
            partial(send, self._kept[each.kind], each.values, each.formats) for each in written
        )
        return [self._rows(result) for result in results]

    def _written(self, sql: str, values: Sequence[Any]) -> _Written:
        adapter = Transformer(self)
        parameters = adapter.dump_sequence(values, [PyFormat.AUTO] * len(values))
        return _Written((sql, adapter.types or ()), parameters, adapter.formats or ())

    def _rows(self, result: PGresult) -> list[Any]:
        if result.status != ExecStatus.TUPLES_OK:
            return []
        adapter = Transformer(self)
        adapter.set_pgresult(result)
        names = tuple(result.fname(place) for place in range(result.nfields))
        return adapter.load_rows(0, result.ntuples, _row_maker(names))

    async def _keep(self, kinds: Iterable[tuple[str, tuple[int, ...]]]) -> None:
        """Have the server prepare statements that it meets for the first time."""
        if len(self._kept) >= KEPT:
            self._kept.clear()
            await self._exchange([partial(self.pgconn.send_query_params, b"DEALLOCATE ALL", ())])
        named = {kind: b"trip_%d" % next(self._names) for kind in kinds}
        await self._exchange(
            partial(self.pgconn.send_prepare, name, sql.encode(), types)
            for (sql, types), name in named.items()
        )
        self._kept.update(named)

    async def _exchange(self, sends: Iterable[Callable[[], None]]) -> list[PGresult]:
        """Send, and read one result for each, in one transaction."""
        try:
            self.pgconn.enter_pipeline_mode()
            for send in sends:
                send()
            self.pgconn.pipeline_sync()
            results = await self._results()
            self.pgconn.exit_pipeline_mode()
        except BaseException:
            self.pgconn.finish()  # with half a trip on it, it is of no use to anybody
            raise
        for result in results:
            if result.status == ExecStatus.FATAL_ERROR:
                raise error_from_result(result)
        return results

    async def _results(self) -> list[PGresult]:
        """What came back until the sync."""
        found: list[PGresult] = []
        while self.pgconn.flush():
            await self._ready(write=True)
        while True:
            while self.pgconn.is_busy():
                await self._ready()
            result = self.pgconn.get_result()
            if result is None:  # the end of one statement's results
                continue
            if result.status == ExecStatus.PIPELINE_SYNC:
                return found
            found.append(result)

    async def _ready(self, *, write: bool = False) -> None:
        """Wait for the server, and take in what it says."""
        loop, ready, socket = asyncio.get_running_loop(), asyncio.Event(), self.pgconn.socket
        loop.add_reader(socket, ready.set)
        if write:
            loop.add_writer(socket, ready.set)
        try:
            await ready.wait()
        finally:
            loop.remove_reader(socket)
            if write:
                loop.remove_writer(socket)
        self.pgconn.consume_input()


@lru_cache(maxsize=512)
def _row_maker(names: tuple[bytes, ...]) -> Callable[[Iterable[Any]], Any]:
    """How a row of these columns is made; one without a name of its own is read by its place."""
    row = namedtuple("Row", [name.decode() for name in names], rename=True)  # type: ignore[misc]
    return row._make
