"""How often something came lately, counted by all web processes together.

Each process counts in memory and shares with the others about once a second, through a table that
PostgreSQL does not log: a request waits for nothing. Keys are digests, never an address.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    delete,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import SQLAlchemyError

from services.foundation import clock
from services.foundation.database import Database, Door, Relay
from services.foundation.errors import Outage
from services.foundation.metadata import metadata
from services.foundation.telemetry import log

request_count = Table(
    "request_count",
    metadata,
    Column("key", LargeBinary, nullable=False),
    Column("span", BigInteger, nullable=False),
    Column("hits", Integer, nullable=False),
    Column("until", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("key", "span"),
    prefixes=["UNLOGGED"],
)

SHARE_EVERY = 1.0
# What one process remembers and sends at most; a flood of new keys pushes the oldest out.
MOST_KEYS = 50_000
AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Rate:
    """So many in so many seconds, for what `key` stands for."""

    key: bytes
    amount: int
    seconds: int


@dataclass(slots=True)
class _Count:
    shared: int = 0
    mine: int = 0

    @property
    def total(self) -> int:
        return self.shared + self.mine


class Counts:
    """What this process counted, and what the others told."""

    def __init__(self, *, most: int = MOST_KEYS) -> None:
        self._most = most
        self._counts: dict[tuple[bytes, int, int], _Count] = {}

    def take(self, rates: Sequence[Rate], *, at: datetime) -> int:
        """Count one more for each of `rates`, when none of them is full; else the seconds to wait.

        A sliding window: what came in the span before counts for the part that still overlaps.
        """
        waits = [self._wait(rate, at) for rate in rates]
        wait = max(waits, default=0)
        if not wait:
            for rate in rates:
                self._here(rate, _span(rate.seconds, at)).mine += 1
        return wait

    def _wait(self, rate: Rate, at: datetime) -> int:
        span = _span(rate.seconds, at)
        before = self._counts.get((rate.key, rate.seconds, span - 1), _NOTHING).total
        here = self._counts.get((rate.key, rate.seconds, span), _NOTHING).total
        into = at.timestamp() - span * rate.seconds
        return seconds_to_wait(before, here, amount=rate.amount, seconds=rate.seconds, into=into)

    def _here(self, rate: Rate, span: int) -> _Count:
        count = self._counts.setdefault((rate.key, rate.seconds, span), _Count())
        if len(self._counts) > self._most:
            del self._counts[next(iter(self._counts))]
        return count

    async def share(self, db: Database, *, at: datetime) -> None:
        """Tell the others what was counted since the last time, and hear what they counted."""
        self._forget(at)
        told = {place: one.mine for place, one in self._counts.items() if one.mine}
        places = sorted(told)[:AT_ONCE]
        if not places:
            return
        rows = [
            {
                "key": _named(key, seconds),
                "span": span,
                "hits": told[key, seconds, span],
                "until": datetime.fromtimestamp((span + 2) * seconds, UTC),
            }
            for key, seconds, span in places
        ]
        statement = insert(request_count)
        added = statement.on_conflict_do_update(
            index_elements=["key", "span"],
            set_={"hits": request_count.c.hits + statement.excluded.hits},
        ).returning(request_count.c.key, request_count.c.span, request_count.c.hits)
        earlier = [(_named(key, seconds), span - 1) for key, seconds, span in places]
        place = tuple_(request_count.c.key, request_count.c.span)
        async with db.transaction(Door()) as tx:
            heard = list(await tx.rows(added.values(rows)))
            heard += await tx.rows(select(request_count).where(place.in_(earlier)))
        self._hear({(row.key, row.span): row.hits for row in heard}, told, places)

    def _hear(
        self,
        heard: Mapping[tuple[bytes, int], int],
        told: Mapping[tuple[bytes, int, int], int],
        places: Sequence[tuple[bytes, int, int]],
    ) -> None:
        for key, seconds, span in places:
            here = self._counts.get((key, seconds, span))
            if here is not None:
                here.mine -= told[key, seconds, span]
                here.shared = heard[_named(key, seconds), span]
            before = heard.get((_named(key, seconds), span - 1))
            if before is not None:
                known = self._counts.setdefault((key, seconds, span - 1), _Count())
                known.shared = before

    def _forget(self, at: datetime) -> None:
        """What no longer weighs."""
        self._counts = {
            (key, seconds, span): count
            for (key, seconds, span), count in self._counts.items()
            if span >= _span(seconds, at) - 1
        }


_NOTHING = _Count()


def seconds_to_wait(before: int, here: int, *, amount: int, seconds: int, into: float) -> int:
    """How long until one more is allowed, `into` seconds after the span began; 0 for now.

    `before` and `here` are what the last span and this one hold.
    """
    if before * (1 - into / seconds) + here + 1 <= amount:
        return 0
    room = amount - 1
    if here <= room:  # enough of the last span must slide out
        ends = seconds * (1 - (room - here) / before)
    else:  # so must some of this one, once it is the last
        ends = seconds + seconds * (1 - room / here)
    return max(1, ceil(ends - into))


async def keep_in_step(counts: Counts, db: Database) -> None:
    """Share what is counted, about once a second, until cancelled."""
    while True:
        await asyncio.sleep(SHARE_EVERY)
        try:
            await counts.share(db, at=clock.now())
        except (Outage, SQLAlchemyError) as silent:
            log.warning("counts_not_shared", error=type(silent).__name__)


async def forget_counts(db: Database, *, at: datetime, at_most: int = 5_000) -> int:
    """Delete counts that no longer weigh; answers how many."""
    place = tuple_(request_count.c.key, request_count.c.span)
    old = (
        select(request_count.c.key, request_count.c.span)
        .where(request_count.c.until < at)
        .limit(at_most)
    )
    async with db.transaction(Relay()) as tx:
        return (await tx.execute(delete(request_count).where(place.in_(old)))).rowcount


def _span(seconds: int, at: datetime) -> int:
    return int(at.timestamp()) // seconds


def _named(key: bytes, seconds: int) -> bytes:
    """A key in the table: spans of another length are other counts."""
    return key + seconds.to_bytes(4)
