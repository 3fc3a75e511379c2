"""Rebuild the clock from the book: what is open or owed is told again (decision 1)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import insert, or_, select

from services.cases._law_acts import THE_LAW_ACTS
from services.cases._tables import case, deadline
from services.foundation.database import Database, Relay, Transaction
from services.foundation.outbox import effect, outbox

BATCH = 1_000


async def resume_cases(db: Database, *, at: datetime) -> int:
    """Write one fact for each case that is open, or closed and still owes something.

    Only outbox rows: the relay starts what is missing; a case already followed looks once more at
    its book. Answers how many cases were told.
    """
    owing = select(effect.c.case_id).where(effect.c.state != "done")
    query = select(case.c.tenant_id, case.c.id).where(
        or_(case.c.closed_on.is_(None), case.c.id.in_(owing))
    )
    async with db.transaction(Relay()) as tx:
        found = [(row.tenant_id, row.id) for row in await tx.rows(query)]
        return await _tell(tx, found, at)


async def overdue_cases(
    db: Database, *, at: datetime, since: datetime | None = None
) -> frozenset[tuple[UUID, UUID]]:
    """Cases where the law should have acted by `at` and the book does not say so.

    `since`: only those that became late after it. A date that only informs may well stay passed.
    """
    late = [deadline.c.state == "open", deadline.c.kind.in_(THE_LAW_ACTS), deadline.c.wake_at < at]
    if since is not None:
        late.append(deadline.c.wake_at >= since)
    query = select(deadline.c.tenant_id, deadline.c.case_id).where(*late).distinct()
    async with db.transaction(Relay()) as tx:
        return frozenset((row.tenant_id, row.case_id) for row in await tx.rows(query))


async def open_cases(db: Database) -> frozenset[tuple[UUID, UUID]]:
    """The cases that the clock must follow."""
    query = select(case.c.tenant_id, case.c.id).where(case.c.closed_on.is_(None))
    async with db.transaction(Relay()) as tx:
        return frozenset((row.tenant_id, row.id) for row in await tx.rows(query))


async def tell_again(db: Database, cases: frozenset[tuple[UUID, UUID]], *, at: datetime) -> int:
    """Write one fact for each of these cases."""
    rows = [(tenant_id, case_id) for tenant_id, case_id in sorted(cases, key=str)]
    async with db.transaction(Relay()) as tx:
        return await _tell(tx, rows, at)


async def _tell(tx: Transaction, cases: Sequence[tuple[UUID, UUID]], at: datetime) -> int:
    for start in range(0, len(cases), BATCH):
        facts = [
            {
                "id": uuid4(),
                "tenant_id": tenant_id,
                "case_id": case_id,
                "fact": "case.look",
                "created_at": at,
                "attempts": 0,
            }
            for tenant_id, case_id in cases[start : start + BATCH]
        ]
        await tx.execute(insert(outbox), facts)
    return len(cases)
