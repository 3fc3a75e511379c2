"""A process says that it lives, in the database: readiness reads it, Temporal up or down."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import SQLAlchemyError

from services.foundation import clock
from services.foundation.database import Database, Relay
from services.foundation.errors import Outage
from services.foundation.outbox import heartbeat
from services.foundation.telemetry import log

EVERY = 5.0
# What a process that was killed leaves behind.
FORGOTTEN_AFTER = timedelta(days=1)


def instance_name() -> str:
    """This process, among all that do the same."""
    return f"{socket.gethostname()}:{os.getpid()}"


@asynccontextmanager
async def beating(db: Database, parts: Sequence[str]) -> AsyncIterator[None]:
    """Beat for `parts` while this runs, and fall silent at its end."""
    task = asyncio.create_task(_beat(db, parts))
    try:
        yield
    finally:
        task.cancel()
        mine = heartbeat.c.instance == instance_name()
        with suppress(Outage, SQLAlchemyError, TimeoutError):
            async with asyncio.timeout(1), db.transaction(Relay()) as tx:
                await tx.execute(delete(heartbeat).where(mine, heartbeat.c.part.in_(parts)))


async def _beat(db: Database, parts: Sequence[str]) -> None:
    while True:
        try:
            await _beat_once(db, parts)
        except (Outage, SQLAlchemyError) as silent:
            log.warning("heartbeat_lost", error=type(silent).__name__)
        await asyncio.sleep(EVERY)


async def _beat_once(db: Database, parts: Sequence[str]) -> None:
    at = clock.now()
    rows = [{"part": part, "instance": instance_name(), "at": at} for part in parts]
    beat = insert(heartbeat).values(rows)
    async with db.transaction(Relay()) as tx:
        await tx.execute(
            beat.on_conflict_do_update(index_elements=["part", "instance"], set_={"at": at})
        )
        await tx.execute(delete(heartbeat).where(heartbeat.c.at < at - FORGOTTEN_AFTER))
