"""Files received: tied to a draft, then to the case that it becomes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, select

from services.cases.contracts import AttachmentLine
from services.documents.contracts import StoredFile
from services.documents.tables import attachment
from services.foundation.database import Transaction
from services.foundation.writes import Writes


def attach_to_case(writes: Writes, *, tenant_id: UUID, case_id: UUID, attachment_id: UUID) -> None:
    """The file joins the case: it no longer belongs to a draft or to its sender alone."""
    writes.update(
        attachment,
        {"tenant_id": tenant_id, "id": attachment_id},
        case_id=case_id,
        draft_id=None,
        person_id=None,
    )


def add_to_case(
    writes: Writes, stored: StoredFile, *, tenant_id: UUID, case_id: UUID, field: str, at: datetime
) -> None:
    """A file that an agent received for a case, just stored."""
    writes.insert(
        attachment,
        tenant_id=tenant_id,
        id=uuid4(),
        case_id=case_id,
        field=field,
        filename=stored.filename,
        media_type=stored.media_type,
        size=stored.size,
        sha256=stored.sha256,
        object_key=stored.object_key,
        scan=stored.scan,
        received_at=at,
    )


async def attachments_of_draft(tx: Transaction, *, draft_id: UUID) -> tuple[AttachmentLine, ...]:
    """The files of a draft, in the order received."""
    found = await tx.rows(
        select(attachment)
        .where(attachment.c.draft_id == draft_id)
        .order_by(attachment.c.received_at, attachment.c.id)
    )
    return lines(found)


async def attachments_of_case(
    tx: Transaction, *, tenant_id: UUID, case_id: UUID
) -> tuple[AttachmentLine, ...]:
    """The files of a case, in the order received."""
    return lines(await rows_of_case(tx, tenant_id=tenant_id, case_id=case_id))


async def rows_of_case(tx: Transaction, *, tenant_id: UUID, case_id: UUID) -> Sequence[Row[Any]]:
    """The same with where each file lies in the store."""
    return await tx.rows(
        select(attachment)
        .where(attachment.c.tenant_id == tenant_id, attachment.c.case_id == case_id)
        .order_by(attachment.c.received_at, attachment.c.id)
    )


def lines(rows: Sequence[Row[Any]]) -> tuple[AttachmentLine, ...]:
    return tuple(
        AttachmentLine(
            id=row.id,
            field=row.field,
            piece=row.piece,
            filename=row.filename,
            media_type=row.media_type,
            size=row.size,
            sha256=row.sha256,
            scan=row.scan,
            received_at=row.received_at,
        )
        for row in rows
    )
