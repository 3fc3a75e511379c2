"""An agent gives the reasons of a tacit rejection to who asked for them (CRPA L232-4)."""

from datetime import datetime
from uuid import UUID

from services.cases._story import acting
from services.cases.contracts import AgentAtWork
from services.foundation.database import Agent, Database


async def give_reasons(
    db: Database,
    *,
    case_id: UUID,
    version: int | None,
    law_reasons: str,
    fact_reasons: str,
    by: AgentAtWork,
    at: datetime,
) -> None:
    """Communicate the reasons in law and in fact (L211-5): a letter bears them, and the delay of
    appeal runs until two months after today; by post, after `record_reasons_received`.

    Raises NotFound, CaseMoved and the refusals of the process (not asked for, already
    written, a reason missing).
    """
    context = Agent(by.tenant_id)
    async with acting(
        db, context, tenant_id=by.tenant_id, case_id=case_id, at=at, version=version
    ) as (story, _tx):
        given = {"law_reasons": law_reasons, "fact_reasons": fact_reasons}
        story.take("give_reasons", by=by.actor, roles=by.roles, fields=given, payload=given)
