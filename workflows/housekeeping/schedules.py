"""When housekeeping is done: schedules in Temporal, made and kept right at each worker's start.

Every chore comes every hour, each at its own minute: a day ends at another hour in each territory,
and what little there is to do is done in seconds.
"""

from collections.abc import Mapping
from datetime import timedelta

from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleIntervalSpec,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleSpec,
    ScheduleUpdate,
    ScheduleUpdateInput,
)
from temporalio.service import RPCError

from services.foundation.telemetry import log
from workflows.housekeeping.chores import QUEUES
from workflows.housekeeping.messages import QUEUE, ChoreRef
from workflows.housekeeping.workflow import Housekeeping

EVERY = timedelta(hours=1)
# After `seal`, so that what it has just sealed may leave the outbox.
MINUTES: Mapping[str, int] = {
    "sessions": 5,
    "counts": 10,
    "seal": 20,
    "outbox": 30,
    "drafts": 40,
    "files": 50,
}
# Longer than this without Temporal, one run stands for all those missed.
CATCH_UP = timedelta(hours=1)
PATIENCE = timedelta(seconds=10)


def schedule_id(chore: str) -> str:
    return f"housekeeping/{chore}"


def schedule_of(chore: str) -> Schedule:
    """When and how a chore is started; never twice at once."""
    return Schedule(
        action=ScheduleActionStartWorkflow(
            Housekeeping.run,
            ChoreRef(chore, QUEUES[chore]),
            id=schedule_id(chore),
            task_queue=QUEUE,
        ),
        spec=ScheduleSpec(
            intervals=[ScheduleIntervalSpec(every=EVERY, offset=timedelta(minutes=MINUTES[chore]))]
        ),
        policy=SchedulePolicy(
            overlap=ScheduleOverlapPolicy.SKIP, catchup_window=CATCH_UP, pause_on_failure=False
        ),
    )


async def keep_schedules(client: Client) -> None:
    """Make the schedules, or bring them to what this release says; a pause stays a pause.

    Any number of workers may do it at once. Temporal refusing, work goes on and the log says so.
    """
    for chore in MINUTES:
        try:
            await _keep(client, chore)
        except RPCError as failed:
            log.error("schedule_not_kept", kind=chore, error=failed.status.name)


async def _keep(client: Client, chore: str) -> None:
    wanted = schedule_of(chore)
    try:
        await client.create_schedule(schedule_id(chore), wanted, rpc_timeout=PATIENCE)
    except ScheduleAlreadyRunningError:
        handle = client.get_schedule_handle(schedule_id(chore))

        def bring(found: ScheduleUpdateInput) -> ScheduleUpdate:
            wanted.state = found.description.schedule.state
            return ScheduleUpdate(wanted)

        await handle.update(bring, rpc_timeout=PATIENCE)
