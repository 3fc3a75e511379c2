"""An agent gives a case back to her team."""

from datetime import datetime
from uuid import UUID

from services.cases._story import acting
from services.cases.contracts import AgentAtWork
from services.foundation.database import Agent, Database


async def release_case(
    db: Database, *, case_id: UUID, version: int | None, by: AgentAtWork, at: datetime
) -> None:
    """Nobody holds the case any more. Raises NotFound, CaseMoved, refusals of the process."""
    context = Agent(by.tenant_id)
    async with acting(
        db, context, tenant_id=by.tenant_id, case_id=case_id, at=at, version=version
    ) as (story, _tx):
        story.take("release", by=by.actor, roles=by.roles)
        story.assignee_id = None
