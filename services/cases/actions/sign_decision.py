"""A signatory signs what another agent proposed; the decision reaches the resident."""

from datetime import datetime
from uuid import UUID

from services.cases._decisions import proposal_of
from services.cases._register import count_grant
from services.cases._story import acting
from services.cases._tables import decision
from services.cases.contracts import AgentAtWork
from services.cases.errors import ReceivedTooLate
from services.foundation.database import Agent, Database


async def sign_decision(
    db: Database, *, case_id: UUID, version: int | None, by: AgentAtWork, at: datetime
) -> None:
    """Sign the proposal. With the resident's agreement it is made available on the portal
    (CRPA L112-15, R112-20); otherwise it waits for its postal notification.

    Raises NotFound, CaseMoved, LawHasDecided, ReceivedTooLate (a refusal that silence would
    overtake on its way), QuotaReached (one grant more than the year allows) and the refusals of the
    process.
    """
    context = Agent(by.tenant_id)
    async with acting(
        db, context, tenant_id=by.tenant_id, case_id=case_id, at=at, version=version
    ) as (story, tx):
        proposal = await proposal_of(tx, tenant_id=by.tenant_id, case_id=case_id)
        notified = {"what": "made_available", "decision": proposal.sense, "consent": True}
        story.take(
            "sign",
            by=by.actor,
            roles=by.roles,
            fact=notified if story.book.electronic else {"signed": proposal.sense},
        )
        tacit = story.timeline.tacit
        refused = story.book.electronic and proposal.sense == "refusal"
        if refused and tacit is not None and tacit.effect == "acceptance":
            raise ReceivedTooLate(tacit)
        story.writes.update(
            decision,
            {"tenant_id": by.tenant_id, "id": proposal.id},
            state="signed",
            signed_by=by.agent_id,
            signed_at=story.at,
        )
        if proposal.sense == "grant":
            await count_grant(tx, story.book)
