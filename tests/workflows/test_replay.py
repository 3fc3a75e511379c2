"""A life begun under an earlier release goes on under this one."""

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer

from tests.histories.recording import kept
from workflows.registry import WORKFLOWS

LIVES = {"decided", "housekeeping", "silent_acceptance", "suspended", "withdrawn"}


def test_lives_of_every_kind_are_on_record() -> None:
    assert {path.stem for path in kept()} >= LIVES


@pytest.mark.parametrize(
    ("name", "content"),
    [(path.stem, path.read_text(encoding="utf-8")) for path in kept()],
    ids=[path.stem for path in kept()],
)
async def test_a_recorded_life_replays(name: str, content: str) -> None:
    history = WorkflowHistory.from_json(name, content)
    workflows = [workflow for queue in WORKFLOWS.values() for workflow in queue]

    await Replayer(workflows=workflows).replay_workflow(history)
