"""What an authority that is not on the platform is given of a case handed over (CRPA L114-2)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from services.cases._attachments import rows_of_case
from services.cases._core import read_core
from services.cases._letter_parts import authority_of, files_of, recipient_of
from services.cases.contracts import Authority, CaseCore, HandedTo, ToDo
from services.documents.contracts import LetterContent, Recipient
from services.documents.tables import letter
from services.forms.showing import shown_pages
from services.foundation.database import Database, Transaction, Worker
from services.foundation.errors import NotFound, Outage
from services.messages.contracts import MailContent
from services.tenants import queries as tenants
from services.tenants.contracts import Tenant

RECEIPTS = ("receipt", "registration_receipt")


@dataclass(frozen=True, slots=True)
class TransmissionOrder:
    """An export to make; it leaves by mail unless `email` is empty. `sent`: an agent has already
    sent the case in another way."""

    key_id: UUID
    number: str
    content: LetterContent
    data: dict[str, Any]
    pieces: tuple[Row[Any], ...]
    receipts: tuple[Row[Any], ...]
    email: str
    sent: bool


@dataclass(frozen=True, slots=True)
class TransmissionMail:
    """The mail that carries an export, and where that one lies; `sent` as for the export."""

    key_id: UUID
    number: str
    to: str
    content: MailContent
    object_key: str
    size: int
    sha256: str
    sent: bool


async def transmission_order(db: Database, todo: ToDo, *, at: datetime) -> TransmissionOrder:
    """The export that a hand-over owes: the case as it stands, with the words of the act.

    Raises NotFound; Outage while a file still waits for the antivirus.
    """
    async with db.transaction(Worker(todo.tenant_id)) as tx:
        core, tenant, handed, key_id = await _handed_over(tx, todo, at)
        pieces = await rows_of_case(tx, tenant_id=todo.tenant_id, case_id=todo.case_id)
        receipts = await _letters(tx, todo, RECEIPTS)
    if any(row.scan == "pending" for row in pieces):
        raise Outage("clamd", "a file waits for the antivirus")
    content = _content(core, tenant, handed)
    return TransmissionOrder(
        key_id=key_id,
        number=core.number,
        content=content,
        data=_data(core, tenant, content, handed.authority),
        pieces=tuple(pieces),
        receipts=tuple(receipts),
        email=handed.authority.email,
        sent=_sent(handed),
    )


async def transmission_mail(
    db: Database, todo: ToDo, *, base_url: str, at: datetime
) -> TransmissionMail:
    """The mail of an export that was made. Raises NotFound."""
    async with db.transaction(Worker(todo.tenant_id)) as tx:
        core, tenant, handed, key_id = await _handed_over(tx, todo, at)
        exports = await _letters(tx, todo, ("transmission",))
    if not exports:
        raise NotFound
    export = exports[-1]
    return TransmissionMail(
        key_id=key_id,
        number=core.number,
        to=handed.authority.email,
        content=_mail(core, tenant, handed.authority, base_url),
        object_key=export.object_key,
        size=export.size,
        sha256=export.sha256,
        sent=_sent(handed),
    )


def _sent(handed: HandedTo) -> bool:
    return handed.transmission is not None and handed.transmission.state == "sent"


async def _handed_over(
    tx: Transaction, todo: ToDo, at: datetime
) -> tuple[CaseCore, Tenant, HandedTo, UUID]:
    """The case, its collectivity, to whom it goes, and the name of the key of its files."""
    fields, _book = await read_core(tx, tenant_id=todo.tenant_id, case_id=todo.case_id, at=at)
    core, tenant = CaseCore(**fields), await tenants.tenant_by_id(tx, todo.tenant_id)
    if core.handed_to is None or tenant is None:
        raise NotFound
    return core, tenant, core.handed_to, await tenants.key_of(tx, todo.tenant_id)


async def _letters(tx: Transaction, todo: ToDo, kinds: Sequence[str]) -> Sequence[Row[Any]]:
    """The letters of these kinds, in the order in which they were made."""
    return await tx.rows(
        select(letter)
        .where(
            letter.c.tenant_id == todo.tenant_id,
            letter.c.case_id == todo.case_id,
            letter.c.kind.in_(kinds),
        )
        .order_by(letter.c.made_at, letter.c.id)
    )


def _content(core: CaseCore, tenant: Tenant, handed: HandedTo) -> LetterContent:
    under = core.filed_under
    pages = shown_pages(under.procedure, core.answers, under.options, "fr")
    person = recipient_of(core)
    who = [("Déposée par", ", ".join(filter(None, (person.name, *person.address, person.email))))]
    answers = [(each.label, each.text) for page in pages for each in page.answers]
    return LetterContent(
        authority=authority_of(tenant),
        recipient=Recipient(handed.authority.name, tuple(handed.authority.address.splitlines())),
        case_number=core.number,
        procedure_title=under.procedure.title.fr,
        received_at=core.received_at.astimezone(under.zone),
        made_at=handed.at.astimezone(under.zone),
        mentions=(),
        summary=(*who, *answers),
        files=tuple(
            replace(listed, sha256=file.sha256)
            for listed, file in zip(files_of(core), core.attachments, strict=True)
            if file.scan != "infected"
        ),
        paragraphs=(handed.reason,) if handed.reason else (),
    )


def _data(core: CaseCore, tenant: Tenant, content: LetterContent, to: Authority) -> dict[str, Any]:
    """`demande.json`, whose fields are described in docs/export.md."""
    return {
        "version": 1,
        "number": core.number,
        "procedure": {
            "id": core.filed_under.procedure.id,
            "title": core.filed_under.procedure.title.fr,
        },
        "from": {"name": tenant.name, "siren": tenant.siren},
        "to": asdict(to),
        "received_at": content.received_at.isoformat(),
        "handed_over_at": content.made_at.isoformat(),
        "applicant": dict(core.identity),
        "answers": dict(core.answers),
        "answers_in_words": [list(each) for each in content.summary[1:]],
    }


def _mail(core: CaseCore, tenant: Tenant, to: Authority, base_url: str) -> MailContent:
    contact = tenant.contact
    return MailContent(
        authority=tenant.name,
        service=contact.service,
        sender=tenant.sender,
        number=core.number,
        link=base_url,
        contact=contact.phone,
        plate=tenant.brand.plate,
        colour=tenant.brand.color,
        new_authority=to.name,
    )
