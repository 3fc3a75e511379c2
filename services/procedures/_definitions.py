"""Published definitions, read once for the life of the process: a digest names its content."""

from collections.abc import Mapping

from sqlalchemy import Table, select

from services.forms.contracts import Procedure
from services.forms.loading import procedure_from
from services.foundation.database import Transaction
from services.procedures._tables import procedure_version, process_version
from services.procedures.contracts import Reference
from services.procedures.errors import UnknownProcedure
from services.processes.catalogue import process_from
from services.processes.contracts import Process

_procedures: dict[str, Procedure] = {}
_processes: dict[str, Process] = {}


class DefinitionAltered(RuntimeError):
    """A published definition no longer has its digest: somebody changed the row."""


def forget() -> None:
    """Empty the memory: the next definitions are read from the database."""
    _procedures.clear()
    _processes.clear()


def known_procedure(reference: Reference) -> Procedure | None:
    """The form of a published version, when this process has read it."""
    return _procedures.get(reference.digest)


def known_process(reference: Reference) -> Process | None:
    """The process of a published version, when this process has read it."""
    return _processes.get(reference.digest)


async def procedure(tx: Transaction, reference: Reference) -> Procedure:
    """The form of a published version. Raises UnknownProcedure, DefinitionAltered."""
    if reference.digest not in _procedures:
        definition = await _definition(tx, procedure_version, "procedure_id", reference)
        read = procedure_from(reference.id, definition)
        _check(reference, read.digest)
        _procedures[reference.digest] = read
    return _procedures[reference.digest]


async def process(tx: Transaction, reference: Reference) -> Process:
    """The process of a published version. Raises UnknownProcedure, DefinitionAltered."""
    if reference.digest not in _processes:
        definition = await _definition(tx, process_version, "process_id", reference)
        read = process_from(definition)
        _check(reference, read.digest)
        _processes[reference.digest] = read
    return _processes[reference.digest]


async def _definition(
    tx: Transaction, table: Table, key: str, reference: Reference
) -> Mapping[str, object]:
    found: Mapping[str, object] | None = await tx.scalar(
        select(table.c.definition).where(
            table.c[key] == reference.id, table.c.version == reference.version
        )
    )
    if found is None:
        raise UnknownProcedure(reference.id, reference.version)
    return found


def _check(reference: Reference, digest: str) -> None:
    if digest != reference.digest:
        raise DefinitionAltered(f"{reference.id} version {reference.version}")
