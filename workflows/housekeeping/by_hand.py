"""The same chores without Temporal: `parvis keep`."""

from collections.abc import Sequence

from services.documents.store import store_for
from services.foundation import clock
from services.foundation.database import Database
from services.foundation.settings import Settings
from workflows.housekeeping.chores import CHORES, do_chore, means_of

__all__ = ["CHORES", "keep"]


async def keep(settings: Settings, chores: Sequence[str]) -> dict[str, int]:
    """Do these chores one after the other, now; answers how many things each did."""
    db, store = Database(settings.database_url, pool_size=2), store_for(settings)
    try:
        means = means_of(settings, db, store)
        return {name: await do_chore(means, name, at=clock.now()) for name in chores}
    finally:
        store.close()
        await db.close()
