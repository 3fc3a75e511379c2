"""What is offered, by whom, on a given day; what a request stands on."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, select

from services.forms.contracts import Procedure
from services.foundation.database import Database, Public, Transaction
from services.foundation.trips import Question, prepared
from services.procedures import _definitions
from services.procedures._repository import (
    adoption_from,
    adoptions_in_force,
    adoptions_of_tenant,
    in_force,
    latest_processes,
    latest_versions,
    process_for,
    reference_from,
)
from services.procedures._tables import adoption, filed_under
from services.procedures.contracts import Adopted, Adoption, Reference, Standing
from services.procedures.errors import NotAdopted, ProcedureClosed, UnknownProcedure
from services.processes.contracts import Process

_OFFERED = prepared(adoptions_in_force([bindparam("tenant_id")], bindparam("on")))
_standings: dict[tuple[UUID, str], Standing] = {}
STANDINGS_KEPT = 4096
"""Requests of one collectivity share a few snapshots; beyond this many the memory is emptied."""


def forget_standings() -> None:
    """Empty the memory of what requests stand on."""
    _standings.clear()


def adoption_statement(*, tenant_id: Any, procedure_id: Any, on: Any) -> Select[Any]:
    """The statement that finds an adoption, for a caller who sends it with others in one trip;
    its arguments may be expressions."""
    return adoptions_in_force([tenant_id], on, procedure_id)


def adopted_if_known(row: Any) -> Adopted | None:
    """As `adopted_from`, when this process has read both definitions already."""
    procedure = _definitions.known_procedure(reference_from(row.procedure_id, row))
    if procedure is None:
        return None
    process = _definitions.known_process(process_for(procedure, row.processes))
    return None if process is None else Adopted(adoption_from(row), procedure, process)


async def adopted_from(tx: Transaction, row: Row[Any]) -> Adopted:
    """The adoption that `adoption_statement` found; reads the database only for a new version."""
    procedure = await _definitions.procedure(tx, reference_from(row.procedure_id, row))
    process = await _definitions.process(tx, process_for(procedure, row.processes))
    return Adopted(adoption_from(row), procedure, process)


async def adopted_by(
    tx: Transaction, *, tenant_ids: Iterable[UUID], on: date
) -> tuple[Adopted, ...]:
    """All that these collectivities offer on a day, closed ones included, by procedure id."""
    rows = await tx.rows(adoptions_in_force(list(tenant_ids), on))
    return tuple([await adopted_from(tx, row) for row in rows])


async def offered_by(db: Database, *, tenant_id: UUID, on: date) -> tuple[Adopted, ...]:
    """As `adopted_by` for one collectivity, in one trip once its definitions are known."""
    question = Question(_OFFERED, {"tenant_id": tenant_id, "on": on})
    rows = (await db.ask(Public(), [question]))[0]
    known = tuple(each for row in rows if (each := adopted_if_known(row)) is not None)
    if len(known) == len(rows):
        return known
    async with db.transaction(Public()) as tx:
        return tuple([await adopted_from(tx, row) for row in rows])


async def adoption_of(tx: Transaction, *, tenant_id: UUID, procedure_id: str, on: date) -> Adopted:
    """What a collectivity offers under this name on a day. Raises NotAdopted."""
    statement = adoption_statement(tenant_id=tenant_id, procedure_id=procedure_id, on=on)
    row = await tx.one_or_none(statement)
    if row is None:
        raise NotAdopted
    return await adopted_from(tx, row)


def refuse_if_closed(adopted: Adopted) -> None:
    """Raises ProcedureClosed, with the reason that the collectivity gave."""
    if adopted.adoption.closing is not None:
        raise ProcedureClosed(adopted.procedure.id, adopted.adoption.closing)


async def adoptions_ever(tx: Transaction, *, tenant_id: UUID) -> tuple[Adoption, ...]:
    """The adoptions of a collectivity that the reader may see, past ones for the operator."""
    return tuple(adoption_from(row) for row in await tx.rows(adoptions_of_tenant(tenant_id)))


async def offers_counted(tx: Transaction, *, on: date) -> Mapping[tuple[UUID, str], bool]:
    """What is offered on a day, by collectivity and procedure; whether it is open."""
    rows = await tx.rows(
        select(adoption.c.tenant_id, adoption.c.procedure_id, adoption.c.state).where(in_force(on))
    )
    return {(row.tenant_id, row.procedure_id): row.state == "open" for row in rows}


async def published(tx: Transaction) -> tuple[Procedure, ...]:
    """The latest version of every procedure of the shared catalogue, by id."""
    rows = await tx.rows(latest_versions())
    return tuple(
        [await _definitions.procedure(tx, reference_from(row.procedure_id, row)) for row in rows]
    )


async def processes_published(tx: Transaction) -> tuple[Process, ...]:
    """The latest version of every process."""
    found = await tx.scalar(select(latest_processes())) or {}
    references = [Reference(id_, version, digest) for id_, (version, digest) in found.items()]
    return tuple([await _definitions.process(tx, each) for each in references])


async def published_version(
    tx: Transaction, *, procedure_id: str, version: int | None = None
) -> Procedure:
    """A version of a procedure, the latest when none is given. Raises UnknownProcedure."""
    row = (await tx.execute(latest_versions(procedure_id, version))).first()
    if row is None:
        raise UnknownProcedure(procedure_id, version)
    return await _definitions.procedure(tx, reference_from(procedure_id, row))


async def standing(tx: Transaction, *, tenant_id: UUID, digest: str) -> Standing:
    """What the requests filed under `digest` stand on, whatever was published since.

    Reads the database only the first time. Raises UnknownProcedure when the snapshot is not there
    or not the reader's.
    """
    known = _standings.get((tenant_id, digest))
    if known is not None:
        return known
    snapshot = await tx.scalar(
        select(filed_under.c.snapshot).where(
            filed_under.c.tenant_id == tenant_id, filed_under.c.digest == digest
        )
    )
    if snapshot is None:
        raise UnknownProcedure(digest)
    found = Standing(
        procedure=await _definitions.procedure(tx, Reference(**snapshot["procedure"])),
        process=await _definitions.process(tx, Reference(**snapshot["process"])),
        options=snapshot["options"],
        rules=snapshot["rules"],
    )
    if len(_standings) >= STANDINGS_KEPT:
        _standings.clear()
    _standings[tenant_id, digest] = found
    return found
