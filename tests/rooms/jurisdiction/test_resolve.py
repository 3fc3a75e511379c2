"""Which authority must answer, and why: on the whole real territory."""

from datetime import date

import pytest
from sqlalchemy import text

from services.foundation.database import Database, Public
from services.jurisdiction.contracts import Resolution, UnknownCode
from services.jurisdiction.queries import resolve, resolve_many, resolve_procedures
from services.procedures.errors import UnknownProcedure
from tests.rooms.jurisdiction.conftest import TODAY, Ask

PERMIT = "commune/occupation-domaine-public"
BIN = "epci/bac-composteur"
ROAD = "departement/permission-de-voirie"


def levels(answer: Resolution) -> list[tuple[str, str]]:
    return [(each.level, each.code) for each in answer.stack]


class TestStack:
    async def test_goes_from_the_commune_to_the_departement(self, ask: Ask) -> None:
        gien = await ask("45155")
        assert levels(gien) == [
            ("commune", "45155"),
            ("epci", "244500211"),
            ("departement", "45"),
        ]
        assert [each.siren for each in gien.stack] == ["214501553", "244500211", "224500017"]
        assert [each.name for each in gien.stack] == ["Gien", "CC Giennoises", "Loiret"]
        assert gien.competent is None
        assert gien.nobody is None

    @pytest.mark.parametrize("code", ["22016", "29083", "29155", "85113"])
    async def test_has_no_epci_on_the_four_islands(self, ask: Ask, code: str) -> None:
        assert [each.level for each in (await ask(code)).stack] == ["commune", "departement"]

    async def test_has_no_departement_where_none_exists(self, ask: Ask) -> None:
        assert levels(await ask("98818")) == [("commune", "98818")]
        assert levels(await ask("97701")) == [("commune", "97701"), ("departement", "977")]

    async def test_follows_the_commune_when_its_epci_spans_departements(self, ask: Ask) -> None:
        beaune, chagny = await ask("21054"), await ask("71073")
        assert beaune.stack[1].code == chagny.stack[1].code
        assert (beaune.stack[2].code, chagny.stack[2].code) == ("21", "71")

    @pytest.mark.parametrize(
        ("code", "holder"),
        [
            ("2A004", "20R"),
            ("2B033", "20R"),
            ("67482", "6AE"),
            ("68066", "6AE"),
            ("69123", "69M"),
            ("69264", "69"),
            ("75056", "75C"),
            ("97105", "971"),
            ("97209", "972R"),
            ("97302", "973R"),
            ("97411", "974"),
            ("97611", "976R"),
            ("97502", "975"),
            ("97801", "978"),
        ],
    )
    async def test_ends_with_who_holds_departmental_powers(
        self, ask: Ask, code: str, holder: str
    ) -> None:
        assert levels(await ask(code))[-1] == ("departement", holder)


class TestCode:
    @pytest.mark.parametrize(
        ("code", "insee", "kind"),
        [
            ("45155", "45155", "current"),
            ("45007", "45155", "associated"),
            ("75115", "75056", "arrondissement"),
            ("13201", "13055", "arrondissement"),
            ("69381", "69123", "arrondissement"),
            ("01120", "01262", "associated"),
            ("01340", "01015", "delegated"),
            ("20004", "2A004", "former"),
            (" 2a004 ", "2A004", "current"),
        ],
    )
    async def test_leads_to_the_commune_of_today(
        self, ask: Ask, code: str, insee: str, kind: str
    ) -> None:
        commune = (await ask(code)).commune
        assert (commune.insee, commune.kind) == (insee, kind)

    async def test_both_delegated_and_current_is_current(self, ask: Ask) -> None:
        assert (await ask("01015")).commune.kind == "current"

    async def test_both_former_here_and_associated_there_is_there(self, ask: Ask) -> None:
        """55273 was given up by Heudicourt; it is today an associated commune of Nonsard."""
        assert (await ask("55273")).commune.insee == "55386"
        assert (await ask("60455")).commune.insee == "60694"

    async def test_of_a_commune_that_changed_departement_follows_it(self, ask: Ask) -> None:
        saint_vit = await ask("39012")
        assert saint_vit.commune.insee == "25527"
        assert saint_vit.stack[-1].code == "25"

    @pytest.mark.parametrize("code", ["99999", "", "gien", "45500", "x" * 500, "\u2019"])
    async def test_that_nobody_knows_is_said(self, territory: Database, code: str) -> None:
        async with territory.transaction(Public()) as tx:
            answer = await resolve(tx, code, PERMIT, TODAY)
        assert isinstance(answer, UnknownCode)
        assert code in answer.sentence.fr


