"""Committed facts become workflow starts and signals.

Any number of relays: each claims rows for a while in a short transaction (nothing is sent inside
one), sends, and marks them. A relay that dies leaves its claim to lapse; a fact sent twice makes a
case look twice at its book, which changes nothing.
"""

import asyncio
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.exc import SQLAlchemyError
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from services.foundation import clock
from services.foundation.database import Database, Relay
from services.foundation.errors import Outage
from services.foundation.outbox import outbox
from services.foundation.telemetry import RELAYED, log
from services.tenants.queries import tenants
from workflows.registry import HANDLERS

BATCH = 100
AT_ONCE = 16
POLL = 1.0
# Longer than it takes to send a batch, else another relay sends it too.
CLAIM = timedelta(seconds=40)
LONGEST_PAUSE = 300.0
# While Temporal is down nothing is wrong with the rows: they wait for it, not for themselves.
OUTAGE_PAUSE = 5.0
_ROWS_OWN_FAULT = frozenset(
    {
        RPCStatusCode.INVALID_ARGUMENT,
        RPCStatusCode.ALREADY_EXISTS,
        RPCStatusCode.FAILED_PRECONDITION,
        RPCStatusCode.OUT_OF_RANGE,
        RPCStatusCode.PERMISSION_DENIED,
    }
)
_jitter = random.SystemRandom()


@dataclass(frozen=True, slots=True)
class Claimed:
    """A fact this relay has taken upon itself to send."""

    id: UUID
    tenant_id: UUID
    case_id: UUID
    fact: str
    attempts: int


@dataclass(slots=True)
class _Batch:
    """What is sent together; once Temporal is found down, the rest does not try."""

    gate: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    outage: Exception | None = None


class UnknownTenant(LookupError):
    """A fact of a collectivity that the database does not hold."""


class OutboxRelay:
    """Sends what the outbox holds: `run` until `stop`."""

    def __init__(self, db: Database, client: Client, *, pause: float = OUTAGE_PAUSE) -> None:
        self._db = db
        self._client = client
        self._pause = pause
        self._sirens: dict[UUID, str] = {}
        self._wake = asyncio.Event()
        self._stopping = False

    def wake(self) -> None:
        """Something was committed: do not wait for the next poll."""
        self._wake.set()

    def stop(self) -> None:
        """Finish what is claimed and claim no more."""
        self._stopping = True
        self.wake()

    async def run(self) -> None:
        """Send what comes; what cannot be sent waits in the outbox."""
        while not self._stopping:
            try:
                sent = await self.send_due(at=clock.now())
            except (Outage, SQLAlchemyError) as failed:
                log.warning("relay_waits", part="PostgreSQL", error=type(failed).__name__)
                sent = 0
            if sent < BATCH and not self._stopping:
                await self._sleep()

    async def _sleep(self) -> None:
        try:
            async with asyncio.timeout(POLL):
                await self._wake.wait()
        except TimeoutError:
            return
        self._wake.clear()

    async def send_due(self, *, at: datetime) -> int:
        """Claim what is due, send it, mark it; answers how many facts were claimed."""
        claimed = await self._claim(at)
        if not claimed:
            return 0
        await self._learn_sirens(claimed)
        groups: dict[tuple[str, UUID, UUID], list[Claimed]] = defaultdict(list)
        for row in claimed:
            groups[row.fact, row.tenant_id, row.case_id].append(row)
        batch = _Batch()
        results = await asyncio.gather(*(self._send(batch, rows) for rows in groups.values()))
        sent = [row for rows, failed in results if failed is None for row in rows]
        await self._mark_sent(sent)
        for rows, failed in results:
            if failed is not None:
                await self._put_back(rows, failed)
        return len(claimed)

    async def _claim(self, at: datetime) -> list[Claimed]:
        due = (
            select(outbox.c.id)
            .where(
                outbox.c.sent_at.is_(None),
                or_(outbox.c.not_before.is_(None), outbox.c.not_before <= at),
            )
            .order_by(outbox.c.not_before.asc().nulls_first(), outbox.c.created_at)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        )
        claim = (
            update(outbox)
            .where(outbox.c.id.in_(due.scalar_subquery()))
            .values(not_before=at + CLAIM)
            .returning(
                outbox.c.id,
                outbox.c.tenant_id,
                outbox.c.case_id,
                outbox.c.fact,
                outbox.c.attempts,
            )
        )
        async with self._db.transaction(Relay()) as tx:
            return [Claimed(**row._asdict()) for row in await tx.rows(claim)]

    async def _send(
        self, batch: _Batch, rows: Sequence[Claimed]
    ) -> tuple[Sequence[Claimed], Exception | None]:
        """Tell once whatever the facts of this case; answers why it could not be told."""
        first = rows[0]
        async with batch.gate:
            if batch.outage is not None:
                return rows, batch.outage
            try:
                siren = self._sirens.get(first.tenant_id)
                if siren is None:
                    raise UnknownTenant
                await HANDLERS[first.fact](self._client, siren, first.tenant_id, first.case_id)
            except Exception as failed:  # noqa: BLE001 - one poisoned row never stops the others
                batch.outage = failed if is_outage(failed) else None
                return rows, failed
        return rows, None

    async def _mark_sent(self, rows: Sequence[Claimed]) -> None:
        if not rows:
            return
        at = clock.now()
        done = update(outbox).where(outbox.c.id.in_([row.id for row in rows]))
        async with self._db.transaction(Relay()) as tx:
            await tx.execute(done.values(sent_at=at, not_before=None, last_error=None))
        RELAYED.labels("sent").inc(len(rows))

    async def _put_back(self, rows: Sequence[Claimed], failed: Exception) -> None:
        """Let the rows wait; the reason names a class, never a person."""
        attempts = max(row.attempts for row in rows) + 1
        pause = self._pause if is_outage(failed) else pause_after(attempts)
        error = reason_of(failed)
        log.warning("fact_not_sent", fact=rows[0].fact, error=error, attempt=attempts)
        RELAYED.labels("failed").inc(len(rows))
        later = clock.now() + timedelta(seconds=pause * _jitter.uniform(0.5, 1))
        waiting = update(outbox).where(outbox.c.id.in_([row.id for row in rows]))
        async with self._db.transaction(Relay()) as tx:
            await tx.execute(
                waiting.values(attempts=outbox.c.attempts + 1, not_before=later, last_error=error)
            )

    async def _learn_sirens(self, rows: Iterable[Claimed]) -> None:
        if all(row.tenant_id in self._sirens for row in rows):
            return
        async with self._db.transaction(Relay()) as tx:
            self._sirens = {tenant.id: tenant.siren for tenant in await tenants(tx)}


def pause_after(attempts: int) -> float:
    """Seconds to wait after so many failures: doubling, five minutes at most."""
    return min(LONGEST_PAUSE, 2.0 ** min(attempts, 10))


def is_outage(failed: Exception) -> bool:
    """Whether Temporal itself does not answer, rather than refuse this very row."""
    if isinstance(failed, RPCError):
        return failed.status not in _ROWS_OWN_FAULT
    # What the SDK raises when it cannot connect.
    return isinstance(failed, RuntimeError | OSError)


def reason_of(failed: Exception) -> str:
    """The class of a failure, with Temporal's status where it gave one."""
    name = type(failed).__name__
    return f"{name} {failed.status.name}" if isinstance(failed, RPCError) else name
