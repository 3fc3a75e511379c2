"""The signatory sends a proposal back for review."""

from datetime import datetime
from uuid import UUID

from services.cases._decisions import proposal_of
from services.cases._story import acting
from services.cases._tables import decision
from services.cases.contracts import AgentAtWork
from services.foundation.database import Agent, Database


async def hand_back(
    db: Database, *, case_id: UUID, version: int | None, note: str, by: AgentAtWork, at: datetime
) -> None:
    """Return the proposal with what must be changed. Raises NotFound, CaseMoved, LawHasDecided and
    the refusals of the process."""
    context = Agent(by.tenant_id)
    async with acting(
        db, context, tenant_id=by.tenant_id, case_id=case_id, at=at, version=version
    ) as (story, tx):
        proposal = await proposal_of(tx, tenant_id=by.tenant_id, case_id=case_id)
        story.take(
            "hand_back",
            by=by.actor,
            roles=by.roles,
            fields={"note": note},
            payload={"note": note},
        )
        story.writes.update(
            decision, {"tenant_id": by.tenant_id, "id": proposal.id}, state="handed_back"
        )
