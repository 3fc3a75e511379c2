"""Which parts answer."""

from collections.abc import Awaitable
from datetime import datetime, timedelta

from sqlalchemy import func, select

from services.documents.store import ObjectStore
from services.foundation.database import Database, Public
from services.foundation.errors import Outage
from services.foundation.outbox import heartbeat

# The worker of each queue and the relay write a heartbeat every few seconds.
SILENT_AFTER = timedelta(seconds=30)
BEATING = ("worker-cases", "worker-documents", "worker-connectors", "relay")


async def readiness(db: Database, store: ObjectStore, *, at: datetime) -> dict[str, str]:
    """« ok » or « down » for each part: the book, the files, and who keeps the clock."""
    parts = {"postgresql": await _asked(db.ping()), "s3": await _asked(store.ready())}
    beats = await _beats(db) if parts["postgresql"] == "ok" else {}
    for part in BEATING:
        last = beats.get(part)
        parts[part] = "ok" if last and at - last < SILENT_AFTER else "down"
    return parts


async def _asked(check: Awaitable[None]) -> str:
    try:
        await check
    except Outage:
        return "down"
    return "ok"


async def _beats(db: Database) -> dict[str, datetime]:
    statement = select(heartbeat.c.part, func.max(heartbeat.c.at).label("last")).group_by(
        heartbeat.c.part
    )
    async with db.transaction(Public()) as tx:
        return {row.part: row.last for row in await tx.rows(statement)}
