"""An agent takes up a case."""

from datetime import datetime
from uuid import UUID

from services.cases._story import acting
from services.cases.contracts import AgentAtWork
from services.foundation.database import Agent, Database


async def claim_case(
    db: Database, *, case_id: UUID, version: int | None, by: AgentAtWork, at: datetime
) -> None:
    """The case becomes hers. Raises NotFound, CaseMoved and the refusals of the process."""
    context = Agent(by.tenant_id)
    async with acting(
        db, context, tenant_id=by.tenant_id, case_id=case_id, at=at, version=version
    ) as (story, _tx):
        story.take("claim", by=by.actor, roles=by.roles)
        story.assignee_id = by.agent_id
