"""Drafts as they are stored."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from services.cases._tables import draft
from services.cases.contracts import Draft
from services.foundation.database import Transaction
from services.foundation.errors import NotFound


async def find_draft(tx: Transaction, *, draft_id: UUID) -> Draft | None:
    """The reader's own draft, if it is still one."""
    row = await tx.one_or_none(select(draft).where(draft.c.id == draft_id))
    return draft_of(row) if row is not None else None


async def own_draft(tx: Transaction, *, draft_id: UUID) -> Draft:
    """The reader's own draft. Raises NotFound, for a stranger too."""
    found = await find_draft(tx, draft_id=draft_id)
    if found is None:
        raise NotFound
    return found


def draft_of(row: Row[Any]) -> Draft:
    return Draft(
        id=row.id,
        person_id=row.person_id,
        tenant_id=row.tenant_id,
        procedure_id=row.procedure_id,
        version=row.version,
        insee=row.insee,
        answers=row.answers,
        page=row.page,
        revision=row.revision,
        saved_at=row.updated_at,
        kept_until=row.expires_at,
    )
