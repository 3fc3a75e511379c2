"""A life of many years starts afresh before its history grows too long."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from temporalio.client import Client

from services.standalone.place import Place
from services.standalone.temporal import Temporal
from tests.stack import started
from tests.workflows.test_loop import Book, living, task
from workflows.case_life.messages import LOOK, Seen


class Impatient(Temporal):
    """A server that thinks twenty events are a long history."""

    def _command(self, place: Place) -> list[str]:
        limit = "--dynamic-config-value=limit.historyCount.suggestContinueAsNew=20"
        return [*super()._command(place), limit]


@pytest.fixture
def impatient(tmp_path: Path) -> Iterator[Temporal]:
    with started(Impatient(Place.at(tmp_path, durable=False))) as part:
        yield part


async def test_loses_no_signal_and_does_nothing_twice(impatient: Temporal) -> None:
    client = await Client.connect(impatient.address)
    book = Book([Seen([], None, False)] * 6 + [Seen([task("letter")], None, True)])
    async with living(client, book) as life:
        while book.looks < 7:
            seen = book.looks
            await life.signal(LOOK)
            async with asyncio.timeout(60):
                while book.looks == seen:  # noqa: ASYNC110 - the worker looks
                    await asyncio.sleep(0.02)
        await life.result()

    assert book.done == ["letter"]
    runs = {run.run_id async for run in client.list_workflows(f"WorkflowId = '{life.id}'")}
    assert len(runs) > 1
