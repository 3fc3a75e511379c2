"""A document of a case, given to who may read it; each reading is logged.

An agent reads those of her collectivity, a person those of a case she is a party to. The first time
that a person opens a decision made available to her is a fact of the law: she is notified on that
day (CRPA R112-20).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Row, select

from services.audit import actions as audit
from services.cases._revocation import revoked
from services.cases._story import acting
from services.cases._tables import case
from services.cases.contracts import AgentAtWork
from services.cases.queries.requests import tenant_of
from services.documents.store import refuse_quarantined
from services.documents.tables import attachment, letter
from services.foundation.actor import Actor
from services.foundation.database import Agent, Citizen, Database, Transaction
from services.foundation.errors import NotFound
from services.foundation.writes import Writes
from services.tenants import queries as tenants

DocumentKind = Literal["letter", "file"]
NAMES = {
    "receipt": "accuse-reception",
    "registration_receipt": "accuse-enregistrement",
    "pieces_request": "demande-de-pieces",
    "delay_extension": "delai-allonge",
    "decision": "decision",
    "tacit_certificate": "attestation-decision-tacite",
    "handed_over": "lettre-de-transmission",
    "reasons": "motifs-du-refus",
    "revocation": "retrait-de-l-accord",
    "transmission": "transmission",
}


@dataclass(frozen=True, slots=True)
class Document:
    """Where a file lies, and how to give it: `size` in bytes, `key_id` names its tenant's key."""

    object_key: str
    key_id: UUID
    filename: str
    media_type: str
    size: int


async def document_for_agent(
    db: Database,
    *,
    case_id: UUID,
    document_id: UUID,
    kind: DocumentKind,
    by: AgentAtWork,
    at: datetime,
) -> Document:
    """A letter or a file of a case of her collectivity.

    Raises NotFound, for another tenant's too, and FileInQuarantine.
    """
    async with db.transaction(Agent(by.tenant_id)) as tx:
        found, _row = await _document(tx, by.tenant_id, case_id, document_id, kind)
        writes = Writes()
        audit.log_reading(
            writes, tenant_id=by.tenant_id, case_id=case_id, by=by.actor, what=kind, at=at
        )
        await tx.write(writes)
    return found


async def document_for_person(
    db: Database,
    *,
    person_id: UUID,
    case_id: UUID,
    document_id: UUID,
    kind: DocumentKind,
    at: datetime,
) -> Document:
    """A letter or a file of a case of hers. Her first opening of a letter is noted, and that of a
    decision is told to the law. Raises NotFound and FileInQuarantine."""
    tenant_id = await tenant_of(db, person_id=person_id, case_id=case_id)
    reader = Actor("person", person_id, "applicant")
    context = Citizen(person_id, tenant_id, case_id)
    async with db.transaction(context) as tx:
        found, row = await _document(tx, tenant_id, case_id, document_id, kind)
        writes = Writes()
        audit.log_reading(writes, tenant_id=tenant_id, case_id=case_id, by=reader, what=kind, at=at)
        await tx.write(writes)
    if kind == "letter" and row.first_opened_at is None:
        await _first_opening(db, context, document_id, reader=reader, at=at)
    return found


async def _first_opening(
    db: Database, context: Citizen, letter_id: UUID, *, reader: Actor, at: datetime
) -> None:
    """Note the day of a first opening, once, under the lock of the case."""
    tenant_id, case_id = context.tenant_id, context.case_id
    assert tenant_id is not None
    assert case_id is not None
    key = {"tenant_id": tenant_id, "id": letter_id}
    async with acting(db, context, tenant_id=tenant_id, case_id=case_id, at=at) as (story, tx):
        row = await tx.one_or_none(
            select(letter.c.kind, letter.c.first_opened_at).where(
                letter.c.tenant_id == tenant_id, letter.c.id == letter_id
            )
        )
        if row is None or row.first_opened_at is not None:
            return
        story.writes.update(letter, key, first_opened_at=story.at)
        made_available = any(
            (event.fact or {}).get("what") == "made_available" for event in story.events
        )
        # What was made available last is what opening notifies.
        last = "revocation" if revoked(story.events) else "decision"
        if row.kind == last and made_available:
            story.tell("open_letter", by=reader, fact={"what": "opened"})


async def _document(
    tx: Transaction, tenant_id: UUID, case_id: UUID, document_id: UUID, kind: DocumentKind
) -> tuple[Document, Row[Any]]:
    table = letter if kind == "letter" else attachment
    row = await tx.one_or_none(
        select(table, case.c.number)
        .join(case, (case.c.tenant_id == table.c.tenant_id) & (case.c.id == table.c.case_id))
        .where(
            table.c.tenant_id == tenant_id,
            table.c.case_id == case_id,
            table.c.id == document_id,
        )
    )
    if row is None:
        raise NotFound
    if kind == "letter":
        filename, media_type = letter_name(row.kind, row.number), letter_media_type(row.kind)
    else:
        refuse_quarantined(row.scan)
        filename, media_type = row.filename, row.media_type
    key_id = await tenants.key_of(tx, tenant_id)
    return Document(row.object_key, key_id, filename, media_type, row.size), row


def letter_name(kind: str, number: str) -> str:
    """The file name of a letter: what it is and the number of its case."""
    extension = "zip" if kind == "transmission" else "pdf"
    return f"{NAMES.get(kind, 'courrier')}-{number.replace(' ', '-').replace('/', '-')}.{extension}"


def letter_media_type(kind: str) -> str:
    """An export is an archive; everything else that the collectivity makes is a PDF."""
    return "application/zip" if kind == "transmission" else "application/pdf"
