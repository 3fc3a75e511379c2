"""What agent and resident both see of a case, read in a few statements."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from services.audit import queries as audit
from services.cases import _rules
from services.cases._attachments import attachments_of_case
from services.cases._book import Book, book_of
from services.cases._decisions import decision_from, last_decision_of_case
from services.cases._handing_over import handed_to
from services.cases._letters import letters_of
from services.cases._revocation import revocation_of
from services.cases._snapshot import filed_under_of
from services.cases._tables import case, case_answers, case_party
from services.cases.contracts import Alias
from services.foundation.database import Transaction
from services.foundation.errors import NotFound
from services.processes.contracts import Past, PublicStep
from services.processes.telling import public_timeline


async def read_core(
    tx: Transaction, *, tenant_id: UUID, case_id: UUID, at: datetime
) -> tuple[dict[str, Any], Book]:
    """The fields of `CaseCore`, and the book they come from. Raises NotFound."""
    row = await tx.one_or_none(
        select(
            case,
            case_answers.c.answers,
            case_party.c.identity,
            last_decision_of_case().label("decided"),
        )
        .outerjoin(
            case_answers,
            (case_answers.c.tenant_id == case.c.tenant_id) & (case_answers.c.case_id == case.c.id),
        )
        .outerjoin(
            case_party,
            (case_party.c.tenant_id == case.c.tenant_id)
            & (case_party.c.case_id == case.c.id)
            & (case_party.c.role == "applicant"),
        )
        .where(case.c.tenant_id == tenant_id, case.c.id == case_id)
    )
    if row is None:
        raise NotFound
    under = await filed_under_of(tx, tenant_id=tenant_id, digest=row.filed_under)
    events = await audit.events(tx, tenant_id=tenant_id, case_id=case_id)
    book = book_of(row, under, events, ())
    asked = _rules.asked_pieces(events)
    today = _rules.local_day(at, under.zone)
    timeline = _rules.timeline_of(under, events, on=today)
    core = {
        **_plain_columns(row),
        "filed_under": under,
        "version": book.version,
        "state": book.process.states[book.state],
        "electronic": book.electronic,
        "answers": row.answers or {},
        "identity": row.identity or {},
        "attachments": await attachments_of_case(tx, tenant_id=tenant_id, case_id=case_id),
        "letters": await letters_of(tx, tenant_id=tenant_id, case_id=case_id),
        "decision": decision_from(row.decided),
        "asked_pieces": asked.pieces,
        "pieces_limit": _rules.limit_for_pieces(asked, timeline),
        "timeline": timeline,
        "today": today,
        "handed_to": handed_to(events),
        "revocation": revocation_of(events),
    }
    return core, book


def story_of(book: Book) -> tuple[PublicStep, ...]:
    """The acts that the resident is told, in her words."""
    acts = (
        Past(event.kind, event.from_state, event.to_state, event.at)
        for event in book.events
        if event.to_state is not None
    )
    return public_timeline(book.process, acts)


def _plain_columns(row: Row[Any]) -> dict[str, Any]:
    return {
        "tenant_id": row.tenant_id,
        "case_id": row.id,
        "number": row.number,
        "title": row.title,
        "filed_at": row.filed_at,
        "received_at": row.received_at,
        "channel": row.channel,
        "insee": row.insee,
        "closed_on": row.closed_on,
        "aliases": tuple(Alias(**each) for each in row.aliases),
    }
