"""Documents that the collectivity made for a case."""

from uuid import UUID

from sqlalchemy import select

from services.cases.contracts import LetterLine
from services.documents.tables import letter
from services.foundation.database import Transaction


async def letters_of(tx: Transaction, *, tenant_id: UUID, case_id: UUID) -> tuple[LetterLine, ...]:
    """The letters that the reader may see, the latest first."""
    rows = await tx.rows(
        select(letter)
        .where(letter.c.tenant_id == tenant_id, letter.c.case_id == case_id)
        .order_by(letter.c.made_at.desc(), letter.c.id)
    )
    return tuple(
        LetterLine(row.id, row.kind, row.made_at, row.size, row.available_at, row.first_opened_at)
        for row in rows
    )
