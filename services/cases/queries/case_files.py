"""What an agent reads of a case; each reading is logged (who, when, in what capacity)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select

from services.audit import actions as audit
from services.cases import _rules
from services.cases._core import read_core
from services.cases._tables import note
from services.cases.contracts import AgentAtWork, CaseFile, EffectLine, NoteLine
from services.foundation.database import Agent, Database, Transaction
from services.foundation.outbox import effect
from services.foundation.writes import Writes
from services.identity.people import colleagues_of
from services.processes.step import possible_actions


async def case_file(db: Database, *, case_id: UUID, by: AgentAtWork, at: datetime) -> CaseFile:
    """A case as this agent works on it. Raises NotFound, for another tenant's case too."""
    tenant_id = by.tenant_id
    async with db.transaction(Agent(tenant_id)) as tx:
        core, book = await read_core(tx, tenant_id=tenant_id, case_id=case_id, at=at)
        notes = await _notes(tx, tenant_id, case_id)
        effects = await _effects(tx, tenant_id, case_id)
        names = await agent_names(tx, tenant_id)
        writes = Writes()
        audit.log_reading(
            writes, tenant_id=tenant_id, case_id=case_id, by=by.actor, what="case", at=at
        )
        await tx.write(writes)
    view = _rules.view_of(
        state=book.state,
        under=book.under,
        events=book.events,
        electronic=book.electronic,
        assignee=book.assignee_id,
    )
    return CaseFile(
        **core,
        assignee_id=book.assignee_id,
        team_id=book.team_id,
        events=book.events,
        notes=notes,
        effects=effects,
        possible=possible_actions(book.process, view, by.roles, by=by.agent_id, at=at),
        names=names,
    )


async def _notes(tx: Transaction, tenant_id: UUID, case_id: UUID) -> tuple[NoteLine, ...]:
    rows = await tx.rows(
        select(note)
        .where(note.c.tenant_id == tenant_id, note.c.case_id == case_id)
        .order_by(note.c.at.desc())
    )
    return tuple(NoteLine(row.agent_id, row.text, row.at) for row in rows)


async def _effects(tx: Transaction, tenant_id: UUID, case_id: UUID) -> tuple[EffectLine, ...]:
    """What is owed and not done yet, and what could not be done."""
    rows = await tx.rows(
        select(effect)
        .where(
            effect.c.tenant_id == tenant_id,
            effect.c.case_id == case_id,
            or_(effect.c.state != "done", effect.c.last_error.is_not(None)),
        )
        .order_by(effect.c.created_at)
    )
    return tuple(EffectLine(row.kind, row.state, row.attempts, row.last_error) for row in rows)


async def agent_names(tx: Transaction, tenant_id: UUID) -> dict[UUID, str]:
    """The agents of a collectivity by id, past ones too: the record outlives their rights."""
    return {
        each.agent_id: f"{each.given_name} {each.family_name}"
        for each in await colleagues_of(tx, tenant_id)
    }
