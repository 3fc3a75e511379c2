"""The arrangement that other tests stand on holds by itself."""

import re
from datetime import UTC, datetime

import pytest

from services.foundation.database import Database
from tests.arranging import Deployment, a_resident, file_request

AT = datetime(2026, 8, 3, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("slug", ["gien", "ccg", "loiret"])
async def test_every_procedure_can_be_filed(
    arranged_database: Database, collectivities: Deployment, slug: str
) -> None:
    nadia = await a_resident(arranged_database)
    collectivity = getattr(collectivities, slug)
    for procedure in collectivity.procedures:
        filed = await file_request(
            arranged_database, collectivity, by=nadia, at=AT, procedure=procedure
        )
        assert re.fullmatch(r"2026-\d{5}|(DP|PC) 045155 26 A\d{4}", filed.number)
