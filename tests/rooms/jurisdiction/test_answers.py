"""The JSON of `parvis jurisdiction resolve`, key by key."""

import json
from datetime import UTC, datetime

import pytest

from services.forms.loading import load_procedure
from services.foundation.actor import THE_SYSTEM
from services.foundation.database import Database, Operator, Public
from services.foundation.i18n import using_language
from services.foundation.settings import ROOT
from services.jurisdiction.answers import resolve_json
from services.procedures.actions import publish_catalogue
from services.procedures.errors import UnknownProcedure
from services.processes.catalogue import load_processes
from tests.rooms.jurisdiction.conftest import TODAY

BIN = "epci/bac-composteur"


@pytest.fixture(autouse=True)
async def published(territory: Database) -> None:
    """The procedure of this file, as the catalogue has it."""
    async with territory.transaction(Operator()) as tx:
        await publish_catalogue(
            tx,
            procedures=[load_procedure(ROOT / "forms" / f"{BIN}.yaml", ROOT / "forms")],
            processes=load_processes().values(),
            by=THE_SYSTEM,
            at=datetime(2026, 1, 1, tzinfo=UTC),
        )


class TestResolveJson:
    async def test_is_the_published_contract(self, territory: Database) -> None:
        async with territory.transaction(Public()) as tx:
            (gien,) = await resolve_json(tx, ["45155"], procedure_id=None, on=TODAY)
        assert gien == {
            "asked": "45155",
            "commune": {"insee": "45155", "name": "Gien", "kind": "current"},
            "stack": [
                {
                    "level": "commune",
                    "code": "45155",
                    "siren": "214501553",
                    "name": "Gien",
                    "onboard": False,
                },
                {
                    "level": "epci",
                    "code": "244500211",
                    "siren": "244500211",
                    "name": "CC Giennoises",
                    "onboard": False,
                },
                {
                    "level": "departement",
                    "code": "45",
                    "siren": "224500017",
                    "name": "Loiret",
                    "onboard": False,
                },
            ],
            "competent": None,
        }

    async def test_says_who_answers_and_why(self, territory: Database) -> None:
        async with territory.transaction(Public()) as tx:
            (gien,) = await resolve_json(tx, ["45155"], procedure_id=BIN, on=TODAY)
        competent = gien["competent"]
        assert set(competent) >= {"level", "code", "name", "reason", "act", "onboard"}
        assert competent["code"] == "244500211"
        assert "CC Giennoises" in competent["reason"]

    async def test_refuses_a_procedure_that_nobody_published(self, territory: Database) -> None:
        async with territory.transaction(Public()) as tx:
            with pytest.raises(UnknownProcedure):
                await resolve_json(tx, ["45155"], procedure_id="epci/nothing", on=TODAY)

    async def test_keeps_order_and_puts_errors_in_place(self, territory: Database) -> None:
        async with territory.transaction(Public()) as tx:
            found = await resolve_json(tx, ["99999", "75115"], procedure_id=BIN, on=TODAY)
        assert list(found[0]) == ["asked", "error"]
        assert found[1]["commune"]["insee"] == "75056"
        assert json.loads(json.dumps(found)) == found

    async def test_speaks_the_current_language(self, territory: Database) -> None:
        with using_language("en"):
            async with territory.transaction(Public()) as tx:
                (gien,) = await resolve_json(tx, ["45155"], procedure_id=BIN, on=TODAY)
        assert "is a member of" in gien["competent"]["reason"]

    async def test_says_why_nobody_answers(self, territory: Database) -> None:
        async with territory.transaction(Public()) as tx:
            (kerguelen,) = await resolve_json(tx, ["98412"], procedure_id=BIN, on=TODAY)
        assert kerguelen["competent"] is None
        assert "sans municipalité" in kerguelen["nobody"]
