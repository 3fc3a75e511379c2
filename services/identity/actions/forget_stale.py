"""Sessions that are over leave the database."""

from datetime import datetime

from sqlalchemy import func, select

from services.foundation.database import Database, Relay


async def forget_stale(database: Database, *, at: datetime, at_most: int = 1_000) -> int:
    """Delete sessions older than their longest life, the oldest first; answers how many."""
    async with database.transaction(Relay()) as tx:
        return int(await tx.scalar(select(func.end_stale_sessions(at, at_most))))
