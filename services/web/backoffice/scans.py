"""The letter that comes with an act, scanned: stored as it arrives, forgotten if it is refused."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from services.documents.contracts import StoredFile
from services.documents.errors import FileRefused
from services.documents.uploads import Upload
from services.foundation.database import Agent
from services.foundation.errors import Outage, Refusal
from services.tenants import queries as tenants
from services.web.shared.incoming import Keep, receive
from services.web.shared.uploads import FilePart
from services.web.shared.visit import Visit

# The input of the file, and the acts that take one.
SCAN = "scan"
TAKE_ONE = frozenset({"record_reasons_asked"})


@dataclass(slots=True)
class Scan:
    """One file at most. `kept` once the act that it came with was done."""

    visit: Visit
    taken: bool
    stored: StoredFile | None = None
    refused: FileRefused | None = None
    kept: bool = False

    async def begin(self, part: FilePart) -> tuple[Upload, Keep] | None:
        """Where a file goes; nowhere for one that the act does not take, or for a second."""
        if not self.taken or part.name != SCAN or self.stored is not None:
            return None
        tenant_id, house = self.visit.tenant.id, self.visit.house
        async with house.db.transaction(Agent(tenant_id)) as tx:
            key_id = await tenants.key_of(tx, tenant_id)
        upload = house.store.upload(tenant_id=tenant_id, key_id=key_id, filename=part.filename)

        async def keep(stored: StoredFile) -> None:
            self.stored = stored

        return upload, keep

    async def forget(self) -> None:
        """Nothing refers to the file: it goes."""
        if self.stored is not None and not self.kept:
            with suppress(Outage):
                await self.visit.house.store.delete(self.stored.object_key)


@asynccontextmanager
async def received(visit: Visit, action: str) -> AsyncIterator[Scan]:
    """The form of `action` read, its file stored until the act is done or refused.

    Raises what `receive` raises. After anything but a refusal the act may have been done: the file
    stays.
    """
    scan = Scan(visit, taken=action in TAKE_ONE)
    try:
        incoming = await receive(visit, scan.begin)
        scan.refused = incoming.refused.get(SCAN)
        yield scan
    except Refusal:
        await scan.forget()
        raise
    await scan.forget()
