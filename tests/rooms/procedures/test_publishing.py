"""A published version is kept for ever, as it was."""

from dataclasses import replace

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from services.forms.contracts import Procedure
from services.forms.loading import procedure_from
from services.foundation.actor import THE_SYSTEM
from services.foundation.database import Database, Operator, Public
from services.procedures import _definitions
from services.procedures.actions import publish_catalogue
from services.procedures.errors import (
    NotPublishable,
    UnknownProcedure,
    VersionAlreadyPublished,
)
from services.procedures.queries import published, published_version
from services.processes.contracts import Process
from tests.rooms.procedures.days import AT, BIN


async def publish(
    database: Database, forms: list[Procedure], flows: list[Process]
) -> tuple[int, int]:
    async with database.transaction(Operator()) as tx:
        done = await publish_catalogue(tx, procedures=forms, processes=flows, by=THE_SYSTEM, at=AT)
    return len(done.new), len(done.unchanged)


async def test_publishing_twice_changes_nothing(
    fresh_database: Database, forms: dict[str, Procedure], flows: dict[str, Process]
) -> None:
    everything = len(forms) + len(flows)
    shared = list(forms.values()), list(flows.values())
    assert await publish(fresh_database, *shared) == (everything, 0)
    assert await publish(fresh_database, *shared) == (0, everything)


async def test_what_is_published_is_read_back_the_same(
    database: Database, catalogue: dict[str, Procedure]
) -> None:
    _definitions.forget()
    async with database.transaction(Public()) as tx:
        kept = await published(tx)
    assert [each.id for each in kept] == sorted(catalogue)
    for each in kept:
        assert each.digest == catalogue[each.id].digest
        assert each.definition == catalogue[each.id].definition


async def test_a_changed_text_needs_a_new_version(
    database: Database, catalogue: dict[str, Procedure], flows: dict[str, Process]
) -> None:
    changed = replace(catalogue[BIN], digest="0" * 64)
    with pytest.raises(VersionAlreadyPublished) as refused:
        await publish(database, [changed], list(flows.values()))
    assert "augmentez le numéro de version" in refused.value.sentence()


async def test_a_new_version_stands_beside_the_old(
    database: Database, catalogue: dict[str, Procedure], flows: dict[str, Process]
) -> None:
    first = catalogue[BIN]
    await publish(database, [next_version(first)], list(flows.values()))
    async with database.transaction(Public()) as tx:
        assert (await published_version(tx, procedure_id=BIN)).version == first.version + 1
        kept = await published_version(tx, procedure_id=BIN, version=first.version)
        assert kept.digest == first.digest


async def test_an_unknown_one_is_named(database: Database) -> None:
    async with database.transaction(Public()) as tx:
        with pytest.raises(UnknownProcedure) as refused:
            await published_version(tx, procedure_id="commune/licorne")
    assert "commune/licorne" in refused.value.sentence()


async def test_a_service_without_legal_basis_is_not_published(
    database: Database, forms: dict[str, Procedure], flows: dict[str, Process]
) -> None:
    bare = replace(forms[BIN], legal_basis=(), version=99)
    with pytest.raises(NotPublishable) as refused:
        await publish(database, [bare], list(flows.values()))
    assert refused.value.complaints[0].code == "no_legal_basis"
    async with database.transaction(Public()) as tx:
        with pytest.raises(UnknownProcedure):
            await published_version(tx, procedure_id=BIN, version=99)


@pytest.mark.parametrize("statement", ["UPDATE {} SET version = 7", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["procedure_version", "process_version"])
async def test_nobody_changes_a_published_version(
    database: Database, catalogue: dict[str, Procedure], statement: str, table: str
) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        async with database.transaction(Operator()) as tx:
            await tx.execute(text(statement.format(table)))


async def test_a_row_altered_behind_our_back_is_noticed(
    database: Database, database_admin_url: str, catalogue: dict[str, Procedure]
) -> None:
    _definitions.forget()
    await tamper(database_admin_url, "Demander un bac", "Demander un lac")
    with pytest.raises(_definitions.DefinitionAltered):
        async with database.transaction(Public()) as tx:
            await published_version(tx, procedure_id=BIN, version=catalogue[BIN].version)
    await tamper(database_admin_url, "Demander un lac", "Demander un bac")


async def tamper(admin_url: str, old: str, new: str) -> None:
    async with await psycopg.AsyncConnection.connect(admin_url) as connection:
        await connection.execute(
            "UPDATE procedure_version SET definition = replace(definition::text, %s, %s)::jsonb",
            (old, new),
        )


def next_version(procedure: Procedure) -> Procedure:
    definition = {**procedure.definition, "version": procedure.version + 1}
    return procedure_from(procedure.id, definition)
