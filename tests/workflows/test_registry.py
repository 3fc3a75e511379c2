"""One list of workflows and activities, and nothing outside it."""

import importlib
import pkgutil
from typing import cast

import pytest
from temporalio import activity, workflow
from temporalio.client import Client

import workflows
from services.cases._law_acts import THE_LAW_ACTS
from services.cases.queries.letters import LETTERS
from services.documents.letters import Press
from services.documents.sealing import Seal
from services.documents.store import store_for
from services.foundation.database import Database
from services.foundation.outbox import FACTS
from services.foundation.settings import Settings
from services.processes.catalogue import load_processes
from services.standalone.temporal import SEARCH_ATTRIBUTES as REGISTERED
from services.standalone.temporal import Temporal
from workflows.case_life.activities import HANDS
from workflows.registry import ACTIVITIES, HANDLERS, QUEUES, SEARCH_ATTRIBUTES, WORKFLOWS
from workflows.temporal import NotRegistered, check_search_attributes
from workflows.worker import AT_ONCE, Equipment, activities_of


def _modules() -> list[object]:
    walked = pkgutil.walk_packages(workflows.__path__, "workflows.")
    return [importlib.import_module(each.name) for each in walked]


def test_every_workflow_is_registered() -> None:
    defined = {
        value
        for module in _modules()
        for value in vars(module).values()
        if isinstance(value, type) and hasattr(value, "__temporal_workflow_definition")
    }

    assert defined == {each for queue in WORKFLOWS.values() for each in queue}
    assert all(workflow._Definition.from_class(each) for each in defined)


def test_every_activity_is_done_by_the_worker_of_its_queue() -> None:
    press = Press(store_for(Settings()), cast("Seal", None))
    equipment = Equipment(cast("Database", None), Settings(), press, press.store)
    for queue in QUEUES:
        found = {
            activity._Definition.must_from_callable(each).name
            for each in activities_of(queue, equipment)
        }
        assert found == set(ACTIVITIES[queue])
        assert AT_ONCE[queue] >= 1


def test_every_fact_has_its_handler() -> None:
    assert set(HANDLERS) == set(FACTS)


def test_every_effect_of_every_process_has_a_hand() -> None:
    named = {
        effect.what
        for process in load_processes().values()
        for action in process.actions.values()
        for effect in action.effects
    }

    assert named <= set(HANDS)
    assert set(LETTERS) <= set(HANDS)
    assert all(name in ACTIVITIES[queue] for name, queue in HANDS.values())


def test_the_clock_wakes_for_every_timer_that_acts() -> None:
    acting = {
        timer.rule
        for process in load_processes().values()
        for timer in process.timers
        if timer.action
    }

    assert acting <= set(THE_LAW_ACTS)


def test_the_demonstration_registers_what_the_workflows_bear() -> None:
    assert {key.name for key in SEARCH_ATTRIBUTES} <= set(REGISTERED)


async def test_a_worker_refuses_a_namespace_that_lacks_them(temporal: Temporal) -> None:
    client = await Client.connect(temporal.address)
    await check_search_attributes(client)

    with pytest.raises(NotRegistered, match="ParvisTenant, ParvisCase"):
        await check_search_attributes(
            await Client.connect(temporal.address, namespace="temporal-system")
        )
