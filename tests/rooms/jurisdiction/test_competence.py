"""Acts that move a competence, and collectivities that come on board."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from services.foundation.actor import THE_SYSTEM
from services.foundation.database import Database, Operator
from services.jurisdiction.actions import record_competence, record_what_the_law_gives
from services.jurisdiction.errors import UnknownPlace
from services.procedures.errors import UnknownProcedure
from tests.rooms.jurisdiction.conftest import Ask

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
CC_GIENNOISES = "244500211"
SYNDICAT = "254500184"


async def record(database: Database, service: str, **given: Any) -> bool:
    values = {
        "territory": "45155",
        "level": "epci",
        "valid_from": date(2026, 1, 1),
        "act": "Délibération du 12 décembre 2025",
        "source": "test",
    }
    async with database.transaction(Operator()) as tx:
        return await record_competence(
            tx, service=service, **(values | given), by=THE_SYSTEM, at=AT
        )


class TestAnAct:
    async def test_gives_a_service_of_the_commune_to_its_epci(
        self, territory: Database, ask: Ask
    ) -> None:
        await record(territory, "commune/a", holder=CC_GIENNOISES)
        competent = (await ask("45155", "commune/a")).competent
        assert competent is not None
        assert (competent.level, competent.code) == ("epci", CC_GIENNOISES)
        assert competent.act == "Délibération du 12 décembre 2025"
        assert "1er janvier 2026" in competent.reason.fr
        assert "CC Giennoises" in competent.reason.fr

    async def test_leaves_the_neighbours_alone(self, territory: Database, ask: Ask) -> None:
        await record(territory, "commune/b", holder=CC_GIENNOISES)
        competent = (await ask("45254", "commune/b")).competent
        assert competent is not None
        assert competent.code == "45254"

    async def test_does_not_count_before_its_first_day_nor_from_its_end(
        self, territory: Database, ask: Ask
    ) -> None:
        await record(territory, "commune/c", holder=CC_GIENNOISES, valid_to=date(2026, 7, 1))
        found = {
            day: (await ask("45155", "commune/c", day)).competent
            for day in (
                date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1),
            )
        }  # fmt: skip
        codes = [each.code for each in found.values() if each]
        assert codes == ["45155", CC_GIENNOISES, CC_GIENNOISES, "45155"]

    async def test_gives_way_to_a_later_one(self, territory: Database, ask: Ask) -> None:
        await record(territory, "commune/d", holder=CC_GIENNOISES)
        await record(
            territory, "commune/d", level="departement", holder="45", valid_from=date(2026, 6, 1)
        )
        before = (await ask("45155", "commune/d", date(2026, 5, 31))).competent
        after = (await ask("45155", "commune/d", date(2026, 6, 1))).competent
        assert before is not None
        assert before.code == CC_GIENNOISES
        assert after is not None
        assert (after.level, after.name) == ("departement", "Loiret")

    async def test_for_the_commune_goes_before_one_for_its_epci(
        self, territory: Database, ask: Ask
    ) -> None:
        await record(territory, "epci/e", territory=CC_GIENNOISES, level="commune")
        await record(territory, "epci/e", level="departement", holder="45")
        gien = (await ask("45155", "epci/e")).competent
        neighbour = (await ask("45254", "epci/e")).competent
        assert gien is not None
        assert gien.code == "45"
        assert neighbour is not None
        assert neighbour.code == "45254"

    async def test_may_name_a_syndicat(self, territory: Database, ask: Ask) -> None:
        await record(
            territory,
            "epci/f",
            territory=CC_GIENNOISES,
            level="syndicat",
            holder=SYNDICAT,
            holder_name="Syndicat d’essai",
        )
        competent = (await ask("45155", "epci/f")).competent
        assert competent is not None
        assert (competent.level, competent.code) == ("syndicat", SYNDICAT)
        assert (competent.name, competent.siren) == ("Syndicat d’essai", SYNDICAT)

    async def test_over_a_holder_reaches_its_communes(self, territory: Database, ask: Ask) -> None:
        await record(territory, "departement/g", territory="6AE", level="epci")
        competent = (await ask("67482", "departement/g")).competent
        assert competent is not None
        assert competent.name == "Eurométropole de Strasbourg"

    async def test_applied_twice_changes_nothing(self, territory: Database) -> None:
        assert await record(territory, "commune/h", holder=CC_GIENNOISES)
        assert not await record(territory, "commune/h", holder=CC_GIENNOISES)
        assert await record(territory, "commune/h", holder=CC_GIENNOISES, act="Corrected")

    @pytest.mark.parametrize(
        "given",
        [
            {"territory": "99999"},
            {"territory": ""},
            {"holder": "000000000"},
            {"level": "syndicat"},
            {"level": "syndicat", "holder": SYNDICAT},
            {"level": "syndicat", "holder": "254500185", "holder_name": "Wrong key"},
        ],
    )
    async def test_about_a_place_that_does_not_exist_is_refused(
        self, territory: Database, given: dict[str, Any]
    ) -> None:
        with pytest.raises(UnknownPlace):
            await record(territory, "commune/i", **given)

    async def test_about_no_procedure_is_refused(self, territory: Database) -> None:
        with pytest.raises(UnknownProcedure):
            await record(territory, "region/lycee", holder=CC_GIENNOISES)


class TestTheLaw:
    """In Greater Paris, waste belongs to the territories, and in Paris to the City."""

    async def test_moves_waste_in_greater_paris_and_nowhere_else(
        self, territory: Database, ask: Ask
    ) -> None:
        async with territory.transaction(Operator()) as tx:
            assert await record_what_the_law_gives(tx, by=THE_SYSTEM, at=AT) == 130
            assert await record_what_the_law_gives(tx, by=THE_SYSTEM, at=AT) == 0
        found = {
            code: (await ask(code, "epci/bac-composteur")).competent
            for code in ("93048", "75056", "45155", "69123")
        }
        assert {code: (each.level, each.name) for code, each in found.items() if each} == {
            "93048": ("epci", "Est Ensemble"),
            "75056": ("commune", "Paris"),
            "45155": ("epci", "CC Giennoises"),
            "69123": ("epci", "Métropole de Lyon"),
        }

    async def test_did_not_before_2016(self, territory: Database, ask: Ask) -> None:
        async with territory.transaction(Operator()) as tx:
            await record_what_the_law_gives(tx, by=THE_SYSTEM, at=AT)
        montreuil = await ask("93048", "epci/bac-composteur", date(2015, 12, 31))
        assert montreuil.competent is not None
        assert montreuil.competent.act is None


class TestOnBoard:
    async def test_is_told_for_each_level_and_for_who_answers(
        self, territory: Database, ask: Ask
    ) -> None:
        await arrive(territory, "224500017", "departement", "45", "loiret")
        await arrive(territory, "200094332", "departement", "6AE", "alsace")
        gien = await ask("45155", "departement/x")
        assert [each.onboard for each in gien.stack] == [False, False, True]
        assert gien.competent is not None
        assert gien.competent.onboard
        assert gien.competent.tenant is not None
        assert gien.competent.tenant.slug == "loiret"
        strasbourg = await ask("67482", "departement/x")
        assert strasbourg.stack[-1].onboard

    async def test_is_told_for_the_holder_that_an_act_names(
        self, territory: Database, ask: Ask
    ) -> None:
        await arrive(territory, CC_GIENNOISES, "epci", CC_GIENNOISES, "giennoises")
        await record(territory, "commune/j", holder=CC_GIENNOISES)
        competent = (await ask("45155", "commune/j")).competent
        assert competent is not None
        assert competent.onboard

    async def test_ends_with_suspension(self, territory: Database, ask: Ask) -> None:
        await arrive(territory, "210100012", "commune", "01001", "abergement", "suspended")
        assert not (await ask("01001")).stack[0].onboard


async def arrive(
    database: Database, siren: str, level: str, code: str, slug: str, state: str = "active"
) -> None:
    async with database.transaction(Operator()) as tx:
        await tx.execute(
            text(
                "INSERT INTO tenant (id, siren, level, code, name, slug, time_zone, calendar, "
                "brand, contact, sender_addresses, sve_terms, key_id, state, created_at) VALUES "
                "(:id, :siren, :level, :code, :slug, :slug, 'Europe/Paris', 'metropole', '{}', "
                "'{}', '[]', '{}', :id, :state, :at)"
            ),
            {
                "id": uuid4(),
                "siren": siren,
                "level": level,
                "code": code,
                "slug": slug,
                "state": state,
                "at": AT,
            },
        )
