"""Every route declares a permission, every fact has its handler, every definition loads."""

from pathlib import Path

import pytest

from services.cases.queries.letters import MAILS
from services.forms.loading import load_catalogue
from services.foundation.outbox import FACTS
from services.processes.catalogue import load_processes
from services.tenants.recipes import load_recipes
from workflows.case_life.activities import HANDS
from workflows.registry import ACTIVITIES, HANDLERS, WORKFLOWS

ROOT = Path(__file__).parents[2]


class TestEveryFact:
    @pytest.mark.parametrize("fact", FACTS)
    def test_has_its_handler(self, fact: str) -> None:
        assert fact in HANDLERS


class TestEveryWorkflow:
    def test_is_registered(self) -> None:
        defined = {path.parent.name for path in (ROOT / "workflows").glob("*/workflow.py")}
        registered = {
            workflow.__module__.split(".")[1] for queue in WORKFLOWS.values() for workflow in queue
        }
        assert defined == registered

    def test_has_activities_on_every_queue(self) -> None:
        assert all(ACTIVITIES.values())


class TestEveryDefinition:
    def test_of_a_form_loads(self) -> None:
        assert load_catalogue(ROOT / "forms")

    def test_of_a_process_loads(self) -> None:
        assert {"permit", "request"} <= set(load_processes())

    def test_of_a_recipe_loads(self) -> None:
        assert {recipe.siren for recipe in load_recipes(ROOT / "tenants")} >= {
            "244500211",
            "214501553",
        }


class TestEveryEffect:
    def test_of_a_process_can_be_done(self) -> None:
        for process in load_processes().values():
            for action in process.actions.values():
                for owed in action.effects:
                    if owed.what == "notice_mail":
                        assert action.id in MAILS, f"{process.id}.{action.id} has no mail"
                    else:
                        assert owed.what in HANDS, f"{process.id}: {owed.what}"
