"""A signatory revokes a grant that was unlawful; the letter reaches its holder (CRPA L242-1)."""

from datetime import date, datetime
from uuid import UUID

from services.cases._register import give_place_back
from services.cases._revocation import payload_of
from services.cases._story import acting
from services.cases.contracts import AgentAtWork
from services.foundation.database import Agent, Database


async def revoke_grant(
    db: Database,
    *,
    case_id: UUID,
    version: int | None,
    invited_on: date | None,
    observations: str,
    law_reasons: str,
    fact_reasons: str,
    by: AgentAtWork,
    at: datetime,
) -> None:
    """Revoke the grant within four months, for reasons in law and in fact (L211-2, L211-5), its
    holder having been invited on a day past to give observations (L121-1, L122-1).

    With her agreement the letter is made available on the portal and the place that the grant took
    in a register is free again; otherwise both wait for the postal notification.
    Raises NotFound, CaseMoved and the refusals of the process (too late, not heard, no reasons).
    """
    context = Agent(by.tenant_id)
    async with acting(
        db, context, tenant_id=by.tenant_id, case_id=case_id, at=at, version=version
    ) as (story, tx):
        before, electronic = story.view, story.book.electronic
        said = {
            "observations": observations,
            "law_reasons": law_reasons,
            "fact_reasons": fact_reasons,
        }
        available = {"what": "made_available", "decision": "refusal", "consent": True}
        story.take(
            "revoke_grant",
            by=by.actor,
            roles=by.roles,
            fields={**said, **({"invited_on": invited_on} if invited_on else {})},
            fact=available if electronic else {"signed": "refusal"},
            payload=payload_of(before, invited_on=invited_on, said=said),
        )
        if electronic:
            await give_place_back(tx, story.book)