class TestCompetent:
    @pytest.mark.parametrize(
        ("procedure", "level", "code"),
        [(PERMIT, "commune", "45155"), (BIN, "epci", "244500211"), (ROAD, "departement", "45")],
    )
    async def test_is_of_the_level_of_the_procedure(
        self, ask: Ask, procedure: str, level: str, code: str
    ) -> None:
        competent = (await ask("45155", procedure)).competent
        assert competent is not None
        assert (competent.level, competent.code, competent.act) == (level, code, None)
        assert "Gien" in competent.reason.fr
        assert "Gien" in competent.reason.en
        assert not competent.onboard

    async def test_is_the_commune_itself_on_an_island_without_epci(self, ask: Ask) -> None:
        competent = (await ask("85113", BIN)).competent
        assert competent is not None
        assert (competent.level, competent.code) == ("commune", "85113")
        assert "n’est membre d’aucune" in competent.reason.fr

    async def test_is_the_holder_with_the_law_that_made_it_so(self, ask: Ask) -> None:
        competent = (await ask("67482", ROAD)).competent
        assert competent is not None
        assert (competent.code, competent.siren) == ("6AE", "200094332")
        assert "1er janvier 2021" in competent.reason.fr
        assert competent.act is not None
        assert "2019-816" in competent.act

    async def test_is_the_earlier_holder_before_that_day(self, ask: Ask) -> None:
        eve = (await ask("67482", ROAD, date(2020, 12, 31))).competent
        day = (await ask("67482", ROAD, date(2021, 1, 1))).competent
        assert eve is not None
        assert eve.code == "67"
        assert day is not None
        assert day.code == "6AE"

    async def test_is_nobody_where_the_level_does_not_exist(self, ask: Ask) -> None:
        noumea = await ask("98818", ROAD)
        assert noumea.competent is None
        assert noumea.nobody is not None
        assert "Nouvelle-Calédonie" in noumea.nobody.fr

    async def test_is_nobody_in_a_district_without_municipality(self, ask: Ask) -> None:
        for procedure in (PERMIT, BIN):
            kerguelen = await ask("98412", procedure)
            assert kerguelen.competent is None
            assert kerguelen.nobody is not None

    async def test_of_an_unknown_procedure_is_refused(self, territory: Database) -> None:
        async with territory.transaction(Public()) as tx:
            with pytest.raises(UnknownProcedure) as refused:
                await resolve(tx, "45155", "region/lycee", TODAY)
        assert "region/lycee" in refused.value.sentence()


class TestMany:
    async def test_codes_come_back_in_order_even_twice(self, territory: Database) -> None:
        codes = ["45155", "99999", "75101", "45155"]
        async with territory.transaction(Public()) as tx:
            answers = await resolve_many(tx, codes, BIN, TODAY)
        assert [each.asked for each in answers] == codes

    async def test_procedures_share_one_statement(self, territory: Database) -> None:
        async with territory.transaction(Public()) as tx:
            answers = await resolve_procedures(tx, "45155", (PERMIT, BIN, ROAD), TODAY)
        found = [
            each.competent.code
            for each in answers.values()
            if isinstance(each, Resolution) and each.competent
        ]
        assert list(answers) == [PERMIT, BIN, ROAD]
        assert found == ["45155", "244500211", "45"]

    async def test_every_code_of_france_has_an_answer(self, territory: Database) -> None:
        async with territory.transaction(Public()) as tx:
            codes = [row.code for row in await tx.rows(text("SELECT code FROM commune_code"))]
            answers = await resolve_many(tx, codes, ROAD, TODAY)
        resolved = [each for each in answers if isinstance(each, Resolution)]
        assert len(resolved) == len(codes) > 39_000
        nowhere = {each.stack[0].code[:3] for each in resolved if each.competent is None}
        assert nowhere == {"984", "986", "987", "988", "989"}
