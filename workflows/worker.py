"""Workers: one for each queue, in one process or in several."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import version
from typing import Any

from temporalio.client import Client
from temporalio.worker import Worker

from services.documents.letters import Press, press_for
from services.documents.store import ObjectStore, store_for
from services.foundation import clock
from services.foundation.database import Database
from services.foundation.settings import Settings
from services.foundation.telemetry import log
from services.messages.actions import relay_for
from workflows.case_life.activities import BookActivities, MailActivities
from workflows.case_life.delivery import DeliveryActivities
from workflows.case_life.letters import LetterActivities
from workflows.case_life.transmission import TransmissionActivities
from workflows.case_life.transmission_mail import TransmissionMailActivities
from workflows.failures import NamedFailures
from workflows.heartbeats import beating
from workflows.quarantine import watch_quarantine
from workflows.registry import QUEUES, WORKFLOWS
from workflows.temporal import connected

# Drawing a page takes all of one core; more at once would only make each slower.
AT_ONCE = {"cases": 10, "documents": 1, "connectors": 10}
# An orchestrator kills after eight seconds; an activity cut short is done again elsewhere.
GRACE = timedelta(seconds=4)
START_AGAIN_AFTER = 2.0


@dataclass(frozen=True, slots=True)
class Equipment:
    """What the activities of a process work with; `press` only where documents are made, `store`
    only where they leave by mail."""

    db: Database
    settings: Settings
    press: Press | None = None
    store: ObjectStore | None = None


@asynccontextmanager
async def equipped(settings: Settings, queues: Sequence[str]) -> AsyncIterator[Equipment]:
    """Open what these queues need, and close it at the end."""
    async with AsyncExitStack() as stack:
        db = Database(settings.database_url, pool_size=settings.database_pool)
        stack.push_async_callback(db.close)
        press = None
        if "documents" in queues:
            press = await asyncio.to_thread(press_for, settings, at=clock.now())
            stack.callback(press.close)
        store = None
        if "connectors" in queues:
            store = store_for(settings)
            stack.callback(store.close)
        yield Equipment(db, settings, press, store)


def activities_of(queue: str, equipment: Equipment) -> list[Callable[..., Any]]:
    """The activities that a worker of `queue` does (`registry.ACTIVITIES` names them)."""
    db, base_url = equipment.db, equipment.settings.base_url
    match queue:
        case "cases":
            return [BookActivities(db).look]
        case "documents":
            press = equipment.press
            assert press is not None
            return [
                LetterActivities(db, press, base_url).make,
                DeliveryActivities(db, press.store).deliver,
                TransmissionActivities(db, press).transmit,
            ]
        case _:
            store, relay = equipment.store, relay_for(equipment.settings)
            assert store is not None
            mails = MailActivities(db, relay, base_url)
            exports = TransmissionMailActivities(db, store, relay, base_url)
            return [mails.send, mails.warn, exports.mail]


def worker_of(client: Client, queue: str, equipment: Equipment) -> Worker:
    """The worker of one queue."""
    return Worker(
        client,
        task_queue=queue,
        workflows=list(WORKFLOWS[queue]),
        activities=activities_of(queue, equipment),
        interceptors=[NamedFailures()],
        max_concurrent_activities=AT_ONCE[queue],
        # Without a name of its own the SDK reads the code of every module: seconds at each start.
        build_id=f"parvis {version('parvis')}",
        graceful_shutdown_timeout=GRACE,
    )


async def run_workers(
    settings: Settings, *, queues: Sequence[str] = QUEUES, stop: asyncio.Event
) -> None:
    """Work until `stop`; start again whenever Temporal is lost. Raises `NotRegistered`."""
    # `NamedFailures` tells each failure once; the SDK would add pages of its own frames.
    logging.getLogger("temporalio.activity").setLevel(logging.ERROR)
    async with equipped(settings, queues) as equipment:
        parts = [f"worker-{queue}" for queue in queues]
        async with beating(equipment.db, parts), _watching(equipment):
            while not stop.is_set():
                await _run_once(settings, queues, equipment, stop)


@asynccontextmanager
async def _watching(equipment: Equipment) -> AsyncIterator[None]:
    """Watch the quarantine meanwhile, where documents are made and there is an antivirus."""
    if equipment.press is None or not equipment.settings.clamd_url:
        yield
        return
    task = asyncio.create_task(watch_quarantine(equipment.db, equipment.press.store))
    try:
        yield
    finally:
        task.cancel()


async def _run_once(
    settings: Settings, queues: Sequence[str], equipment: Equipment, stop: asyncio.Event
) -> None:
    """One connection's life: until `stop`, or until a worker can no longer go on."""
    client = await _unless_stopped(connected(settings), stop)
    if client is None:
        return
    workers = [worker_of(client, queue, equipment) for queue in queues]
    running = [asyncio.create_task(worker.run()) for worker in workers]
    log.info("worker_ready", queue=" ".join(queues))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait([*running, stopping], return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    await asyncio.gather(*(worker.shutdown() for worker in workers), return_exceptions=True)
    for ended in await asyncio.gather(*running, return_exceptions=True):
        if isinstance(ended, BaseException):
            log.error("worker_lost", error=type(ended).__name__)
    if not stop.is_set():
        await _unless_stopped(asyncio.sleep(START_AGAIN_AFTER), stop)


async def _unless_stopped(work: Any, stop: asyncio.Event) -> Any:
    """The result of `work`, or None when it is time to stop."""
    doing, stopping = asyncio.ensure_future(work), asyncio.create_task(stop.wait())
    await asyncio.wait([doing, stopping], return_when=asyncio.FIRST_COMPLETED)
    if doing.done():
        stopping.cancel()
        return doing.result()
    doing.cancel()
    return None
