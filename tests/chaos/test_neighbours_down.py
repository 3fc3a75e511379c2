"""Files, mail or a worker fail in the middle: what is owed waits in sight, then is done once."""

import asyncio
import signal
import subprocess
from collections import Counter

import pytest
from temporalio.api.enums.v1 import PendingActivityState, TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client
from temporalio.service import RPCError

from services.foundation import clock
from services.standalone.temporal import program
from tests.arranging import BIN, Deployment, a_resident, file_request
from tests.chaos.faults import House, until
from workflows.case_life.activities import MAKE_LETTER
from workflows.case_life.messages import workflow_id


class TestFilesDown:
    @pytest.mark.usefixtures("relay")
    async def test_the_receipt_waits_in_sight_then_is_made_once(
        self, house: House, collectivities: Deployment
    ) -> None:
        ccg = collectivities.ccg
        nadia = await a_resident(house.db)
        await asyncio.to_thread(house.object_store.stop)
        house.start_worker()
        await file_request(house.db, ccg, by=nadia, at=clock.now(), procedure=BIN)

        async def seen_failing() -> bool:
            return ("receipt", "failed", "S3") in await house.effects(ccg.id)

        await until(seen_failing)
        assert house.mails(nadia) == []
        await asyncio.to_thread(house.object_store.start)
        await until(lambda: house.all_done(ccg.id))

        assert [kind for _case, kind in await house.letters(ccg.id)] == ["receipt"]
        assert len(house.mails(nadia)) == 1


class TestMailDown:
    @pytest.mark.usefixtures("relay")
    async def test_the_receipt_is_made_and_the_mail_leaves_later(
        self, house: House, collectivities: Deployment
    ) -> None:
        ccg = collectivities.ccg
        nadia = await a_resident(house.db)
        await asyncio.to_thread(house.mailbox.stop)
        house.start_worker()
        await file_request(house.db, ccg, by=nadia, at=clock.now(), procedure=BIN)

        async def seen_failing() -> bool:
            return ("notice_mail", "failed", "SMTP") in await house.effects(ccg.id)

        await until(seen_failing)
        assert [kind for _case, kind in await house.letters(ccg.id)] == ["receipt"]
        await asyncio.to_thread(house.mailbox.start)
        await until(lambda: house.all_done(ccg.id))

        assert len(house.mails(nadia)) == 1


class TestAWorkerKilled:
    @pytest.mark.usefixtures("relay")
    async def test_during_a_letter_leaves_it_to_another(
        self, house: House, collectivities: Deployment
    ) -> None:
        ccg = collectivities.ccg
        residents = [await a_resident(house.db) for _ in range(4)]
        filed = [
            await file_request(house.db, ccg, by=each, at=clock.now(), procedure=BIN)
            for each in residents
        ]
        house.start_worker(["cases", "connectors"])
        client = await Client.connect(house.temporal.address)

        async def drawing() -> bool:
            assert victim.poll() is None, "it stopped while starting"
            found = [await _draws(client, ccg.tenant.siren, str(each.case_id)) for each in filed]
            return any(found)

        victim = _worker(house, "documents")
        try:
            await until(drawing)
        finally:
            victim.send_signal(signal.SIGKILL)
            victim.wait()
        house.start_worker(["documents"])
        await until(lambda: house.all_done(ccg.id))

        made = Counter(await house.letters(ccg.id))
        assert made == {(each.case_id, "receipt"): 1 for each in filed}
        assert [len(house.mails(each)) for each in residents] == [1] * 4

    async def test_asked_to_stop_it_leaves_within_eight_seconds(self, house: House) -> None:
        client = await Client.connect(house.temporal.address)
        worker = _worker(house, "connectors")

        async def listens() -> bool:
            assert worker.poll() is None, "it stopped while starting"
            return await _polled(client, "connectors")

        try:
            await until(listens)
            worker.terminate()
            assert await asyncio.to_thread(worker.wait, 8) == 0
        finally:
            worker.kill()


def _worker(house: House, queue: str) -> subprocess.Popen[bytes]:
    """`parvis worker` for one queue, a process of its own."""
    return subprocess.Popen(
        [program("parvis"), "worker", "--queue", queue],
        env={"PARVIS_SETTINGS_FILE": str(house.settings_file()), "PATH": "/usr/bin:/bin"},
        stderr=house.place.log("victim").open("ab"),
    )


async def _draws(client: Client, siren: str, case_id: str) -> bool:
    """Whether a letter of this case is being drawn now."""
    try:
        description = await client.get_workflow_handle(workflow_id(siren, case_id)).describe()
    except RPCError:  # its life has not begun
        return False
    return any(
        pending.activity_type.name == MAKE_LETTER
        and pending.state == PendingActivityState.PENDING_ACTIVITY_STATE_STARTED
        for pending in description.raw_description.pending_activities
    )


async def _polled(client: Client, queue: str) -> bool:
    """Whether a worker listens to a queue."""
    found = await client.workflow_service.describe_task_queue(
        DescribeTaskQueueRequest(
            namespace=client.namespace,
            task_queue=TaskQueue(name=queue),
            task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
        )
    )
    return bool(found.pollers)
