"""The loop that follows a case: look at the book, do what is owed, sleep until the next instant.

It holds no policy, so that it need not change while cases live for years: the book says what is
owed, which activity does it, and when to look again.
"""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby

from temporalio import workflow
from temporalio.common import Priority, RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError

# Plain values: loading them anew for each life would cost more than the life itself.
with workflow.unsafe.imports_passed_through():
    from workflows.case_life.messages import (
        GONE,
        LOOK,
        LOOK_AT_BOOK,
        WORKFLOW,
        CaseRef,
        EffectRef,
        Seen,
        Task,
    )

# A neighbour that is down may stay down for long; nothing owed is ever dropped.
FOR_EVER = RetryPolicy(
    initial_interval=timedelta(seconds=1),
    backoff_coefficient=2,
    maximum_interval=timedelta(minutes=5),
)
LOOK_TAKES = timedelta(seconds=30)
TASK_TAKES = timedelta(minutes=3)
# A worker that is killed is noticed after this silence.
HEARTBEAT = timedelta(seconds=8)
# Clocks differ a little: never spin around an instant that the book still holds to come.
SHORTEST_SLEEP = timedelta(seconds=1)


@workflow.defn(name=WORKFLOW)
class CaseLife:
    """The life of one case. A signal carries nothing and means: look at the book."""

    def __init__(self) -> None:
        self._told = False
        self._moved = False
        self._doing: dict[int, asyncio.Task[None]] = {}
        self._over_with: set[str] = set()

    @workflow.signal(name=LOOK)
    def look(self) -> None:
        """Something was written in the book."""
        self._told = True

    @workflow.run
    async def run(self, case: CaseRef) -> None:
        """Ends when the case is closed and owes nothing; a later fact starts it again."""
        await asyncio.sleep(0)  # the signal that starts a life comes with it: one look for both
        seen = await self._look(case)
        while seen is not None:
            if self._may_start_afresh():
                await workflow.wait_condition(workflow.all_handlers_finished)
                workflow.continue_as_new(case)
            self._begin(case, seen)
            if self._is_over(seen):
                await workflow.wait_condition(workflow.all_handlers_finished)
                if not self._told:
                    return
            if await self._must_look(seen):
                seen = await self._look(case)

    async def _look(self, case: CaseRef) -> Seen | None:
        """What the book says now; None when it knows the case no more."""
        self._told = False
        self._over_with.clear()
        try:
            seen: Seen = await workflow.execute_activity(
                LOOK_AT_BOOK,
                case,
                result_type=Seen,
                start_to_close_timeout=LOOK_TAKES,
                retry_policy=FOR_EVER,
                priority=Priority(fairness_key=case.siren),
            )
        except ActivityError as failed:
            if isinstance(failed.cause, ApplicationError) and failed.cause.type == GONE:
                return None
            raise
        return seen

    def _begin(self, case: CaseRef, seen: Seen) -> None:
        """Start what is owed, act by act; an act under way goes on."""
        for act, tasks in groupby(self._remaining(seen), key=lambda task: task.act):
            if act not in self._doing:
                self._doing[act] = asyncio.create_task(self._do(case, act, list(tasks)))

    def _remaining(self, seen: Seen) -> list[Task]:
        left = [task for task in seen.tasks if task.effect_id not in self._over_with]
        return sorted(left, key=lambda task: (task.act, task.order, task.effect_id))

    async def _do(self, case: CaseRef, act: int, tasks: Sequence[Task]) -> None:
        """The effects of one act in order: the mail that announces a letter waits for it."""
        try:
            for task in tasks:
                await self._do_one(case, task)
                self._over_with.add(task.effect_id)
        except ActivityError:
            # Refused for good, and shown so in the book: the rest waits for the next look.
            self._over_with.update(task.effect_id for task in tasks)
        finally:
            del self._doing[act]
            self._moved = True

    async def _do_one(self, case: CaseRef, task: Task) -> None:
        await workflow.execute_activity(
            task.activity,
            EffectRef(case.tenant_id, task.effect_id),
            task_queue=task.queue,
            start_to_close_timeout=TASK_TAKES,
            heartbeat_timeout=HEARTBEAT,
            retry_policy=FOR_EVER,
            priority=Priority(priority_key=task.priority, fairness_key=case.siren),
        )

    def _is_over(self, seen: Seen) -> bool:
        return seen.closed and not self._doing and not self._told

    def _may_start_afresh(self) -> bool:
        return workflow.info().is_continue_as_new_suggested() and not self._doing and not self._told

    async def _must_look(self, seen: Seen) -> bool:
        """Wait for a signal, for the next instant, or for an act to be done with."""
        self._moved = False
        try:
            await workflow.wait_condition(
                lambda: self._told or self._moved, timeout=self._sleep(seen)
            )
        except TimeoutError:
            return True
        return self._told

    def _sleep(self, seen: Seen) -> timedelta | None:
        if seen.wake_at is None:
            return None
        return max(seen.wake_at - workflow.now(), SHORTEST_SLEEP)
