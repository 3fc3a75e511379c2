"""The public face of collectivities, remembered for a moment: every page shows one."""

from asyncio import Lock
from time import monotonic
from uuid import UUID

from services.foundation.database import Database, Public
from services.tenants import queries as tenants
from services.tenants.contracts import Tenant

FRESH_SECONDS = 15.0


class Collectivities:
    """Names, colours and contacts, read at most every fifteen seconds; never any right."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._by_slug: dict[str, Tenant] = {}
        self._by_id: dict[UUID, Tenant] = {}
        self._read_at = -FRESH_SECONDS
        self._reading = Lock()

    async def all(self) -> tuple[Tenant, ...]:
        """Every collectivity on board, by name."""
        await self._refresh()
        return tuple(self._by_slug.values())

    async def by_slug(self, slug: str) -> Tenant | None:
        """The collectivity at this address, even one that has just come on board."""
        await self._refresh()
        if slug not in self._by_slug:
            await self._read()
        return self._by_slug.get(slug)

    async def by_id(self, tenant_id: UUID) -> Tenant | None:
        await self._refresh()
        if tenant_id not in self._by_id:
            await self._read()
        return self._by_id.get(tenant_id)

    async def moved_to(self, slug: str) -> str | None:
        """The present slug of a collectivity that once lived under `slug`."""
        async with self._db.transaction(Public()) as tx:
            return await tenants.moved_to(tx, slug)

    async def _refresh(self) -> None:
        if self._stale:
            async with self._reading:  # one reads for all who come meanwhile
                if self._stale:
                    await self._read()

    @property
    def _stale(self) -> bool:
        return monotonic() - self._read_at >= FRESH_SECONDS

    async def _read(self) -> None:
        async with self._db.transaction(Public()) as tx:
            found = await tenants.tenants(tx)
        self._by_slug = {each.slug: each for each in found}
        self._by_id = {each.id: each for each in found}
        self._read_at = monotonic()
