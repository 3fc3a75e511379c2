"""The book against the clock: every open case has its life, no legal date goes by unnoticed.

It only writes facts to the outbox; a case told once too often looks at its book and goes on.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from temporalio.client import Client

from services.cases.actions.resume_cases import open_cases, overdue_cases, tell_again
from services.foundation.database import Database, Relay
from services.foundation.outbox import outbox
from services.foundation.telemetry import log
from workflows.case_life.messages import WORKFLOW

RUNNING = f"WorkflowType = '{WORKFLOW}' AND ExecutionStatus = 'Running'"
# A timer fires within seconds, a fact is relayed within one: later than this, something was lost.
LATE = timedelta(minutes=2)
PAGE = 1_000


@dataclass(frozen=True, slots=True)
class Reconciled:
    """How many cases were told again, and why."""

    unfollowed: int
    overdue: int


async def reconcile(
    db: Database, client: Client, *, at: datetime, since: datetime | None = None
) -> Reconciled:
    """Tell again the open cases that no workflow follows, and those whose timer was lost.

    `since`: the last time this was done, so that a date which stays passed is told only once.
    """
    followed = await _followed(client)
    # Read after: what starts meanwhile is told once too often rather than never.
    unfollowed = frozenset(
        each for each in await open_cases(db) if str(each[1]) not in followed
    ) - await _about_to_be_told(db)
    overdue = await overdue_cases(db, at=at - LATE, since=since and since - LATE)
    await tell_again(db, unfollowed | overdue, at=at)
    if unfollowed or overdue:
        log.warning("cases_told_again", count=len(unfollowed | overdue))
    return Reconciled(len(unfollowed), len(overdue))


async def _about_to_be_told(db: Database) -> frozenset[tuple[UUID, UUID]]:
    """The cases of which a fact waits in the outbox."""
    query = select(outbox.c.tenant_id, outbox.c.case_id).where(outbox.c.sent_at.is_(None))
    async with db.transaction(Relay()) as tx:
        return frozenset((row.tenant_id, row.case_id) for row in await tx.rows(query.distinct()))


async def _followed(client: Client) -> frozenset[str]:
    """The case ids of the lives under way."""
    lives = client.list_workflows(RUNNING, page_size=PAGE)
    return frozenset([life.id.rpartition("/")[2] async for life in lives])
