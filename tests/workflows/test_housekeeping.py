"""Housekeeping lived through: every hour by itself, killed in the middle, by hand."""

import asyncio
import json
import os
import signal
import subprocess
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest
from google.protobuf.duration_pb2 import Duration
from temporalio.api.workflowservice.v1 import RegisterNamespaceRequest
from temporalio.client import Client, ScheduleIntervalSpec, ScheduleUpdate
from temporalio.service import RPCError, RPCStatusCode

from services.cases.actions.verify_record import verify_record
from services.cases.actions.write_draft import KEPT
from services.foundation.database import Database
from services.foundation.settings import Settings
from services.standalone.postgres import Postgres
from services.standalone.temporal import Temporal, program
from tests.arranging import CIVIL_RECORD, Deployment, a_resident, file_request, write_request
from tests.histories.recording import keep
from tests.workflows.living import MORNING, Life
from workflows.housekeeping.chores import CHORES, ChoreUnfinished, do_chore, means_of
from workflows.housekeeping.messages import QUEUE, ChoreRef
from workflows.housekeeping.schedules import (
    EVERY,
    MINUTES,
    QUEUES,
    keep_schedules,
    schedule_id,
    schedule_of,
)
from workflows.housekeeping.workflow import Housekeeping
from workflows.worker import equipped, worker_of

A_DAY = timedelta(days=1)
CUT = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
Rows = Callable[[str], list[tuple]]


@pytest.fixture
def rows(postgres: Postgres, arranged_name: str) -> Rows:
    """Ask or change the database with all the rights of an administrator."""

    def run(statement: str) -> list[tuple]:
        with psycopg.connect(postgres.superuser_url(arranged_name), autocommit=True) as admin:
            answer = admin.execute(statement.encode())
            return answer.fetchall() if answer.description else []

    return run


async def done(lived: Life, chore: str) -> int:
    """A chore as its schedule starts it."""
    doing = await lived.client.start_workflow(
        Housekeeping.run,
        ChoreRef(chore, QUEUES[chore]),
        id=f"{schedule_id(chore)}/{(await lived.now()).isoformat()}",
        task_queue=QUEUE,
    )
    result: int = await doing.result()
    keep("housekeeping", await doing.fetch_history())
    return result


class TestDayAfterDay:
    async def test_each_day_is_sealed_once_it_is_over(
        self, lived: Life, collectivities: Deployment, rows: Rows
    ) -> None:
        nadia = await a_resident(lived.db)
        await file_request(
            lived.db, collectivities.gien, by=nadia, at=MORNING, procedure=CIVIL_RECORD
        )
        counted = []
        for hours in (6, 20, 26, 74):
            await lived.until(MORNING + timedelta(hours=hours))
            counted.append(await done(lived, "seal"))
        assert counted == [0, 1, 0, 2]
        assert rows("SELECT day FROM daily_root ORDER BY day") == [
            (MORNING.date() + days * A_DAY,) for days in range(3)
        ]

    async def test_a_draft_its_files_and_its_objects_go_in_their_time(
        self, lived: Life, collectivities: Deployment, rows: Rows
    ) -> None:
        nadia = await a_resident(lived.db)
        await write_request(
            lived.db, collectivities.gien, by=nadia, at=MORNING, procedure=CIVIL_RECORD
        )
        await lived.until(MORNING + KEPT - timedelta(hours=1))
        assert await done(lived, "drafts") == 0
        await lived.until(MORNING + KEPT + timedelta(hours=1))
        assert await done(lived, "drafts") == 1
        assert rows("SELECT 1 FROM draft") == []

    async def test_every_chore_finds_its_worker(self, lived: Life) -> None:
        for chore in CHORES:
            assert await done(lived, chore) >= 0

    async def test_what_was_told_long_ago_leaves_the_outbox(
        self, lived: Life, collectivities: Deployment, rows: Rows
    ) -> None:
        nadia = await a_resident(lived.db)
        await file_request(
            lived.db, collectivities.gien, by=nadia, at=MORNING, procedure=CIVIL_RECORD
        )
        rows(f"UPDATE outbox SET sent_at = '{MORNING.isoformat()}'")
        await lived.until(MORNING + 31 * A_DAY)
        await done(lived, "seal")
        assert await done(lived, "outbox") == 1


