"""The daily root: one for each day that is over, each after the other, and what breaks it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest

from services.cases.actions.claim_case import claim_case
from services.cases.actions.seal_record import seal_next_day
from services.cases.actions.verify_record import Verified, verify_record
from services.cases.contracts import Filed
from services.foundation.database import Database
from services.standalone.postgres import Postgres
from services.tenants.contracts import Tenant
from tests.arranging import OCCUPATION, Deployment, a_resident, file_request

# Ten in the morning in Gien, on a Monday.
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
A_DAY = timedelta(days=1)
Rows = Callable[[str], list[tuple]]


@pytest.fixture
def rows(postgres: Postgres, arranged_name: str) -> Rows:
    """Ask or change the database with all the rights of an administrator."""

    def run(statement: str) -> list[tuple]:
        with psycopg.connect(postgres.superuser_url(arranged_name), autocommit=True) as admin:
            admin.execute("SET session_replication_role = replica")
            answer = admin.execute(statement.encode())
            return answer.fetchall() if answer.description else []

    return run


@pytest.fixture
def gien(collectivities: Deployment) -> Tenant:
    return collectivities.gien.tenant


@pytest.fixture
async def filed(arranged_database: Database, collectivities: Deployment) -> Filed:
    """A request filed in Gien on Monday."""
    nadia = await a_resident(arranged_database)
    return await file_request(
        arranged_database, collectivities.gien, by=nadia, at=MONDAY, procedure=OCCUPATION
    )


async def sealed(db: Database, tenant: Tenant, at: datetime) -> list[date]:
    """Seal all that can be at an instant."""
    days = []
    while (day := await seal_next_day(db, tenant=tenant, at=at)) is not None:
        days.append(day)
    return days


@pytest.fixture
def verdict(arranged_database: Database) -> Callable[[], Awaitable[Verified]]:
    async def of_gien() -> Verified:
        found = [each async for each in verify_record(arranged_database)]
        return next(each for each in found if each.name == "Ville de Gien")

    return of_gien


class TestADailyRoot:
    async def test_waits_for_the_end_of_the_day_where_the_collectivity_is(
        self, arranged_database: Database, gien: Tenant, filed: Filed
    ) -> None:
        # Midnight in Gien is 23:00 UTC; a quarter of an hour lets what was begun be written.
        late = MONDAY.replace(hour=23, minute=14)
        assert await sealed(arranged_database, gien, late) == []
        assert await sealed(arranged_database, gien, late + timedelta(minutes=1)) == [
            date(2026, 3, 2)
        ]

    async def test_follows_the_zone_of_a_territory_overseas(
        self, arranged_database: Database, gien: Tenant, filed: Filed
    ) -> None:
        overseas = replace(gien, time_zone="America/Guadeloupe")
        tuesday_in_gien = MONDAY + A_DAY - timedelta(hours=6)
        assert await sealed(arranged_database, overseas, tuesday_in_gien) == []
        assert await sealed(arranged_database, overseas, tuesday_in_gien + timedelta(hours=2))

    async def test_catches_up_days_that_were_missed_even_empty_ones(
        self,
        arranged_database: Database,
        collectivities: Deployment,
        gien: Tenant,
        filed: Filed,
        rows: Rows,
    ) -> None:
        await claim_case(
            arranged_database,
            case_id=filed.case_id,
            version=1,
            by=collectivities.gien.instructor,
            at=MONDAY + 3 * A_DAY,
        )
        days = await sealed(arranged_database, gien, MONDAY + 5 * A_DAY)
        assert days == [date(2026, 3, day) for day in (2, 3, 4, 5, 6)]
        lengths = [
            [length for length, _hash in leaves.values()]
            for (leaves,) in rows("SELECT leaves FROM daily_root ORDER BY day")
        ]
        assert lengths == [[1], [], [], [2], []]

    async def test_is_written_once_by_two_at_a_time(
        self, arranged_database: Database, gien: Tenant, filed: Filed, rows: Rows
    ) -> None:
        at = MONDAY + A_DAY
        days = await asyncio.gather(
            *(seal_next_day(arranged_database, tenant=gien, at=at) for _ in range(4))
        )
        assert [day for day in days if day] == [date(2026, 3, 2)]
        assert rows("SELECT count(*) FROM daily_root") == [(1,)]

    async def test_takes_a_link_recorded_after_its_day_was_sealed(
        self,
        arranged_database: Database,
        collectivities: Deployment,
        gien: Tenant,
        filed: Filed,
        rows: Rows,
    ) -> None:
        await sealed(arranged_database, gien, MONDAY + A_DAY)
        await claim_case(  # said of Monday, written on Tuesday
            arranged_database,
            case_id=filed.case_id,
            version=1,
            by=collectivities.gien.instructor,
            at=MONDAY + timedelta(hours=1),
        )
        await sealed(arranged_database, gien, MONDAY + 2 * A_DAY)
        ((leaves,),) = rows("SELECT leaves FROM daily_root WHERE day = '2026-03-03'")
        assert [length for length, _hash in leaves.values()] == [2]

    async def test_begins_with_the_first_request(
        self, arranged_database: Database, collectivities: Deployment
    ) -> None:
        loiret = collectivities.loiret.tenant
        assert await sealed(arranged_database, loiret, MONDAY + 10 * A_DAY) == []


class TestVerifying:
    async def test_tells_the_latest_root(
        self, arranged_database: Database, gien: Tenant, filed: Filed, verdict
    ) -> None:
        await sealed(arranged_database, gien, MONDAY + 2 * A_DAY)
        found = await verdict()
        assert found.broken is None
        assert found.sealed is not None
        assert found.sealed.day == date(2026, 3, 3)

    @pytest.mark.parametrize(
        ("statement", "reason"),
        [
            ("DELETE FROM daily_root WHERE day = '2026-03-03'", "missing root of 2026-03-03"),
            (
                "UPDATE daily_root SET leaves = '{}' WHERE day = '2026-03-02'",
                "root of 2026-03-02 changed",
            ),
            (
                "UPDATE daily_root SET previous = root WHERE day = '2026-03-03'",
                "root of 2026-03-03 does not follow the one before",
            ),
            ("DELETE FROM daily_root WHERE day = '2026-03-02'", "does not follow"),
        ],
    )
    async def test_names_the_root_that_was_changed(
        self,
        arranged_database: Database,
        gien: Tenant,
        filed: Filed,
        rows: Rows,
        verdict,
        statement: str,
        reason: str,
    ) -> None:
        await sealed(arranged_database, gien, MONDAY + 3 * A_DAY)
        rows(statement)
        broken = (await verdict()).broken
        assert broken is not None
        assert broken.case_id is None
        assert reason in broken.reason

    async def test_misses_a_case_taken_away_with_all_that_told_of_it(
        self, arranged_database: Database, gien: Tenant, filed: Filed, rows: Rows, verdict
    ) -> None:
        await sealed(arranged_database, gien, MONDAY + A_DAY)
        for table in ("outbox", "case_event", '"case"'):
            rows(f"DELETE FROM {table}")
        broken = (await verdict()).broken
        assert broken is not None
        assert (broken.case_id, broken.reason) == (
            filed.case_id,
            "missing case, sealed on 2026-03-02",
        )
