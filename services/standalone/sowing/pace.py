"""What was told and not yet heard is told again one fact after the other, behind the day's work."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select, update

from services.foundation.database import Database, Relay
from services.foundation.outbox import outbox

# The request that is played goes first; then the sown cases, without a rush on a small machine.
_FIRST_AFTER = timedelta(seconds=40)
_ONE_EVERY = timedelta(milliseconds=500)

_WAITING = (
    select(outbox.c.id, func.row_number().over(order_by=outbox.c.created_at).label("place"))
    .where(outbox.c.sent_at.is_(None))
    .subquery()
)
_SPREAD = (
    update(outbox)
    .where(outbox.c.id == _WAITING.c.id)
    .values(not_before=bindparam("first") + _WAITING.c.place * bindparam("every"))
)


async def spread_facts(database: Database, at: datetime) -> None:
    """Let the facts that wait leave one by one, soon after `at`."""
    async with database.transaction(Relay()) as tx:
        await tx.execute(_SPREAD, {"first": at + _FIRST_AFTER, "every": _ONE_EVERY})
