"""An agent records how she sent an export that no mail could carry (CRPA L114-2)."""

from datetime import date, datetime
from uuid import UUID

from services.cases._story import acting
from services.cases.contracts import AgentAtWork
from services.foundation.database import Agent, Database


async def record_sending(
    db: Database,
    *,
    case_id: UUID,
    version: int | None,
    sent_on: date,
    means: str,
    by: AgentAtWork,
    at: datetime,
) -> None:
    """The export left on that day: the case leaves the work list, the person is told.

    Raises NotFound, CaseMoved and the refusals of the process (nothing waits, a day to come).
    """
    context = Agent(by.tenant_id)
    async with acting(
        db, context, tenant_id=by.tenant_id, case_id=case_id, at=at, version=version
    ) as (story, _tx):
        story.take(
            "record_sending",
            by=by.actor,
            roles=by.roles,
            fields={"sent_on": sent_on, "means": means},
            payload={"sent_on": sent_on.isoformat(), "means": means},
        )
