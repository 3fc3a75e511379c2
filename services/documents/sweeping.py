"""Objects that no row names any more are swept from the store.

The database notes each object whose row it deletes; nothing else is ever looked for in the store.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, or_, select, update

from services.documents.store import ObjectStore
from services.documents.tables import attachment, forgotten_object, letter
from services.foundation.database import Database, Worker

AT_ONCE = 50
# Time to restore a row that was deleted by mistake.
KEPT = timedelta(days=1)


async def sweep_forgotten(
    db: Database, store: ObjectStore, *, tenant_id: UUID, at: datetime
) -> int:
    """Delete some objects of a tenant a day after their row; answers how many it dealt with.

    What a file or a letter names, for whatever reason, is left where it is. Killed between the
    store and the book, the next time deletes what is already gone. Raises `Outage` (S3).
    """
    held, free = await _due(db, tenant_id, at)
    for object_key in free:
        await store.delete(object_key)
    done = [*held, *free]
    if done:
        async with db.transaction(Worker(tenant_id)) as tx:
            await tx.execute(delete(forgotten_object).where(_among(tenant_id, done)))
    return len(done)


async def _due(db: Database, tenant_id: UUID, at: datetime) -> tuple[Sequence[str], Sequence[str]]:
    """The objects whose day has come: those that a row still names, and the others."""
    mine = forgotten_object.c.tenant_id == tenant_id
    named = or_(
        *(
            select(table.c.object_key)
            .where(
                table.c.tenant_id == tenant_id,
                table.c.object_key == forgotten_object.c.object_key,
            )
            .exists()
            for table in (attachment, letter)
        )
    )
    async with db.transaction(Worker(tenant_id)) as tx:
        await tx.execute(
            update(forgotten_object)
            .where(mine, forgotten_object.c.due_at.is_(None))
            .values(due_at=at + KEPT)
        )
        rows = await tx.rows(
            select(forgotten_object.c.object_key, named.label("held"))
            .where(mine, forgotten_object.c.due_at <= at)
            .order_by(forgotten_object.c.due_at)
            .limit(AT_ONCE)
        )
    held = [row.object_key for row in rows if row.held]
    return held, [row.object_key for row in rows if not row.held]


def _among(tenant_id: UUID, keys: Sequence[str]) -> ColumnElement[bool]:
    return (forgotten_object.c.tenant_id == tenant_id) & forgotten_object.c.object_key.in_(keys)
