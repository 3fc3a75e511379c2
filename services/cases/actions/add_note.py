"""An internal note, never shown to the resident."""

from datetime import datetime
from uuid import UUID, uuid4

from services.cases._story import acting
from services.cases._tables import note
from services.cases.contracts import AgentAtWork
from services.foundation.database import Agent, Database


async def add_note(
    db: Database, *, case_id: UUID, text: str, by: AgentAtWork, at: datetime
) -> None:
    """Keep a note beside the case. Raises NotFound and the refusals of the process (empty)."""
    context = Agent(by.tenant_id)
    async with acting(db, context, tenant_id=by.tenant_id, case_id=case_id, at=at) as (story, _tx):
        story.take("add_note", by=by.actor, roles=by.roles, fields={"note": text})
        story.writes.insert(
            note,
            tenant_id=by.tenant_id,
            id=uuid4(),
            case_id=case_id,
            agent_id=by.agent_id,
            text=text,
            at=story.at,
        )
