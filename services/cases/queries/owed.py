"""What a case owes to the outside world."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from services.cases.contracts import ToDo
from services.foundation.database import Database, Worker
from services.foundation.outbox import effect


async def effect_to_do(db: Database, *, tenant_id: UUID, effect_id: UUID) -> ToDo | None:
    """The effect, unless it is already done."""
    async with db.transaction(Worker(tenant_id)) as tx:
        row = await tx.one_or_none(
            select(effect).where(effect.c.tenant_id == tenant_id, effect.c.id == effect_id)
        )
    if row is None or row.state == "done":
        return None
    return ToDo(
        id=row.id,
        tenant_id=row.tenant_id,
        case_id=row.case_id,
        kind=row.kind,
        key=row.key,
        act=row.data.get("seq", 0),
        about=row.data.get("about", ""),
        due_on=date.fromisoformat(row.data["due_on"]) if "due_on" in row.data else None,
    )
