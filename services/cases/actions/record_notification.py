"""An agent records that a decision reached the resident by post or by hand (CRPA L221-8)."""

from datetime import date, datetime
from uuid import UUID

from services.cases._decisions import proposal_of
from services.cases._story import acting
from services.cases.contracts import AgentAtWork
from services.foundation.database import Agent, Database


async def record_notification(
    db: Database,
    *,
    case_id: UUID,
    version: int | None,
    notified_on: date,
    means: str,
    by: AgentAtWork,
    at: datetime,
) -> None:
    """The decision was notified on that day: the delay of appeal runs from it.

    Raises NotFound, CaseMoved and the refusals of the process (a day to come).
    """
    context = Agent(by.tenant_id)
    async with acting(
        db, context, tenant_id=by.tenant_id, case_id=case_id, at=at, version=version
    ) as (story, tx):
        signed = await proposal_of(tx, tenant_id=by.tenant_id, case_id=case_id)
        story.take(
            "record_notification",
            by=by.actor,
            roles=by.roles,
            fields={"notified_on": notified_on, "means": means},
            fact={
                "at": notified_on.isoformat(),
                "decision": signed.sense,
                "by": "post",
                "means": means,
            },
        )
