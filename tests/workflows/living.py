"""A case lived through with time skipped: the real book, relay, workers, S3 and mail."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import cast

from temporalio import activity
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest
from temporalio.client import Client, WorkflowHandle, WorkflowHistory
from temporalio.testing import WorkflowEnvironment

from services.cases.actions.request_missing_pieces import request_missing_pieces
from services.cases.contracts import CaseFile, Filed
from services.cases.queries.case_files import case_file
from services.foundation import clock
from services.foundation.database import Database
from services.foundation.settings import Settings
from tests.arranging import Collectivity, Resident
from workflows.case_life.messages import workflow_id
from workflows.outbox_relay import OutboxRelay
from workflows.registry import QUEUES, SEARCH_ATTRIBUTES
from workflows.worker import equipped, worker_of

# A Monday far from a change of hour; time skips forward from here.
MORNING = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)


@dataclass(slots=True)
class Life:
    """The parts around one test's cases, and the hands to move time."""

    env: WorkflowEnvironment
    db: Database
    settings: Settings
    mailbox: Path
    relay: OutboxRelay

    @property
    def client(self) -> Client:
        return self.env.client

    async def now(self) -> datetime:
        return (await self.env.get_current_time()).astimezone(UTC)

    async def until(self, instant: datetime) -> None:
        """Skip to `instant`."""
        await self.env.sleep(instant - await self.now())

    async def tell(self) -> None:
        """Let the relay send all that waits."""
        while await self.relay.send_due(at=await self.now()):
            pass

    async def asks_for_pieces(
        self,
        of: Collectivity,
        case: Filed,
        pieces: Mapping[str, str],
        *,
        limit: date | None = None,
        at: datetime | None = None,
    ) -> None:
        """The instructor of `of` asks for pieces, now unless said; nothing is sent yet."""
        await request_missing_pieces(
            self.db,
            case_id=case.case_id,
            version=None,
            pieces=pieces,
            limit=limit,
            by=of.instructor,
            at=at or await self.now(),
        )

    def handle(self, of: Collectivity, case: Filed) -> WorkflowHandle[object, object]:
        name = workflow_id(of.tenant.siren, str(case.case_id))
        return self.client.get_workflow_handle(name)

    async def history(self, of: Collectivity, case: Filed) -> WorkflowHistory:
        return await self.handle(of, case).fetch_history()

    async def case(self, case: Filed, of: Collectivity) -> CaseFile:
        """The case as its instructor reads it."""
        return await case_file(self.db, case_id=case.case_id, by=of.instructor, at=await self.now())

    def mails(self, to: Resident) -> list[EmailMessage]:
        return mails_in(self.mailbox, to.email)


def mails_in(folder: Path, to: str) -> list[EmailMessage]:
    """The mails caught for an address, in order of arrival."""
    found = [
        cast("EmailMessage", message_from_bytes(path.read_bytes(), policy=default))
        for path in sorted(folder.glob("[!.]*.eml"))
    ]
    return [mail for mail in found if mail["X-Envelope-To"] == to]


def activities_in(history: WorkflowHistory) -> list[str]:
    """The activities that a run scheduled, by name, in order."""
    return [
        event.activity_task_scheduled_event_attributes.activity_type.name
        for event in history.events
        if event.HasField("activity_task_scheduled_event_attributes")
    ]


@asynccontextmanager
async def life(
    db: Database, settings: Settings, mailbox: Path, server: str, *, start: datetime = MORNING
) -> AsyncIterator[Life]:
    """Temporal with its time skipped, at `start`, with workers on every queue."""
    async with AsyncExitStack() as stack:
        env = await stack.enter_async_context(
            await WorkflowEnvironment.start_time_skipping(test_server_existing_path=server)
        )
        await register(env.client)
        await env.sleep(start - await env.get_current_time())
        stack.enter_context(clock.using(_server_time(start)))
        equipment = await stack.enter_async_context(equipped(settings, QUEUES))
        for queue in QUEUES:
            await stack.enter_async_context(worker_of(env.client, queue, equipment))
        yield Life(env, db, settings, mailbox, OutboxRelay(db, env.client))


async def register(client: Client) -> None:
    """Register our search attributes, as a deployment does."""
    keyword = IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD
    await client.operator_service.add_search_attributes(
        AddSearchAttributesRequest(
            namespace=client.namespace,
            search_attributes={key.name: keyword for key in SEARCH_ATTRIBUTES},
        )
    )


def _server_time(start: datetime) -> clock.Source:
    """What an activity reads as now: the instant the server gave it."""

    def now() -> datetime:
        return activity.info().started_time.astimezone(UTC) if activity.in_activity() else start

    return now
