"""Drafts past their term leave the database, then the rows of their files.

Their objects are noted by the database itself and swept from the store (`documents/sweeping.py`).
Nothing here can reach what a case holds: the database's own functions see only what has no case.
"""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from services.foundation.database import Database, Relay

# A filing that had read the draft before it was forgotten is long over, its files with the case.
IN_FLIGHT = timedelta(hours=1)
# A file and the draft or the case that takes it come in the same request, or are never wanted.
UNCLAIMED = timedelta(days=1)


async def forget_expired_drafts(db: Database, *, at: datetime, at_most: int = 1_000) -> int:
    """Delete drafts whose term is over, answers and all; answers how many."""
    async with db.transaction(Relay()) as tx:
        return int(await tx.scalar(select(func.forget_expired_drafts(at, at_most))))


async def forget_unfiled_files(db: Database, *, at: datetime, at_most: int = 1_000) -> int:
    """Delete the rows of files that no draft and no case holds any more, and the names of drafts
    that kept some of them; answers how many rows, so that 0 means that none is left."""
    async with db.transaction(Relay()) as tx:
        names = await tx.scalar(select(func.forget_names_of_drafts(at - IN_FLIGHT, at_most)))
        return int(
            names + await tx.scalar(select(func.forget_unfiled_files(at - UNCLAIMED, at_most)))
        )
