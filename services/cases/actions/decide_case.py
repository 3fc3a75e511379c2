"""An agent answers a request that needs no second signature."""

from datetime import datetime
from typing import Literal
from uuid import UUID, uuid4

from services.cases._register import count_grant
from services.cases._story import acting
from services.cases._tables import decision
from services.cases.contracts import AgentAtWork
from services.foundation.database import Agent, Database


async def decide_case(
    db: Database,
    *,
    case_id: UUID,
    version: int | None,
    sense: Literal["grant", "refusal"],
    law_reasons: str = "",
    fact_reasons: str = "",
    conditions: str = "",
    by: AgentAtWork,
    at: datetime,
) -> None:
    """Grant or refuse the request. Raises NotFound, CaseMoved, LawHasDecided, QuotaReached (one
    grant more than the year allows) and the refusals of the process (a refusal without both
    reasons, CRPA L211-5)."""
    context = Agent(by.tenant_id)
    async with acting(
        db, context, tenant_id=by.tenant_id, case_id=case_id, at=at, version=version
    ) as (story, tx):
        notified = {"what": "made_available", "decision": sense, "consent": True}
        given = {
            "sense": sense,
            "law_reasons": law_reasons,
            "fact_reasons": fact_reasons,
            "conditions": conditions,
        }
        asked = {ask.name for ask in story.book.process.actions["decide"].asks}
        story.take(
            "decide",
            by=by.actor,
            roles=by.roles,
            fields={name: value for name, value in given.items() if name in asked},
            fact={"sense": sense, **(notified if story.book.electronic else {"signed": sense})},
        )
        story.writes.insert(
            decision,
            tenant_id=by.tenant_id,
            id=uuid4(),
            case_id=case_id,
            state="signed",
            sense=sense,
            law_reasons=law_reasons,
            fact_reasons=fact_reasons,
            conditions=conditions,
            proposed_by=by.agent_id,
            proposed_at=story.at,
            signed_by=by.agent_id,
            signed_at=story.at,
        )
        if sense == "grant":
            await count_grant(tx, story.book)
