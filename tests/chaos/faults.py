"""Parts that a test may bring down, and patience to see what comes of it."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select

from services.documents.tables import letter
from services.foundation.database import Database, Worker
from services.foundation.outbox import effect
from services.foundation.settings import Settings
from services.standalone.mailbox import Mailbox
from services.standalone.object_store import ObjectStore
from services.standalone.place import Place
from services.standalone.temporal import Temporal
from tests.arranging import Resident
from tests.workflows.living import mails_in
from workflows.outbox_relay import OutboxRelay
from workflows.registry import QUEUES
from workflows.temporal import lazy_client
from workflows.worker import run_workers

T = TypeVar("T")
PATIENCE = 120.0


@dataclass(slots=True)
class House:
    """One test's own clock, files and mail, any of which may fail; the book stands."""

    place: Place
    db: Database
    temporal: Temporal
    object_store: ObjectStore
    mailbox: Mailbox
    base: Settings
    _running: list[tuple[asyncio.Event, asyncio.Task[None]]] = field(default_factory=list)

    @property
    def settings(self) -> Settings:
        parts = (self.temporal, self.object_store, self.mailbox)
        values = {key: value for part in parts for key, value in part.settings().items()}
        return Settings(**{**self.base.model_dump(exclude_unset=True), **values})

    def settings_file(self) -> Path:
        """The settings of this house, for a process of its own."""
        given, path = self.settings, self.place.root / "settings.json"
        values = given.model_dump(mode="json", exclude_unset=True)
        for secret in ("secret_key", "s3_secret_key"):
            values[secret] = getattr(given, secret).get_secret_value()
        path.write_text(json.dumps(values), encoding="utf-8")
        return path

    async def start_relay(self) -> asyncio.Task[None]:
        """A relay in this process, impatient with outages."""
        relay = OutboxRelay(self.db, await lazy_client(self.settings), pause=0.5)
        return asyncio.create_task(relay.run())

    def start_worker(self, queues: Sequence[str] = QUEUES) -> None:
        """Workers in this process."""
        stop = asyncio.Event()
        work = run_workers(self.settings, queues=queues, stop=stop)
        self._running.append((stop, asyncio.create_task(work)))

    async def stop_workers(self) -> None:
        for stop, _work in self._running:
            stop.set()
        await asyncio.gather(*(work for _stop, work in self._running))
        self._running.clear()

    async def letters(self, tenant_id: UUID) -> list[tuple[UUID, str]]:
        """The letters of a collectivity: case and kind."""
        query = select(letter.c.case_id, letter.c.kind).where(letter.c.tenant_id == tenant_id)
        async with self.db.transaction(Worker(tenant_id)) as tx:
            return [(row.case_id, row.kind) for row in await tx.rows(query)]

    async def effects(self, tenant_id: UUID) -> list[tuple[str, str, str | None]]:
        """What a collectivity's cases owe or owed: kind, state, last error."""
        query = select(effect.c.kind, effect.c.state, effect.c.last_error)
        async with self.db.transaction(Worker(tenant_id)) as tx:
            rows = await tx.rows(query.where(effect.c.tenant_id == tenant_id))
        return [(row.kind, row.state, row.last_error) for row in rows]

    async def all_done(self, tenant_id: UUID) -> bool:
        return {state for _kind, state, _error in await self.effects(tenant_id)} == {"done"}

    def mails(self, to: Resident) -> list[str]:
        """The Message-IDs caught for a resident, one for each arrival."""
        return [str(mail["Message-ID"]) for mail in mails_in(self.mailbox.folder, to.email)]


@asynccontextmanager
async def housed(folder: Path, db: Database, base: Settings) -> AsyncIterator[House]:
    """Parts of this test's own, all up."""
    place = Place.at(folder, durable=False)
    parts = (Temporal(place), ObjectStore(place), Mailbox(place))
    house = House(place, db, *parts, base)
    try:
        await asyncio.gather(*(asyncio.to_thread(part.start) for part in parts))
        yield house
    finally:
        await house.stop_workers()
        await asyncio.gather(*(asyncio.to_thread(part.stop) for part in parts))


async def until(
    condition: Callable[[], Awaitable[T]], *, seconds: float = PATIENCE, every: float = 0.1
) -> T:
    """What `condition` answers once it is true; a failure of the test when it never is."""
    async with asyncio.timeout(seconds):
        while not (found := await condition()):  # noqa: ASYNC110 - another process does it
            await asyncio.sleep(every)
    return found
