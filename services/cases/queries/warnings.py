"""What an early warning says and to whom it goes, as the case stands when it is sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from services.cases._book import Book
from services.cases._core import read_core
from services.cases._tables import deadline
from services.cases.contracts import CaseCore, ToDo
from services.cases.errors import NobodyToWarn
from services.foundation.database import Database, Transaction, Worker
from services.identity.contracts import Colleague
from services.identity.people import colleagues_at_work
from services.law.contracts import Timeline, WarnedOf
from services.law.early_warnings import early_warnings, warned_of
from services.messages.contracts import MailContent, MailKind
from services.tenants import queries as tenants
from services.tenants.contracts import Tenant

MAILS: dict[WarnedOf, MailKind] = {
    "agent": "agent_reminder",
    "supervisor": "supervisor_reminder",
    "completeness": "completeness_reminder",
}


@dataclass(frozen=True, slots=True)
class WarningOrder:
    """A mail for several agents: each address with whose it is."""

    kind: MailKind
    to: tuple[tuple[UUID, str], ...]
    content: MailContent


async def warning_order(
    db: Database, todo: ToDo, *, base_url: str, at: datetime
) -> WarningOrder | None:
    """The warning of an effect; None once it is pointless: answered, paused, or another last day.

    Raises NotFound when the case is gone, NobodyToWarn when no agent in office could read it.
    """
    async with db.transaction(Worker(todo.tenant_id)) as tx:
        fields, book = await read_core(tx, tenant_id=todo.tenant_id, case_id=todo.case_id, at=at)
        tenant = await tenants.tenant_by_id(tx, todo.tenant_id)
        staff = await colleagues_at_work(tx, todo.tenant_id, on=fields["today"])
        is_open = await _is_open(tx, todo)
    assert tenant is not None
    core, of = CaseCore(**fields), warned_of(todo.about)
    by = _last_day(core.timeline, of)
    if of is None or by is None or by < core.today:
        return None
    if not is_open or not _still_wanted(core, todo):
        return None
    to = tuple((each.agent_id, each.email) for each in to_warn(staff, of, book) if each.email)
    if not to:
        raise NobodyToWarn
    return WarningOrder(MAILS[of], to, _content(core, tenant, by, base_url))


def to_warn(staff: Iterable[Colleague], of: WarnedOf, book: Book) -> tuple[Colleague, ...]:
    """Who is warned, each once, of those in office.

    The agent who follows the case; the team's instructors while nobody does, or when she has left.
    The team's supervisors, else those of the collectivity.
    """
    staff = [each for each in staff if each.role != "administrator"]
    role = "supervisor" if of == "supervisor" else "instructor"
    all_of_role = [each for each in staff if each.role == role]
    team = [each for each in all_of_role if each.team_id in {None, book.team_id}]
    hers = [each for each in staff if each.agent_id == book.assignee_id]
    if role == "supervisor":
        found = team or all_of_role
    else:
        found = hers or (team if book.team_id is not None else all_of_role)
    return tuple({each.agent_id: each for each in found}.values())


async def _is_open(tx: Transaction, todo: ToDo) -> bool:
    """Whether the register still holds it: a later warning to the same reader replaces it."""
    state = await tx.scalar(
        select(deadline.c.state).where(
            deadline.c.tenant_id == todo.tenant_id,
            deadline.c.case_id == todo.case_id,
            deadline.c.kind == todo.about,
            deadline.c.due_on == todo.due_on,
        )
    )
    return bool(state == "open")


def _still_wanted(core: CaseCore, todo: ToDo) -> bool:
    warnings = early_warnings(core.timeline, core.filed_under.warnings)
    days = {each.kind: each.due_on for each in warnings}
    return not core.state.final and days.get(todo.about) == todo.due_on


def _last_day(timeline: Timeline, of: WarnedOf | None) -> date | None:
    if of == "completeness":
        return timeline.course.completeness_last_day
    return timeline.tacit.last_day if timeline.tacit else None


def _content(core: CaseCore, tenant: Tenant, by: date, base_url: str) -> MailContent:
    return MailContent(
        authority=tenant.name,
        service=tenant.contact.service,
        sender=tenant.sender,
        number=core.number,
        link=f"{base_url}/agent/{tenant.slug}/cases/{core.case_id}",
        plate=tenant.brand.plate,
        colour=tenant.brand.color,
        by=by,
    )
