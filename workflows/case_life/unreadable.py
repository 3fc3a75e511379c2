"""A file of an export that the store does not give back: an agent's task, and tried again."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from services.cases.actions.record_transmission import record_transmission
from services.cases.contracts import ToDo
from services.documents.errors import FileUnreadable, NoSuchObject
from services.foundation import clock
from services.foundation.database import Database
from services.foundation.errors import Outage


@asynccontextmanager
async def waiting_for_the_store(db: Database, todo: ToDo) -> AsyncIterator[None]:
    """Raises `Outage` for a lost or altered object, once the work list says that it waits: whoever
    restores the store finds the export gone by itself."""
    try:
        yield
    except (NoSuchObject, FileUnreadable) as lost:
        why = {"why": "unreadable"}
        await record_transmission(db, todo, kind="transmission_waits", payload=why, at=clock.now())
        raise Outage("S3", type(lost).__name__) from lost
