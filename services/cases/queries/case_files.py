"""What an agent reads of a case; each reading is logged (who, when, in what capacity)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Table, func, literal_column, or_, select

from services.audit import actions as audit
from services.cases._core import read_core
from services.cases._register import quota_of
from services.cases._tables import deadline, note
from services.cases._view import view_of
from services.cases.contracts import AgentAtWork, CaseFile, EffectLine, NoteLine, WarningLine
from services.foundation.database import Agent, Database, Transaction
from services.foundation.outbox import effect
from services.foundation.writes import Writes
from services.identity.people import names_by_agent
from services.law.early_warnings import warned_of
from services.processes.step import possible_actions


async def case_file(db: Database, *, case_id: UUID, by: AgentAtWork, at: datetime) -> CaseFile:
    """A case as this agent works on it. Raises NotFound, for another tenant's case too."""
    tenant_id = by.tenant_id
    async with db.transaction(Agent(tenant_id)) as tx:
        core, book = await read_core(tx, tenant_id=tenant_id, case_id=case_id, at=at)
        notes, effects, names, warnings = await _beside(tx, tenant_id, case_id)
        quota = await quota_of(tx, book, core["answers"])
        writes = Writes()
        audit.log_reading(
            writes, tenant_id=tenant_id, case_id=case_id, by=by.actor, what="case", at=at
        )
        await tx.write(writes)
    view = view_of(
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
        warnings=warnings,
        quota=quota,
    )


async def _beside(
    tx: Transaction, tenant_id: UUID, case_id: UUID
) -> tuple[tuple[NoteLine, ...], tuple[EffectLine, ...], dict[UUID, str], tuple[WarningLine, ...]]:
    """Notes, what is owed or could not be done, the agents' names, the warnings to come: one
    statement for four."""
    unsettled = or_(effect.c.state != "done", effect.c.last_error.is_not(None))
    row = (
        await tx.rows(
            select(
                _all_of(note, tenant_id, case_id).label("notes"),
                _all_of(effect, tenant_id, case_id, unsettled).label("effects"),
                names_by_agent(tenant_id).label("names"),
                _all_of(deadline, tenant_id, case_id, deadline.c.state == "open").label("dates"),
            )
        )
    )[0]
    notes = sorted(row.notes or (), key=lambda each: str(each["at"]), reverse=True)
    effects = sorted(row.effects or (), key=lambda each: str(each["created_at"]))
    return (
        tuple(
            NoteLine(UUID(each["agent_id"]), each["text"], datetime.fromisoformat(each["at"]))
            for each in notes
        ),
        tuple(
            EffectLine(each["kind"], each["state"], each["attempts"], each["last_error"])
            for each in effects
        ),
        {UUID(agent_id): name for agent_id, name in (row.names or {}).items()},
        _warnings(row.dates or ()),
    )


def _warnings(dates: Iterable[dict[str, Any]]) -> tuple[WarningLine, ...]:
    """The early warnings among the open dates of the register, the next one first."""
    found = (
        WarningLine(of, date.fromisoformat(each["due_on"]))
        for each in dates
        if (of := warned_of(each["kind"])) is not None
    )
    return tuple(sorted(found, key=lambda each: (each.on, each.of)))


def _all_of(
    table: Table, tenant_id: UUID, case_id: UUID, *also: ColumnElement[bool]
) -> ScalarSelect[Any]:
    """The rows of a case in one table, as one value."""
    return (
        select(func.jsonb_agg(func.to_jsonb(literal_column(f'"{table.name}"'))))
        .select_from(table)
        .where(table.c.tenant_id == tenant_id, table.c.case_id == case_id, *also)
        .scalar_subquery()
    )
