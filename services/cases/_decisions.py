"""The decision of a case: proposed, signed or handed back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, func, literal_column, select

from services.cases._tables import case, decision
from services.cases.contracts import DecisionView
from services.foundation.database import Transaction
from services.foundation.errors import NotFound


def last_decision_of_case() -> ScalarSelect[Any]:
    """The last decision of each row of `case`, as a column: no statement of its own."""
    return (
        select(func.to_jsonb(literal_column("decision")))
        .select_from(decision)
        .where(decision.c.tenant_id == case.c.tenant_id, decision.c.case_id == case.c.id)
        .order_by(decision.c.proposed_at.desc())
        .limit(1)
        .correlate(case)
        .scalar_subquery()
    )


def decision_from(found: Mapping[str, Any] | None) -> DecisionView | None:
    """What the column of `last_decision_of_case` says."""
    if found is None:
        return None
    return DecisionView(
        id=UUID(found["id"]),
        state=found["state"],
        sense=found["sense"],
        law_reasons=found["law_reasons"],
        fact_reasons=found["fact_reasons"],
        conditions=found["conditions"],
        proposed_by=UUID(found["proposed_by"]),
        proposed_at=datetime.fromisoformat(found["proposed_at"]),
        signed_by=UUID(found["signed_by"]) if found["signed_by"] else None,
        signed_at=datetime.fromisoformat(found["signed_at"]) if found["signed_at"] else None,
    )


async def proposal_of(tx: Transaction, *, tenant_id: UUID, case_id: UUID) -> DecisionView:
    """The last proposal. Raises NotFound when nothing was ever proposed."""
    found = decision_from(
        await tx.scalar(
            select(last_decision_of_case()).where(
                case.c.tenant_id == tenant_id, case.c.id == case_id
            )
        )
    )
    if found is None:
        raise NotFound
    return found
