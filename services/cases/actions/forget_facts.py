"""Facts that the clock was told leave the outbox."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from services.cases._tables import sealed_case
from services.foundation.database import Database, Relay
from services.foundation.outbox import outbox


async def forget_sent_facts(
    db: Database, *, at: datetime, kept: timedelta, at_most: int = 1_000
) -> int:
    """Delete facts sent longer ago than `kept`, the oldest first; answers how many.

    A fact stays until a daily root has sealed its case: it says that a lost case was there.
    """
    sealed = select(sealed_case.c.case_id).where(
        sealed_case.c.tenant_id == outbox.c.tenant_id, sealed_case.c.case_id == outbox.c.case_id
    )
    old = (
        select(outbox.c.id)
        .where(outbox.c.sent_at < at - kept, sealed.exists())
        .order_by(outbox.c.sent_at)
        .limit(at_most)
        .with_for_update(skip_locked=True)
    )
    async with db.transaction(Relay()) as tx:
        return (await tx.execute(delete(outbox).where(outbox.c.id.in_(old)))).rowcount
