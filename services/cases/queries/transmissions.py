"""What an authority that is not on the platform is given of a case handed over (CRPA L114-2)."""

from dataclasses import asdict, dataclass
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
from services.foundation.database import Database, Worker
from services.foundation.errors import NotFound, Outage
from services.messages.contracts import MailContent
from services.tenants import queries as tenants
from services.tenants.contracts import Tenant

RECEIPTS = ("receipt", "registration_receipt")


@dataclass(frozen=True, slots=True)
class TransmissionOrder:
    """An export to make, and the mail that carries it; no mail where `email` is empty."""

    key_id: UUID
    number: str
    content: LetterContent
    data: dict[str, Any]
    pieces: tuple[Row[Any], ...]
    receipts: tuple[Row[Any], ...]
    email: str
    mail: MailContent


async def transmission_order(
    db: Database, todo: ToDo, *, base_url: str, at: datetime
) -> TransmissionOrder:
    """What the effect of a hand-over gives: the case as it stands, with the words of the act.

    Raises NotFound; Outage while a file still waits for the antivirus.
    """
    async with db.transaction(Worker(todo.tenant_id)) as tx:
        fields, _book = await read_core(tx, tenant_id=todo.tenant_id, case_id=todo.case_id, at=at)
        tenant = await tenants.tenant_by_id(tx, todo.tenant_id)
        key_id = await tenants.key_of(tx, todo.tenant_id)
        pieces = await rows_of_case(tx, tenant_id=todo.tenant_id, case_id=todo.case_id)
        receipts = await tx.rows(
            select(letter)
            .where(
                letter.c.tenant_id == todo.tenant_id,
                letter.c.case_id == todo.case_id,
                letter.c.kind.in_(RECEIPTS),
            )
            .order_by(letter.c.made_at, letter.c.id)
        )
    assert tenant is not None
    if any(row.scan == "pending" for row in pieces):
        raise Outage("clamd", "a file waits for the antivirus")
    core = CaseCore(**fields)
    if core.handed_to is None:
        raise NotFound
    to = core.handed_to.authority
    content = _content(core, tenant, core.handed_to)
    return TransmissionOrder(
        key_id=key_id,
        number=core.number,
        content=content,
        data=_data(core, tenant, content, to),
        pieces=tuple(pieces),
        receipts=tuple(receipts),
        email=to.email,
        mail=_mail(core, tenant, to, base_url),
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
        files=files_of(core),
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
