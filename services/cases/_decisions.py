"""The decision of a case: proposed, signed or handed back."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from services.cases._tables import decision
from services.cases.contracts import DecisionView
from services.foundation.database import Transaction
from services.foundation.errors import NotFound


async def latest_decision(
    tx: Transaction, *, tenant_id: UUID, case_id: UUID
) -> DecisionView | None:
    """The last decision proposed, whatever became of it."""
    row = (
        await tx.execute(
            select(decision)
            .where(decision.c.tenant_id == tenant_id, decision.c.case_id == case_id)
            .order_by(decision.c.proposed_at.desc())
            .limit(1)
        )
    ).one_or_none()
    return _view(row) if row is not None else None


async def proposal_of(tx: Transaction, *, tenant_id: UUID, case_id: UUID) -> DecisionView:
    """The last proposal. Raises NotFound when nothing was ever proposed."""
    found = await latest_decision(tx, tenant_id=tenant_id, case_id=case_id)
    if found is None:
        raise NotFound
    return found


def _view(row: Row[Any]) -> DecisionView:
    return DecisionView(
        id=row.id,
        state=row.state,
        sense=row.sense,
        law_reasons=row.law_reasons,
        fact_reasons=row.fact_reasons,
        conditions=row.conditions,
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        signed_by=row.signed_by,
        signed_at=row.signed_at,
    )
