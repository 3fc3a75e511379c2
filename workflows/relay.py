"""The relay as a process: facts sent, the book compared with the clock, a heartbeat."""

import asyncio
from datetime import datetime

import psycopg
from sqlalchemy.exc import SQLAlchemyError
from temporalio.client import Client
from temporalio.service import RPCError

from services.foundation import clock
from services.foundation.bell import rings
from services.foundation.database import Database
from services.foundation.errors import Outage
from services.foundation.settings import Settings
from services.foundation.telemetry import log
from workflows.heartbeats import beating
from workflows.outbox_relay import OutboxRelay
from workflows.reconciler import Reconciled, reconcile
from workflows.temporal import connected, lazy_client

RECONCILE_EVERY = 300.0
TRY_AGAIN_AFTER = 10.0
LAST_BATCH = 5.0


async def run_relay(settings: Settings, stop: asyncio.Event) -> None:
    """Send until `stop`. Temporal down, facts wait in the outbox."""
    db = Database(settings.database_url, pool_size=4)
    client = await lazy_client(settings)
    relay = OutboxRelay(db, client)
    try:
        async with beating(db, ["relay"]), asyncio.TaskGroup() as group:
            sending = group.create_task(relay.run())
            others = [
                group.create_task(_listen(settings.database_url, relay)),
                group.create_task(_reconcile(db, client)),
            ]
            log.info("relay_ready")
            await stop.wait()
            relay.stop()
            for task in others:
                task.cancel()
            # What is claimed is sent; else it would wait for its claim to lapse.
            await asyncio.wait([sending], timeout=LAST_BATCH)
            sending.cancel()
    finally:
        await db.close()


async def reconcile_once(settings: Settings) -> Reconciled:
    """Compare the book with the clock now, once Temporal answers."""
    db = Database(settings.database_url, pool_size=2)
    try:
        return await reconcile(db, await connected(settings), at=clock.now())
    finally:
        await db.close()


async def _listen(url: str, relay: OutboxRelay) -> None:
    """Send at once what was just committed, where the bell is heard."""
    while True:
        try:
            async for _ring in rings(url):
                relay.wake()
        except psycopg.OperationalError as lost:
            log.warning("bell_not_heard", error=type(lost).__name__)
        await asyncio.sleep(TRY_AGAIN_AFTER)


async def _reconcile(db: Database, client: Client) -> None:
    """At the start, then every few minutes."""
    since: datetime | None = None
    while True:
        at = clock.now()
        try:
            await reconcile(db, client, at=at, since=since)
        except (Outage, SQLAlchemyError, RPCError, RuntimeError, OSError) as failed:
            log.warning("reconciler_waits", error=type(failed).__name__)
            await asyncio.sleep(TRY_AGAIN_AFTER)
        else:
            since = at
            await asyncio.sleep(RECONCILE_EVERY)
