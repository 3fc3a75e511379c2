"""An instructor proposes a decision, with its reasons in law and in fact (CRPA L211-5)."""

from datetime import datetime
from typing import Literal
from uuid import UUID, uuid4

from services.cases._story import acting
from services.cases._tables import decision
from services.cases.contracts import AgentAtWork
from services.foundation.database import Agent, Database


async def propose_decision(
    db: Database,
    *,
    case_id: UUID,
    version: int | None,
    sense: Literal["grant", "refusal"],
    law_reasons: str,
    fact_reasons: str,
    conditions: str = "",
    note: str = "",
    by: AgentAtWork,
    at: datetime,
) -> None:
    """Hand a decision to the signatory. Raises NotFound, CaseMoved, LawHasDecided and the refusals
    of the process (a refusal without both reasons)."""
    context = Agent(by.tenant_id)
    async with acting(
        db, context, tenant_id=by.tenant_id, case_id=case_id, at=at, version=version
    ) as (story, _tx):
        story.take(
            "propose",
            by=by.actor,
            roles=by.roles,
            fields={
                "sense": sense,
                "law_reasons": law_reasons,
                "fact_reasons": fact_reasons,
                "conditions": conditions,
                "note": note,
            },
            fact={"sense": sense},
            payload={"note": note},
        )
        story.writes.insert(
            decision,
            tenant_id=by.tenant_id,
            id=uuid4(),
            case_id=case_id,
            state="proposed",
            sense=sense,
            law_reasons=law_reasons,
            fact_reasons=fact_reasons,
            conditions=conditions,
            proposed_by=by.agent_id,
            proposed_at=story.at,
        )
