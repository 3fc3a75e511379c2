"""Files that the antivirus could not see when they arrived are shown to it again."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from services.documents.contracts import Scan
from services.documents.store import ObjectStore
from services.documents.tables import attachment
from services.foundation.database import Database, Worker
from services.foundation.writes import Writes

AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Scanned:
    """A file that left quarantine, or that the antivirus recognised."""

    attachment_id: UUID
    case_id: UUID | None
    scan: Scan


async def scan_waiting(
    db: Database, store: ObjectStore, *, tenant_id: UUID, key_id: UUID
) -> tuple[Scanned, ...]:
    """Show the waiting files of a tenant to the antivirus, the oldest first, fifty at a time.

    A file stays `pending` while the antivirus does not answer; `infected` ones stay closed. Asked
    twice at once, both write the same verdict. Raises `Outage` (S3, PostgreSQL).
    """
    async with db.transaction(Worker(tenant_id)) as tx:
        waiting = await tx.rows(
            select(attachment)
            .where(attachment.c.tenant_id == tenant_id, attachment.c.scan == "pending")
            .order_by(attachment.c.received_at, attachment.c.id)
            .limit(AT_ONCE)
        )
    told = [await _scan(store, row, key_id) for row in waiting]
    settled = tuple(each for each in told if each.scan != "pending")
    writes = Writes()
    for each in settled:
        writes.update(
            attachment, {"tenant_id": tenant_id, "id": each.attachment_id}, scan=each.scan
        )
    if writes:
        await db.write(Worker(tenant_id), writes)
    return settled


async def _scan(store: ObjectStore, row: Row[Any], key_id: UUID) -> Scanned:
    verdict = await store.scan_again(row.object_key, key_id=key_id, size=row.size)
    return Scanned(row.id, row.case_id, verdict.scan)
