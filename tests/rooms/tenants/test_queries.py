"""The public face of a collectivity, and what only the operator sees."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from services.foundation.database import Database, Operator, Public
from services.foundation.settings import ROOT
from services.foundation.writes import Writes
from services.tenants.actions import add_tenant
from services.tenants.queries import (
    onboard,
    records,
    tenant_by_id,
    tenant_by_siren,
    tenant_by_slug,
    tenants,
)
from services.tenants.recipes import load_recipes

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
RECIPES = {recipe.slug: recipe for recipe in load_recipes(ROOT / "tenants")}


@pytest.fixture
async def gien(fresh_database: Database) -> UUID:
    tenant_id = uuid4()
    writes = Writes()
    add_tenant(writes, recipe=RECIPES["gien"], tenant_id=tenant_id, key_id=uuid4(), at=AT)
    await fresh_database.write(Operator(), writes)
    return tenant_id


class TestACollectivity:
    async def test_is_read_as_its_recipe_says(self, fresh_database: Database, gien: UUID) -> None:
        recipe = RECIPES["gien"]

        async with fresh_database.transaction(Public()) as tx:
            found = await tenant_by_id(tx, gien)

        assert found is not None
        assert (found.brand, found.contact, found.sve_terms) == (
            recipe.brand,
            recipe.contact,
            recipe.sve_terms,
        )
        assert found.sender == "ne-pas-repondre@gien.parvis.example"

    async def test_is_found_by_slug_siren_and_place(
        self, fresh_database: Database, gien: UUID
    ) -> None:
        async with fresh_database.transaction(Public()) as tx:
            ways = [
                await tenant_by_slug(tx, "gien"),
                await tenant_by_siren(tx, "214501553"),
                (await onboard(tx))["commune", "45155"],
            ]

        assert [found.id for found in ways if found] == [gien, gien, gien]

    async def test_that_does_not_exist_is_none(self, fresh_database: Database) -> None:
        async with fresh_database.transaction(Public()) as tx:
            assert await tenant_by_slug(tx, "nowhere") is None
            assert await tenant_by_id(tx, uuid4()) is None
            assert await tenants(tx) == ()

    async def test_that_is_suspended_answers_no_more(
        self, fresh_database: Database, gien: UUID
    ) -> None:
        async with fresh_database.transaction(Operator()) as tx:
            await tx.execute(text("UPDATE tenant SET state = 'suspended'"))

        async with fresh_database.transaction(Public()) as tx:
            assert await onboard(tx) == {}
            assert [found.state for found in await tenants(tx)] == ["suspended"]


class TestTheOperatorsSide:
    async def test_is_closed_to_the_public(self, fresh_database: Database, gien: UUID) -> None:
        with pytest.raises(Exception, match="permission denied"):
            async with fresh_database.transaction(Public()) as tx:
                await records(tx)

    async def test_knows_the_recipe_last_applied(
        self, fresh_database: Database, gien: UUID
    ) -> None:
        async with fresh_database.transaction(Operator()) as tx:
            (record,) = await records(tx)

        assert record.recipe_digest == RECIPES["gien"].digest
        assert record.created_at == AT
