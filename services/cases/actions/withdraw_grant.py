"""An agent records that a grant was withdrawn: unlawful, or given up by its holder."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from services.cases._register import give_place_back
from services.cases._story import acting
from services.cases.contracts import AgentAtWork
from services.foundation.database import Agent, Database


async def withdraw_grant(
    db: Database,
    *,
    case_id: UUID,
    version: int | None,
    why: Literal["given_up", "unlawful"],
    withdrawn_on: date,
    reason: str,
    by: AgentAtWork,
    at: datetime,
) -> None:
    """The grant no longer stands from that day, and the place it took in a register is free again:
    once, since the case leaves the only state from which this is done.

    An unlawful grant is withdrawn within four months (CRPA L242-1); the withdrawal, made and
    notified outside, opens an appeal. Raises NotFound, CaseMoved and the refusals of the process.
    """
    context = Agent(by.tenant_id)
    async with acting(
        db, context, tenant_id=by.tenant_id, case_id=case_id, at=at, version=version
    ) as (story, tx):
        revoked = {"at": withdrawn_on.isoformat(), "decision": "refusal", "by": "post"}
        story.take(
            "withdraw_grant",
            by=by.actor,
            roles=by.roles,
            fields={"why": why, "withdrawn_on": withdrawn_on, "reason": reason},
            fact=revoked if why == "unlawful" else None,
            payload={"why": why, "withdrawn_on": withdrawn_on.isoformat(), "reason": reason},
        )
        await give_place_back(tx, story.book)
