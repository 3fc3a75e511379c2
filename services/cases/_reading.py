"""All that a filing stands on, read in one trip to the database.

At the door, the session is looked up in that same trip: the statement of `identity` says who asks,
the next one takes her context, the others are answered under it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from services.cases._attachments import lines
from services.cases._drafts import draft_of
from services.cases._tables import draft
from services.cases.contracts import AttachmentLine, Draft
from services.documents.tables import attachment
from services.foundation.database import Citizen, Database, Door, Public
from services.foundation.trips import Question, prepared
from services.identity.contracts import WhoIsAsking
from services.identity.errors import SignInNeeded
from services.identity.queries import BECOME_THE_PERSON, SESSION, who_is_asking
from services.jurisdiction import queries as jurisdiction
from services.jurisdiction.contracts import Answer
from services.procedures import queries as procedures
from services.procedures.contracts import Adopted
from services.tenants import queries as tenants
from services.tenants.contracts import Tenant

_OF_DRAFT = draft.c.id == bindparam("draft_id")
_RECIPIENT = select(draft.c.tenant_id).where(_OF_DRAFT).scalar_subquery()
_DRAFT = prepared(select(draft).where(_OF_DRAFT))
_FILES = prepared(
    select(attachment)
    .where(attachment.c.draft_id == bindparam("draft_id"))
    .order_by(attachment.c.received_at, attachment.c.id)
)
_TENANT = prepared(tenants.tenant_statement(_RECIPIENT))
_ADOPTION = prepared(
    procedures.adoption_statement(
        tenant_id=_RECIPIENT,
        procedure_id=select(draft.c.procedure_id).where(_OF_DRAFT).scalar_subquery(),
        on=tenants.local_day(_RECIPIENT, bindparam("at")),
    )
)
REMEMBERED_FOR = timedelta(seconds=30)
_competences: dict[tuple[str, str, date], tuple[datetime, Answer]] = {}
_MOST_REMEMBERED = 50_000


@dataclass(frozen=True, slots=True)
class AtTheDoor:
    """Somebody at the door: the digest of her session's key, and the check of her form's token."""

    key_hash: bytes | None
    check: Callable[[WhoIsAsking], None]


@dataclass(frozen=True, slots=True)
class Standing:
    """A draft, its files, who would receive it and under what. `draft` None: filed, or not hers."""

    person_id: UUID
    draft: Draft | None
    files: tuple[AttachmentLine, ...]
    tenant: Tenant | None
    adopted: Adopted | None


async def read_standing(
    db: Database, who: UUID | AtTheDoor, *, draft_id: UUID, at: datetime
) -> Standing:
    """Read it all. Raises SignInNeeded, and whatever the door's check raises."""
    asked = {"draft_id": draft_id, "at": at}
    questions = [Question(sql, asked) for sql in (_DRAFT, _FILES, _TENANT, _ADOPTION)]
    if isinstance(who, UUID):
        person_id, found = who, await db.ask(Citizen(who), questions)
    else:
        person_id, found = await _at_the_door(db, who, questions, at)
    drafts, files, tenant, adoption = found
    return Standing(
        person_id=person_id,
        draft=draft_of(drafts[0]) if drafts else None,
        files=lines(files),
        tenant=tenants.tenant_from(tenant[0]) if tenant else None,
        adopted=await _adopted(db, adoption[0]) if adoption else None,
    )


async def competent_for(
    db: Database, *, insee: str, procedure_id: str, on: date, at: datetime
) -> Answer:
    """Who answers there on that day; competence moves by dated acts, so it is kept for a moment."""
    key = (insee, procedure_id, on)
    known = _competences.get(key)
    if known is not None and at - known[0] < REMEMBERED_FOR:
        return known[1]
    question = jurisdiction.resolution_question(insee, procedure_id, on)
    answer = jurisdiction.answer_from((await db.ask(Public(), [question]))[0][0])
    if len(_competences) >= _MOST_REMEMBERED:
        _competences.clear()
    _competences[key] = (at, answer)
    return answer


async def _at_the_door(
    db: Database, who: AtTheDoor, questions: list[Question], at: datetime
) -> tuple[UUID, list[list[Any]]]:
    if who.key_hash is None:
        raise SignInNeeded
    sessions, _became, *found = await db.ask(
        Door(session_key_hash=who.key_hash),
        [SESSION, BECOME_THE_PERSON, *questions],
    )
    asking = who_is_asking(sessions[0]._asdict(), at=at) if sessions else None
    if asking is None or asking.person is None:
        raise SignInNeeded
    who.check(asking)
    return asking.person.id, found


async def _adopted(db: Database, row: Any) -> Adopted:
    """The adoption with its definitions, which a process reads only once."""
    known = procedures.adopted_if_known(row)
    if known is not None:
        return known
    async with db.transaction(Public()) as tx:
        return await procedures.adopted_from(tx, row)
