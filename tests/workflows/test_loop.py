"""The loop itself, its neighbours played: what it does first, what it waits for, when it ends."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from typing import Any
from uuid import uuid4

import pytest
from temporalio import activity
from temporalio.client import Client, WorkflowHandle
from temporalio.exceptions import ApplicationError
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from services.foundation.errors import Outage, Refusal
from workflows.case_life.messages import LOOK, LOOK_AT_BOOK, CaseRef, EffectRef, Seen, Task
from workflows.case_life.workflow import CaseLife
from workflows.failures import NamedFailures


@dataclass
class Book:
    """A book that says what a test wants, and remembers what was done."""

    seen: list[Seen]
    looks: int = 0
    looked: asyncio.Event = field(default_factory=asyncio.Event)
    done: list[str] = field(default_factory=list)
    failing: dict[str, Exception] = field(default_factory=dict)
    while_looking: Callable[[], Any] | None = None

    @activity.defn(name=LOOK_AT_BOOK)
    async def look(self, case: CaseRef) -> Seen:
        seen = self.seen[min(self.looks, len(self.seen) - 1)]
        self.looks += 1
        self.looked.set()
        if self.while_looking is not None:
            await self.while_looking()
        left = [task for task in seen.tasks if task.effect_id not in self.done]
        return Seen(left, seen.wake_at, seen.closed)

    @activity.defn(name="do")
    async def do(self, ref: EffectRef) -> None:
        if ref.effect_id in self.failing:
            raise self.failing[ref.effect_id]
        self.done.append(ref.effect_id)


def task(effect_id: str, *, act: int = 1, order: int = 0) -> Task:
    return Task(effect_id, act, order, 3, "do", "loop")


REFUSED = ApplicationError("address_refused", type="address_refused", non_retryable=True)
DOWN = ApplicationError("S3 does not answer", type="outage")


@pytest.fixture
async def env(time_skipping_server: str) -> AsyncIterator[WorkflowEnvironment]:
    async with await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=time_skipping_server
    ) as environment:
        yield environment


@asynccontextmanager
async def living(client: Client, book: Book) -> AsyncIterator[WorkflowHandle[Any, None]]:
    """A life that reads `book`."""
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(
            Worker(
                client,
                task_queue="loop",
                workflows=[CaseLife],
                activities=[book.look, book.do],
                interceptors=[NamedFailures()],
                build_id="of this test",
            )
        )
        yield await client.start_workflow(
            CaseLife.run,
            CaseRef("tenant", "case", "214501553"),
            id=f"loop/{uuid4()}",
            task_queue="loop",
            start_signal=LOOK,
        )


class TestAnAct:
    async def test_does_its_effects_in_order(self, env: WorkflowEnvironment) -> None:
        book = Book([Seen([task("mail", order=1), task("letter", order=0)], None, True)])
        async with living(env.client, book) as life:
            await life.result()

        assert book.done == ["letter", "mail"]
        assert book.looks == 1

    async def test_that_fails_holds_up_neither_the_others_nor_silence(
        self, env: WorkflowEnvironment
    ) -> None:
        midnight = await env.get_current_time() + timedelta(hours=1)
        stuck, other = task("stuck", act=1), task("other", act=2)
        book = Book(
            [
                Seen([stuck, other], midnight, False),
                Seen([stuck, other, task("certificate", act=3)], None, True),
            ]
        )
        book.failing["stuck"] = DOWN
        async with living(env.client, book) as life:
            await env.sleep(timedelta(hours=2))
            assert book.looks == 2
            assert book.done == ["other", "certificate"]
            book.failing.clear()
            await life.result()

        assert book.done == ["other", "certificate", "stuck"]

    async def test_refused_for_good_ends_without_announcing_what_was_not_made(
        self, env: WorkflowEnvironment
    ) -> None:
        book = Book([Seen([task("letter", order=0), task("mail", order=1)], None, True)])
        book.failing["letter"] = REFUSED
        async with living(env.client, book) as life:
            await life.result()

        assert book.done == []


class Refused(Refusal):
    code = "address_refused"


class TestAFailure:
    """What an exception quotes may be somebody's name: histories hold its class alone."""

    @pytest.mark.parametrize(
        ("failure", "told"),
        [
            (Refused("Nadia Lemoine"), "address_refused"),
            (Outage("S3", "Nadia Lemoine"), "S3 does not answer"),
            (ValueError("duplicate key (Nadia Lemoine)"), "ValueError"),
        ],
    )
    async def test_tells_temporal_a_name_and_no_person(
        self, env: WorkflowEnvironment, failure: Exception, told: str
    ) -> None:
        book = Book([Seen([task("letter")], None, True)])
        book.failing["letter"] = failure
        async with living(env.client, book) as life:
            while not (found := await _failures(life)):  # noqa: ASYNC110 - the server keeps it
                await asyncio.sleep(0.05)
            book.failing.clear()
            await life.result()

        assert told in found
        assert "Lemoine" not in found


async def _failures(life: WorkflowHandle[Any, None]) -> str:
    """What the server knows of failures in a life, attempts under way included."""
    pending = (await life.describe()).raw_description.pending_activities
    events = (await life.fetch_history()).events
    failed = [event for event in events if event.HasField("activity_task_failed_event_attributes")]
    waiting = [each for each in pending if each.HasField("last_failure")]
    return "".join(str(each) for each in (*waiting, *failed))


class TestASignal:
    async def test_that_comes_during_a_look_brings_another(self, env: WorkflowEnvironment) -> None:
        book = Book([Seen([], None, False), Seen([], None, True)])
        async with living(env.client, book) as life:

            async def signal() -> None:
                book.while_looking = None
                await life.signal(LOOK)

            book.while_looking = signal
            await life.result()

        assert book.looks == 2

    async def test_wakes_a_life_that_has_nothing_to_wait_for(
        self, env: WorkflowEnvironment
    ) -> None:
        book = Book([Seen([], None, False), Seen([], None, True)])
        async with living(env.client, book) as life:
            await book.looked.wait()
            await life.signal(LOOK)
            await life.result()

        assert book.looks == 2


class TestTheEnd:
    async def test_comes_at_once_for_a_case_the_book_knows_no_more(
        self, env: WorkflowEnvironment
    ) -> None:
        book = Book([Seen([], None, False)])

        async def gone() -> None:
            raise ApplicationError("not_found", type="not_found", non_retryable=True)

        book.while_looking = gone
        async with living(env.client, book) as life:
            await life.result()

    async def test_a_clock_that_is_a_little_ahead_does_not_spin(
        self, env: WorkflowEnvironment
    ) -> None:
        past = (await env.get_current_time()).astimezone(UTC) - timedelta(seconds=1)
        book = Book([Seen([], past, False)] * 3 + [Seen([], None, True)])
        async with living(env.client, book) as life:
            await env.sleep(timedelta(minutes=1))
            await life.result()

        assert book.looks == 4