# Nearly a year to catch up, so that it can be cut short on its way.
JANUARY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


@pytest.fixture
async def much_to_seal(arranged_database: Database, collectivities: Deployment) -> None:
    nadia = await a_resident(arranged_database)
    await file_request(
        arranged_database, collectivities.gien, by=nadia, at=JANUARY, procedure=CIVIL_RECORD
    )


@pytest.fixture
def held_up(
    postgres: Postgres, arranged_name: str, collectivities: Deployment
) -> AbstractContextManager[None]:
    """Whoever seals waits at the twenty-first day: another seems to be writing it."""

    @contextmanager
    def holding() -> Iterator[None]:
        with psycopg.connect(postgres.superuser_url(arranged_name)) as admin:
            admin.execute(
                "INSERT INTO daily_root VALUES (%s, %s, '{}', '', '')",
                (collectivities.gien.id, JANUARY.date() + 20 * A_DAY),
            )
            yield
            admin.rollback()

    return holding()


async def whole(parts: Settings) -> bool:
    """Whether the record holds, asked on connections that nobody cut."""
    db = Database(parts.database_url, pool_size=1)
    try:
        return all([each.broken is None async for each in verify_record(db)])
    finally:
        await db.close()


def sealed_days(rows: Rows) -> list[date]:
    return [day for (day,) in rows("SELECT day FROM daily_root ORDER BY day")]


def without_gap(days: list[date]) -> bool:
    return days == [JANUARY.date() + turn * A_DAY for turn in range(len(days))]


class TestCutShort:
    @pytest.mark.usefixtures("much_to_seal")
    async def test_a_chore_whose_connections_are_lost_goes_on_where_it_was(
        self, lived: Life, rows: Rows
    ) -> None:
        doing = asyncio.create_task(done(lived, "seal"))
        cuts = 0
        while not doing.done():
            await asyncio.sleep(0.1)
            cuts += len(await asyncio.to_thread(rows, CUT))
            if cuts > 12:
                break
        await doing
        assert cuts
        days = sealed_days(rows)
        assert without_gap(days)
        assert days[-1] == (await lived.now()).date() - A_DAY
        assert await whole(lived.settings)

    @pytest.mark.usefixtures("much_to_seal")
    async def test_a_command_that_is_killed_goes_on_at_the_next(
        self, parts: Settings, rows: Rows, held_up: AbstractContextManager[None]
    ) -> None:
        with held_up:
            killed = command(parts, "keep", "seal")
            while len(sealed_days(rows)) < 20:
                assert killed.poll() is None
                await asyncio.sleep(0.05)
            killed.send_signal(signal.SIGKILL)
            killed.wait()
            rows(CUT + " AND wait_event_type = 'Lock'")  # what it asked for last is not done
        before = sealed_days(rows)
        assert len(before) == 20
        assert without_gap(before)

        again = command(parts, "keep", "seal", "--json")
        answer, _told = again.communicate(timeout=120)
        after = sealed_days(rows)
        assert json.loads(answer) == {"seal": len(after) - len(before)}
        assert without_gap(after)
        assert len(after) > len(before)
        assert await whole(parts)


