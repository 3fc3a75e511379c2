"""The bell between who commits a fact and the relay that sends it. Nothing depends on its ring.

Rung after commit, once for all that is committed meanwhile; the relay also polls each second.
"""

import asyncio
from collections.abc import AsyncIterator

import psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

CHANNEL = "parvis_outbox"
# Long enough to gather a rush of filings, short enough for nobody to notice.
QUIET = 0.1


class Bell:
    """Rings for one process."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._ringing: asyncio.Task[None] | None = None
        self._calling = False

    def ring(self) -> None:
        """Let the relay know soon; never waits, never fails."""
        if self._ringing is None or self._ringing.done():
            self._ringing = asyncio.create_task(self._ring())

    async def silence(self) -> None:
        """Ring no more: the pool is about to close. A ring that has begun is let end."""
        if self._ringing is None or self._ringing.done():
            return
        if self._calling:
            await asyncio.wait({self._ringing})
        else:
            self._ringing.cancel()

    async def _ring(self) -> None:
        await asyncio.sleep(QUIET)
        self._calling = True
        try:
            async with self._engine.connect() as connection:
                raw = (await connection.get_raw_connection()).driver_connection
                assert isinstance(raw, psycopg.AsyncConnection)
                await raw.execute(f"NOTIFY {CHANNEL}")
                await raw.commit()
        except (DBAPIError, psycopg.Error, TimeoutError):
            pass  # the relay polls
        finally:
            self._calling = False


async def rings(url: str) -> AsyncIterator[None]:
    """Each time the bell rings. Raises psycopg.OperationalError when the database is lost."""
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute(f"LISTEN {CHANNEL}")
        async for _ring in connection.notifies():
            yield
