"""The chores, each in small batches: what a batch did stays done, whatever comes after it.

Doing one twice, or two at once, changes nothing. `parvis keep` does them by hand.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.cases.actions.forget_drafts import forget_expired_drafts, forget_unfiled_files
from services.cases.actions.forget_facts import forget_sent_facts
from services.cases.actions.seal_record import seal_next_day
from services.documents.store import ObjectStore
from services.documents.sweeping import sweep_forgotten
from services.foundation.counts import forget_counts
from services.foundation.database import Database, Relay
from services.foundation.errors import Outage
from services.foundation.settings import Settings
from services.foundation.telemetry import CHORES_DONE, CHORES_LAST, log
from services.identity.actions.forget_stale import forget_stale
from services.tenants.contracts import Tenant
from services.tenants.queries import tenants


@dataclass(frozen=True, slots=True)
class Means:
    """What the chores work with."""

    db: Database
    store: ObjectStore
    facts_kept: timedelta


def means_of(settings: Settings, db: Database, store: ObjectStore) -> Means:
    """The means that these settings give."""
    return Means(db, store, timedelta(days=settings.outbox_kept_days))


Batches = AsyncIterator[int]
Chore = Callable[[Means, datetime], Batches]
OfTenant = Callable[[Tenant], Awaitable[int]]


class ChoreUnfinished(RuntimeError):
    """A collectivity's part failed; those of the others are done."""


async def seal(means: Means, at: datetime) -> Batches:
    """A daily root for each day that is over."""

    async def one_day(tenant: Tenant) -> int:
        return int(await seal_next_day(means.db, tenant=tenant, at=at) is not None)

    async for count in _for_each_tenant(means, one_day):
        yield count


async def sessions(means: Means, at: datetime) -> Batches:
    """Sessions that are over are deleted."""
    async for count in _until_none(lambda: forget_stale(means.db, at=at)):
        yield count


async def drafts(means: Means, at: datetime) -> Batches:
    """Drafts past their term are deleted, then the rows of files that nobody holds."""
    async for count in _until_none(lambda: forget_expired_drafts(means.db, at=at)):
        yield count
    async for count in _until_none(lambda: forget_unfiled_files(means.db, at=at)):
        yield count


async def files(means: Means, at: datetime) -> Batches:
    """Objects whose row is gone are deleted from the store."""

    async def some(tenant: Tenant) -> int:
        return await sweep_forgotten(means.db, means.store, tenant_id=tenant.id, at=at)

    async for count in _for_each_tenant(means, some):
        yield count


async def outbox(means: Means, at: datetime) -> Batches:
    """Facts sent long ago are deleted."""
    kept = means.facts_kept
    async for count in _until_none(lambda: forget_sent_facts(means.db, at=at, kept=kept)):
        yield count


async def counts(means: Means, at: datetime) -> Batches:
    """Counts of requests that no longer matter are deleted."""
    async for count in _until_none(lambda: forget_counts(means.db, at=at)):
        yield count


CHORES: Mapping[str, Chore] = {
    "seal": seal,
    "sessions": sessions,
    "drafts": drafts,
    "files": files,
    "outbox": outbox,
    "counts": counts,
}
# Letters have the documents workers to themselves: the store is reached from the connectors.
QUEUES: Mapping[str, str] = {**dict.fromkeys(CHORES, "cases"), "files": "connectors"}


async def do_chore(
    means: Means, name: str, *, at: datetime, beat: Callable[[], None] = lambda: None
) -> int:
    """Do a chore to its end, `beat` after each batch; answers how many things it did.

    Raises `Outage`, and `ChoreUnfinished` when one collectivity's part failed.
    """
    done = 0
    async for count in CHORES[name](means, at):
        done += count
        beat()
    CHORES_DONE.labels(name).inc(done)
    CHORES_LAST.labels(name).set(at.timestamp())
    log.info("chore_done", kind=name, count=done)
    return done


async def _until_none(batch: Callable[[], Awaitable[int]]) -> Batches:
    while count := await batch():
        yield count


async def _for_each_tenant(means: Means, batch: OfTenant) -> Batches:
    """To the end for each collectivity; what fails for one does not stop the others."""
    async with means.db.transaction(Relay()) as tx:
        known = await tenants(tx)
    failed: Exception | None = None
    for tenant in known:
        try:
            while count := await batch(tenant):
                yield count
        except Outage:
            raise  # it would be the same for the others
        except Exception as wrong:  # noqa: BLE001 - raised below, once the others are done
            log.error("chore_failed", tenant_id=str(tenant.id), error=type(wrong).__name__)
            failed = wrong
    if failed is not None:
        raise ChoreUnfinished from failed
