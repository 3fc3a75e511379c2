"""The JSON of `parvis jurisdiction resolve`, key by key."""

import json

from services.foundation.database import Database, Public
from services.foundation.i18n import using_language
from services.jurisdiction.answers import resolve_json
from tests.rooms.jurisdiction.conftest import TODAY

BIN = "epci/bac-composteur"


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
            (noumea,) = await resolve_json(
                tx, ["98818"], procedure_id="departement/permission-de-voirie", on=TODAY
            )
        assert noumea["competent"] is None
        assert "aucun département" in noumea["nobody"]
