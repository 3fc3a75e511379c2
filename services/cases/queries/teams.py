"""Which team a case belongs to: what an agent may do depends on it."""

from uuid import UUID

from sqlalchemy import select

from services.cases._tables import case
from services.foundation.database import Agent, Database
from services.foundation.errors import NotFound


async def team_of_case(db: Database, *, tenant_id: UUID, case_id: UUID) -> UUID | None:
    """The team of a case; None when it is everybody's. Raises NotFound, for another tenant's."""
    async with db.transaction(Agent(tenant_id)) as tx:
        row = await tx.one_or_none(
            select(case.c.team_id).where(case.c.tenant_id == tenant_id, case.c.id == case_id)
        )
    if row is None:
        raise NotFound
    team_id: UUID | None = row.team_id
    return team_id