def command(parts: Settings, *arguments: str) -> subprocess.Popen[str]:
    """`parvis …` over these parts."""
    return subprocess.Popen(
        [program("parvis"), *arguments],
        env={
            "PATH": os.environ["PATH"],
            "PARVIS_SETTINGS_FILE": f"{os.devnull}/none",
            "PARVIS_DATABASE_URL": parts.database_url,
            "PARVIS_S3_ENDPOINT": parts.s3_endpoint,
            "PARVIS_S3_ACCESS_KEY": parts.s3_access_key,
            "PARVIS_S3_SECRET_KEY": parts.s3_secret_key.get_secret_value(),
            "PARVIS_SECRET_KEY": parts.secret_key.get_secret_value(),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


class TestByHand:
    def test_does_all_and_says_what(self, parts: Settings) -> None:
        answer, told = command(parts, "keep").communicate(timeout=120)
        assert [line.split(":")[0] for line in answer.splitlines()] == list(CHORES)
        assert "@" not in told

    def test_names_the_chores_when_there_is_no_such(self, parts: Settings) -> None:
        process = command(parts, "keep", "silver")
        _answer, told = process.communicate(timeout=120)
        assert process.returncode == 2
        assert "no chore named silver" in told
        assert "seal" in told


class TestOneCollectivityThatFails:
    @pytest.mark.usefixtures("much_to_seal")
    async def test_does_not_stop_the_others(
        self, arranged_database: Database, parts: Settings, collectivities: Deployment, rows: Rows
    ) -> None:
        ccg = collectivities.ccg  # the first by name
        nadia = await a_resident(arranged_database)
        await file_request(arranged_database, ccg, by=nadia, at=JANUARY)
        rows(f"UPDATE tenant SET time_zone = 'Nowhere/At_all' WHERE id = '{ccg.id}'")
        async with equipped(parts, ()) as equipment:
            means = means_of(parts, arranged_database, equipment.store)
            with pytest.raises(ChoreUnfinished):
                await do_chore(means, "seal", at=JANUARY + 3 * A_DAY)
        assert len(sealed_days(rows)) == 3


@pytest.fixture
async def client(temporal: Temporal) -> Client:
    """In a namespace of its own: what the schedules of other tests left waits in theirs."""
    namespace = f"housekeeping-{uuid.uuid4()}"
    service = (await Client.connect(temporal.address)).workflow_service
    await service.register_namespace(
        RegisterNamespaceRequest(
            namespace=namespace, workflow_execution_retention_period=Duration(seconds=86_400)
        )
    )
    async with asyncio.timeout(60):  # the server takes its time to know it
        while True:
            try:
                client = await Client.connect(temporal.address, namespace=namespace)
                await anext(aiter(await client.list_schedules()), None)
            except RPCError as failed:
                if failed.status is not RPCStatusCode.NOT_FOUND:
                    raise
                await asyncio.sleep(0.2)
            else:
                return client


class TestTheSchedules:
    async def test_are_one_for_each_chore_whoever_makes_them(self, client: Client) -> None:
        await asyncio.gather(*(keep_schedules(client) for _ in range(3)))
        assert set(MINUTES) == set(CHORES)
        for chore in CHORES:
            found = await client.get_schedule_handle(schedule_id(chore)).describe()
            (every,) = found.schedule.spec.intervals
            assert (every.every, every.offset) == (
                timedelta(hours=1),
                timedelta(minutes=MINUTES[chore]),
            )

    async def test_are_brought_back_to_what_the_release_says_and_stay_paused(
        self, client: Client
    ) -> None:
        await keep_schedules(client)
        handle = client.get_schedule_handle(schedule_id("seal"))
        rare = schedule_of("seal")
        rare.spec.intervals = [ScheduleIntervalSpec(every=timedelta(days=9))]
        await handle.update(lambda _found: ScheduleUpdate(rare))
        await handle.pause(note="while we restore")
        async with asyncio.timeout(60):  # the server takes its time to apply both
            while not (await handle.describe()).schedule.state.paused:  # noqa: ASYNC110
                await asyncio.sleep(0.1)

        await keep_schedules(client)
        async with asyncio.timeout(60):
            found = await handle.describe()
            while found.schedule.spec.intervals[0].every != EVERY:
                await asyncio.sleep(0.1)
                found = await handle.describe()
        assert found.schedule.state.paused
        assert found.schedule.state.note == "while we restore"

    @pytest.mark.usefixtures("much_to_seal")
    async def test_start_a_chore_that_a_worker_does(
        self, client: Client, parts: Settings, rows: Rows
    ) -> None:
        await keep_schedules(client)
        handle = client.get_schedule_handle(schedule_id("seal"))
        async with equipped(parts, ("cases",)) as equipment, worker_of(client, "cases", equipment):
            await handle.trigger()
            async with asyncio.timeout(60):
                while not (await handle.describe()).info.recent_actions:  # noqa: ASYNC110 - Temporal's
                    await asyncio.sleep(0.1)
            first, *_hourly = (await handle.describe()).info.recent_actions
            done_by = client.get_workflow_handle(first.action.workflow_id)
            async with asyncio.timeout(60):
                assert await done_by.result() == len(sealed_days(rows)) > 300
