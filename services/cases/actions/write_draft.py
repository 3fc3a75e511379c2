"""A resident writes a request, page by page; nothing is transmitted before she files it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from services.cases._drafts import own_draft
from services.cases._tables import draft
from services.cases.contracts import Draft
from services.cases.errors import StaleDraft
from services.documents.contracts import StoredFile
from services.documents.tables import attachment
from services.foundation.database import Citizen, Database
from services.foundation.writes import Writes

KEPT = timedelta(days=90)


async def begin_draft(
    db: Database,
    *,
    person_id: UUID,
    tenant_id: UUID,
    procedure_id: str,
    version: int,
    insee: str,
    answers: Mapping[str, Any],
    at: datetime,
) -> Draft:
    """Begin a request to a collectivity, with what is already known; kept ninety days."""
    begun = Draft(
        id=uuid4(),
        person_id=person_id,
        tenant_id=tenant_id,
        procedure_id=procedure_id,
        version=version,
        insee=insee,
        answers=dict(answers),
        page=None,
        revision=1,
        saved_at=at,
        kept_until=at + KEPT,
    )
    writes = Writes()
    writes.insert(
        draft,
        id=begun.id,
        person_id=person_id,
        tenant_id=tenant_id,
        procedure_id=procedure_id,
        version=version,
        insee=insee,
        answers=dict(answers),
        page=None,
        revision=1,
        created_at=at,
        updated_at=at,
        expires_at=begun.kept_until,
    )
    await db.write(Citizen(person_id), writes)
    return begun


async def save_page(
    db: Database,
    *,
    person_id: UUID,
    draft_id: UUID,
    revision: int | None,
    version: int,
    page: str,
    answers: Mapping[str, Any],
    insee: str | None = None,
    at: datetime,
) -> Draft:
    """Keep the answers of a page. `version` is the one of the form that they were checked against.

    Raises NotFound, or StaleDraft when another tab saved since `revision` (None: do not compare).
    """
    async with db.transaction(Citizen(person_id)) as tx:
        before = await own_draft(tx, draft_id=draft_id)
        if revision is not None and before.revision != revision:
            raise StaleDraft
        writes = Writes()
        writes.update(
            draft,
            {"id": draft_id},
            answers=dict(answers),
            page=page,
            version=version,
            insee=insee or before.insee,
            revision=before.revision + 1,
            updated_at=at,
            expires_at=at + KEPT,
        )
        await tx.write(writes)
        return await own_draft(tx, draft_id=draft_id)


async def forget_draft(db: Database, *, person_id: UUID, draft_id: UUID) -> None:
    """Throw a draft away. Raises NotFound. Its files are swept from the store by retention."""
    async with db.transaction(Citizen(person_id)) as tx:
        await own_draft(tx, draft_id=draft_id)
        writes = Writes()
        writes.delete(attachment, draft_id=draft_id)
        writes.delete(draft, id=draft_id)
        await tx.write(writes)


async def attach_file(
    db: Database,
    *,
    person_id: UUID,
    tenant_id: UUID,
    draft_id: UUID | None,
    field: str,
    piece: str | None,
    stored: StoredFile,
    at: datetime,
) -> UUID:
    """A file just stored belongs to its sender until a case takes it (its draft, or an answer to a
    request for pieces when `draft_id` is None)."""
    attachment_id = uuid4()
    writes = Writes()
    writes.insert(
        attachment,
        tenant_id=tenant_id,
        id=attachment_id,
        draft_id=draft_id,
        person_id=person_id,
        field=field,
        piece=piece,
        filename=stored.filename,
        media_type=stored.media_type,
        size=stored.size,
        sha256=stored.sha256,
        object_key=stored.object_key,
        scan=stored.scan,
        received_at=at,
    )
    await db.write(Citizen(person_id), writes)
    return attachment_id


async def remove_file(
    db: Database, *, person_id: UUID, tenant_id: UUID, attachment_id: UUID
) -> None:
    """Take a file out of a draft; one that a case holds stays where it is."""
    writes = Writes()
    writes.delete(attachment, tenant_id=tenant_id, id=attachment_id, person_id=person_id)
    await db.write(Citizen(person_id), writes)
