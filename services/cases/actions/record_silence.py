"""The clock brings the record forward: whatever the law has done by now is written."""

from datetime import datetime
from uuid import UUID

from services.cases._story import acting
from services.foundation.database import Database, Worker


async def record_silence(db: Database, *, tenant_id: UUID, case_id: UUID, at: datetime) -> bool:
    """Settle a case. Recomputed from the facts under the lock: before its time it does nothing.

    Answers whether the record changed. Raises NotFound.
    """
    context = Worker(tenant_id)
    async with acting(db, context, tenant_id=tenant_id, case_id=case_id, at=at) as (story, _tx):
        return story.settled
