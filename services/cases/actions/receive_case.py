"""A request handed over becomes a case of the collectivity that must answer it (CRPA L114-2).

Done by an effect, at least once: the case of the receiver has an id made from both, so that a
second delivery finds it and changes nothing. No row of either tenant names a row of the other.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import Row, select

from services.cases._attachments import rows_of_case
from services.cases._book import open_book
from services.cases._core import read_core
from services.cases._handing_over import received_id
from services.cases._receiving import HandedFile, Handing, Party, gather_received
from services.cases._rules import local_day
from services.cases._story import begin
from services.cases._tables import case, case_party
from services.cases.contracts import CaseCore, ToDo
from services.documents.store import ObjectStore
from services.foundation.actor import THE_SYSTEM
from services.foundation.database import Database, Public, Transaction, Worker
from services.foundation.errors import NotFound
from services.procedures import queries as procedures
from services.procedures.contracts import Adoption
from services.procedures.errors import NotAdopted
from services.tenants import queries as tenants
from services.tenants.contracts import Tenant


async def deliver_case(db: Database, store: ObjectStore, todo: ToDo, *, at: datetime) -> UUID:
    """Make the receiver's case of a case handed over to it; answers its id.

    Its files are sealed anew with the receiver's key. Raises NotFound when the case was not handed
    over to a collectivity on board, Outage when a neighbour does not answer: nothing is written.
    """
    handing, key_id, files = await _handed(db, todo, at)
    new_id = received_id(todo.case_id, handing.receiver.id)
    async with db.transaction(Worker(handing.receiver.id)) as tx:
        if await _is_there(tx, handing.receiver.id, new_id):
            return new_id
        new_key = await tenants.key_of(tx, handing.receiver.id)
    kept = [
        await _carried(store, row, from_key=key_id, to=handing.receiver.id, to_key=new_key)
        for row in files
        if row.scan != "infected"
    ]
    left_out = [row.filename for row in files if row.scan == "infected"]
    with suppress(psycopg.errors.UniqueViolation):  # delivered by another worker meanwhile
        await _write(db, handing, new_id, kept, left_out=left_out, at=at)
    return new_id


async def _handed(
    db: Database, todo: ToDo, at: datetime
) -> tuple[Handing, UUID, Sequence[Row[Any]]]:
    """What is handed over, the name of the key its files are sealed with, and those files."""
    tenant_id, case_id = todo.tenant_id, todo.case_id
    async with db.transaction(Worker(tenant_id)) as tx:
        fields, book = await read_core(tx, tenant_id=tenant_id, case_id=case_id, at=at)
        core = CaseCore(**fields)
        to = core.handed_to.authority.siren if core.handed_to else None
        receiver = await tenants.tenant_by_siren(tx, to) if to else None
        giver = await tenants.tenant_by_id(tx, tenant_id)
        if receiver is None or giver is None:
            raise NotFound
        key_id = await tenants.key_of(tx, tenant_id)
        party, notification = await _party(tx, todo)
        files = await rows_of_case(tx, tenant_id=tenant_id, case_id=case_id)
    adoption = await _adoption(db, core, receiver)
    handing = Handing(core, book.events, giver, receiver, adoption, party, notification)
    return handing, key_id, files


async def _party(tx: Transaction, todo: ToDo) -> tuple[Party, Mapping[str, Any]]:
    """Who filed, and what she said of being notified on the portal."""
    row = await tx.one_or_none(
        select(
            case_party.c.person_id,
            case_party.c.title,
            case.c.notification,
        )
        .join(
            case,
            (case.c.tenant_id == case_party.c.tenant_id) & (case.c.id == case_party.c.case_id),
        )
        .where(
            case_party.c.tenant_id == todo.tenant_id,
            case_party.c.case_id == todo.case_id,
            case_party.c.role == "applicant",
        )
    )
    if row is None:
        raise NotFound
    return Party(row.person_id, row.title), row.notification


async def _adoption(db: Database, core: CaseCore, receiver: Tenant) -> Adoption | None:
    """The receiver's own offer of the same procedure, where it has one."""
    procedure_id = core.filed_under.procedure.id
    async with db.transaction(Public()) as tx:
        try:
            found = await procedures.adoption_of(
                tx, tenant_id=receiver.id, procedure_id=procedure_id, on=core.today
            )
        except NotAdopted:
            return None
    return found.adoption


async def _carried(
    store: ObjectStore, row: Row[Any], *, from_key: UUID, to: UUID, to_key: UUID
) -> HandedFile:
    """A file copied under the receiver's key; its place follows from its id, so done twice is
    done once."""
    new_id = received_id(row.id, to)
    under = f"{to}/{new_id}"
    await store.seal_anew(
        row.object_key, key_id=from_key, size=row.size, under=under, with_key=to_key
    )
    kept = ("field", "piece", "filename", "media_type", "size", "sha256", "scan", "received_at")
    return HandedFile({name: getattr(row, name) for name in kept}, new_id, under)


async def _is_there(tx: Transaction, tenant_id: UUID, case_id: UUID) -> bool:
    found = await tx.scalar(
        select(case.c.id).where(case.c.tenant_id == tenant_id, case.c.id == case_id)
    )
    return found is not None


async def _write(
    db: Database,
    handing: Handing,
    case_id: UUID,
    files: Sequence[HandedFile],
    *,
    left_out: Sequence[str],
    at: datetime,
) -> None:
    """The case as filed, then the act of receiving it, in one transaction. The record names the
    files `left_out`, which the antivirus refused."""
    tenant_id = handing.receiver.id
    assert handing.core.handed_to is not None
    async with db.transaction(Worker(tenant_id)) as tx:
        await tx.write(gather_received(handing, case_id, files, at=at))
        book = await open_book(tx, tenant_id=tenant_id, case_id=case_id)
        story = begin(book, at=at)
        handed_on = local_day(handing.core.handed_to.at, book.under.zone)
        story.take(
            "receive",
            by=THE_SYSTEM,
            roles=frozenset({"system"}),
            fact={"at": handed_on.isoformat()},
            payload={
                "from": handing.giver.siren,
                "number": handing.core.number,
                "left_out": list(left_out),
            },
        )
        story.close()
        await tx.write(story.writes)
