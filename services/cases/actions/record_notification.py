"""An agent records that a decision reached the resident by post or by hand (CRPA L221-8)."""

from datetime import date, datetime
from uuid import UUID

from services.cases._decisions import proposal_of
from services.cases._register import give_place_back
from services.cases._revocation import revoked
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
    """The decision, or the revocation of a grant, was notified on that day: the delay of appeal
    runs from it. A grant that is revoked gives back the place it took in a register.

    Raises NotFound, CaseMoved and the refusals of the process (a day to come).
    """
    context = Agent(by.tenant_id)
    async with acting(
        db, context, tenant_id=by.tenant_id, case_id=case_id, at=at, version=version
    ) as (story, tx):
        signed = await proposal_of(tx, tenant_id=by.tenant_id, case_id=case_id)
        revokes = revoked(story.events)
        story.take(
            "record_notification",
            by=by.actor,
            roles=by.roles,
            fields={"notified_on": notified_on, "means": means},
            fact={
                "at": notified_on.isoformat(),
                "decision": "refusal" if revokes else signed.sense,
                "by": "post",
                "means": means,
            },
        )
        if revokes:
            await give_place_back(tx, story.book)
