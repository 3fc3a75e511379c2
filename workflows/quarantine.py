"""Files that arrived while the antivirus did not answer are shown to it again.

Each documents worker does so; two at once write the same verdict.
"""

import asyncio

from sqlalchemy.exc import SQLAlchemyError

from services.documents.quarantine import scan_waiting
from services.documents.store import ObjectStore
from services.foundation.database import Database, Relay, Worker
from services.foundation.errors import Outage
from services.foundation.telemetry import log
from services.tenants.queries import key_of, tenants

EVERY = 120.0


async def watch_quarantine(db: Database, store: ObjectStore) -> None:
    """Empty the quarantine every two minutes; cancelled at the end."""
    while True:
        try:
            await empty_quarantine(db, store)
        except (Outage, SQLAlchemyError) as waits:
            log.warning("quarantine_waits", error=type(waits).__name__)
        await asyncio.sleep(EVERY)


async def empty_quarantine(db: Database, store: ObjectStore) -> int:
    """Show every waiting file of every collectivity again; how many left. Raises `Outage`."""
    async with db.transaction(Relay()) as tx:
        known = await tenants(tx)
    left = 0
    for tenant in known:
        async with db.transaction(Worker(tenant.id)) as tx:
            key_id = await key_of(tx, tenant.id)
        settled = await scan_waiting(db, store, tenant_id=tenant.id, key_id=key_id)
        for each in settled:
            log.info("file_scanned", tenant_id=str(tenant.id), code=each.scan)
        left += len(settled)
    return left
