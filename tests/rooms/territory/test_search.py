"""A resident finds her commune by what she types."""

import pytest

from services.foundation.database import Database, Public
from services.territory.contracts import FoundCommune
from services.territory.queries import (
    commune,
    communes,
    communes_of,
    departements,
    place,
    search_communes,
)


async def searched(database: Database, typed: str, limit: int = 10) -> tuple[FoundCommune, ...]:
    async with database.transaction(Public()) as tx:
        return await search_communes(tx, typed, limit)


async def insees(database: Database, typed: str, limit: int = 10) -> list[str]:
    return [each.insee for each in await searched(database, typed, limit)]


class TestByName:
    @pytest.mark.parametrize(
        ("typed", "insee"),
        [
            ("Gien", "45155"),
            ("st etienne", "42218"),
            ("SAINT-ÉTIENNE", "42218"),
            ("rochelle", "17300"),
            ("La Rochelle", "17300"),
            ("lhay les roses", "94038"),
            ("haÿ-les", "94038"),
            ("marseil", "13055"),
            ("chatillon s/ loire", "45087"),
            ("Y", "80829"),
            ("sartene", "2A272"),
        ],
    )
    async def test_finds_it_first(self, territory: Database, typed: str, insee: str) -> None:
        assert (await insees(territory, typed))[0] == insee

    async def test_finds_it_before_the_name_is_whole(self, territory: Database) -> None:
        assert "45155" in await insees(territory, "gie")

    async def test_tells_homonyms_apart_by_departement(self, territory: Database) -> None:
        found = await searched(territory, "saint denis")
        labels = [each.label for each in found[:4]]
        assert "Saint-Denis (974 – La Réunion)" in labels
        assert "Saint-Denis (93 – Seine-Saint-Denis)" in labels
        assert len(set(labels)) == 4

    async def test_puts_exact_names_first_then_the_most_peopled(self, territory: Database) -> None:
        found = await searched(territory, "saint-denis", 50)
        exact = [each.name == "Saint-Denis" for each in found]
        assert exact == sorted(exact, reverse=True)
        assert found[0].departement in {"93", "974"}

    async def test_narrows_by_departement_or_postcode(self, territory: Database) -> None:
        assert await insees(territory, "Saint-Denis 974") == ["97411"]
        assert await insees(territory, "gien (45500)") == ["45155", "45254"]
        assert await insees(territory, "Gien 75") == []

    async def test_shows_a_delegated_commune_with_its_commune(self, territory: Database) -> None:
        (found,) = await searched(territory, "Arbignieu")
        assert (found.insee, found.name) == ("01015", "Arboys en Bugey")
        assert (found.kind, found.found_as) == ("delegated", "Arbignieu")
        assert found.label == "Arbignieu, Arboys en Bugey (01 – Ain)"

    async def test_leads_an_arrondissement_to_its_city(self, territory: Database) -> None:
        (found,) = await searched(territory, "Lyon 3e arr")
        assert (found.insee, found.kind) == ("69123", "arrondissement")

    @pytest.mark.parametrize("typed", ["", "  ", "()", "%", "zzzz", "💧", "'; DROP TABLE commune"])
    async def test_finds_nothing_without_fuss(self, territory: Database, typed: str) -> None:
        assert await searched(territory, typed) == ()

    async def test_never_gives_more_than_asked(self, territory: Database) -> None:
        assert len(await searched(territory, "s", 7)) == 7
        assert len(await searched(territory, "s", 10_000)) == 50


class TestByCode:
    async def test_lists_all_communes_of_a_postcode(self, territory: Database) -> None:
        found = await searched(territory, "45500", 50)
        assert found[0].insee == "45155"
        assert len(found) > 1
        assert all("45500" in each.postcodes for each in found)

    @pytest.mark.parametrize(
        ("typed", "insee"),
        [("45155", "45155"), ("2a004", "2A004"), ("01015", "01015"), ("75115", "75056")],
    )
    async def test_knows_the_official_code(
        self, territory: Database, typed: str, insee: str
    ) -> None:
        assert await insees(territory, typed) == [insee]

    async def test_prefers_a_postcode_to_a_code_given_up_long_ago(
        self, territory: Database
    ) -> None:
        assert await insees(territory, "75001") == ["75056"]

    async def test_gives_both_when_a_postcode_is_also_a_code(self, territory: Database) -> None:
        assert set(await insees(territory, "97133")) == {"97133", "97701"}

    async def test_takes_the_beginning_of_a_postcode(self, territory: Database) -> None:
        assert "45155" in await insees(territory, "455", 50)


class TestLookUp:
    async def test_of_a_commune_gives_what_is_known(self, territory: Database) -> None:
        async with territory.transaction(Public()) as tx:
            gien = await commune(tx, "45155")
        assert gien is not None
        assert (gien.name, gien.departement_name, gien.zone) == ("Gien", "Loiret", "metro")
        assert (gien.epci, gien.siren) == ("244500211", "214501553")
        assert gien.postcodes == ("45500",)

    async def test_of_a_former_code_gives_todays_commune(self, territory: Database) -> None:
        async with territory.transaction(Public()) as tx:
            found = await communes(tx, ("45007", "45155", "99999"))
        assert {code: each.insee for code, each in found.items()} == {
            "45007": "45155",
            "45155": "45155",
        }

    async def test_of_members_gives_the_whole_epci(self, territory: Database) -> None:
        async with territory.transaction(Public()) as tx:
            giennoises = await communes_of(tx, epci="244500211")
            lyon = await communes_of(tx, epci="200046977")
        assert len(giennoises) == 11
        assert "45155" in giennoises
        assert len(lyon) == 58

    async def test_of_departements_gives_all(self, territory: Database) -> None:
        async with territory.transaction(Public()) as tx:
            found = await departements(tx)
        assert len(found) == 109
        assert ("45", "Loiret") in {(each.code, each.name) for each in found}

    async def test_of_places_knows_each_level(self, territory: Database) -> None:
        async with territory.transaction(Public()) as tx:
            loiret = await place(tx, level="departement", code="45")
            alsace = await place(tx, level="departement", code="6AE")
            gien = await place(tx, level="commune", code="45155")
            nobody = await place(tx, level="epci", code="000000000")
        assert loiret is not None
        assert loiret.siren == "224500017"
        assert alsace is not None
        assert alsace.name == "Collectivité européenne d’Alsace"
        assert gien is not None
        assert gien.siren == "214501553"
        assert nobody is None
