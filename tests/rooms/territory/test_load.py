"""The whole official code of 2026 stands in the database, once."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from stdnum.fr import siren

from services.foundation.actor import THE_SYSTEM
from services.foundation.database import Database, Operator, Public
from services.foundation.settings import ROOT
from services.territory._holders import HOLDERS, SIRENS
from services.territory.actions import load_territory
from services.territory.errors import SourceMissing

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


async def counted(database: Database, what: str) -> int:
    async with database.transaction(Public()) as tx:
        count = await tx.scalar(text(f"SELECT count(*) FROM {what}"))
    return int(count)


class TestLoadTerritory:
    @pytest.mark.parametrize(
        ("what", "count"),
        [
            ("commune", 34_969),
            ("commune WHERE epci IS NULL", 98),
            ("epci WHERE kind <> 'EPT'", 1_255),
            ("epci WHERE kind = 'EPT'", 11),
            ("departement", 109),
            ("commune_code WHERE kind = 'current'", 34_969),
            ("commune_code WHERE kind = 'arrondissement'", 45),
            ("(SELECT DISTINCT postcode FROM commune_postcode) AS each", 6_310),
        ],
    )
    async def test_brings_all_of_it(self, territory: Database, what: str, count: int) -> None:
        assert await counted(territory, what) == count

    @pytest.mark.parametrize("table", ["commune_code", "commune_postcode", "commune_term"])
    async def test_leaves_no_way_that_leads_nowhere(self, territory: Database, table: str) -> None:
        lost = f"{table} AS x WHERE NOT EXISTS (SELECT FROM commune WHERE insee = x.insee)"
        assert await counted(territory, lost) == 0

    async def test_gives_each_commune_a_way_by_code_and_by_name(self, territory: Database) -> None:
        for table in ("commune_code", "commune_term"):
            way = f"(SELECT FROM {table} AS x WHERE x.insee = c.insee AND x.kind = 'current')"
            assert await counted(territory, f"commune AS c WHERE NOT EXISTS {way}") == 0

    async def test_does_nothing_the_second_time(self, territory: Database) -> None:
        async with territory.transaction(Operator()) as tx:
            loaded = await load_territory(tx, vendor=VENDOR, by=THE_SYSTEM, at=AT)
        assert (loaded.communes, loaded.changed) == (34_969, False)

    async def test_replaces_another_release_as_a_whole(self, territory: Database) -> None:
        async with territory.transaction(Operator()) as tx:
            await tx.execute(text("UPDATE territory_version SET digest = 'of another year'"))
            await tx.execute(text("DELETE FROM commune WHERE insee = '45155'"))
        async with territory.transaction(Operator()) as tx:
            loaded = await load_territory(tx, vendor=VENDOR, by=THE_SYSTEM, at=AT)
        assert loaded.changed
        assert await counted(territory, "commune") == 34_969
        assert await counted(territory, "territory_version") == 1

    async def test_names_the_package_that_is_missing(
        self, territory: Database, tmp_path: Path
    ) -> None:
        async with territory.transaction(Operator()) as tx:
            with pytest.raises(SourceMissing, match="decoupage-administratif"):
                await load_territory(tx, vendor=tmp_path, by=THE_SYSTEM, at=AT)

    async def test_keeps_what_stands_when_the_package_is_broken(
        self, territory: Database, tmp_path: Path
    ) -> None:
        folder = tmp_path / "@etalab" / "decoupage-administratif" / "data"
        folder.mkdir(parents=True)
        for name in ("communes", "departements", "epci", "ept"):
            (folder / f"{name}.json").write_text('[{"code": "cut sho')
        with pytest.raises(SourceMissing, match="not the data expected"):
            async with territory.transaction(Operator()) as tx:
                await load_territory(tx, vendor=tmp_path, by=THE_SYSTEM, at=AT)
        assert await counted(territory, "commune") == 34_969


class TestHolders:
    def test_bear_valid_numbers(self) -> None:
        numbers = [*SIRENS.values(), *(each.siren for each in HOLDERS if each.siren)]
        assert all(siren.is_valid(number) for number in numbers)

    def test_leave_no_departement_with_two_numbers(self) -> None:
        held = {territory for each in HOLDERS for territory in each.territories}
        assert held.isdisjoint(SIRENS)
        assert len(SIRENS) == 93


VENDOR = ROOT / "node_modules"
