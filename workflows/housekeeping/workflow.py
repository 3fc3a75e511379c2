"""One chore, once: a schedule starts it every hour, and what it leaves is there for the next."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import Priority, RetryPolicy

with workflow.unsafe.imports_passed_through():
    from workflows.housekeeping.messages import DO_CHORE, WORKFLOW, ChoreRef

PATIENT = RetryPolicy(
    initial_interval=timedelta(seconds=5),
    backoff_coefficient=2,
    maximum_interval=timedelta(minutes=5),
)
# It ends before the next hour's, and fails where operators see it.
WITHIN = timedelta(minutes=50)
HEARTBEAT = timedelta(minutes=1)
LOW = 5


@workflow.defn(name=WORKFLOW)
class Housekeeping:
    """A chore done; answers how many things it did."""

    @workflow.run
    async def run(self, chore: ChoreRef) -> int:
        done: int = await workflow.execute_activity(
            DO_CHORE,
            chore,
            result_type=int,
            task_queue=chore.queue,
            schedule_to_close_timeout=WITHIN,
            start_to_close_timeout=WITHIN,
            heartbeat_timeout=HEARTBEAT,
            retry_policy=PATIENT,
            priority=Priority(priority_key=LOW),
        )
        return done
