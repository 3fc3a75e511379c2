"""What the work list shows."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

View = Literal["mine", "team", "all", "unassigned", "to_sign", "waiting", "done"]
VIEWS: tuple[View, ...] = ("mine", "team", "all", "unassigned", "to_sign", "waiting", "done")
Sort = Literal["due", "received"]
COUNTED_UP_TO = 100


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands, as the list shows it. Dates are the tenant's local days.

    `due_on` is the last day on which the collectivity answers in time; `silence` what happens
    after it; `person_due_on` the day by which the resident must act.
    """

    stage: str
    next_actor: str
    paused: bool
    done: bool
    due_on: date | None
    silence: str | None
    person_due_on: date | None
    assignee_id: UUID | None
    team_id: UUID | None


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whose list: her collectivity, herself, her teams.

    `sees` are the teams whose cases are open to her; None when all are. A case without a team is
    everybody's.
    """

    tenant_id: UUID
    agent_id: UUID
    team_ids: frozenset[UUID]
    sees: frozenset[UUID] | None = None


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a list. `due_by`: answers due that day at the latest; `number` is a prefix of
    the number of the case, or of one that it bore before it was handed over."""

    procedure_id: str | None = None
    stage: str | None = None
    due_by: date | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page ends: the sort values of its last row (keyset, never an offset)."""

    paused: bool
    due_on: date
    received_at: datetime
    id: UUID


@dataclass(frozen=True, slots=True)
class WorkItem:
    """A line of the list. Dates are local days; `due_on` None when nothing is due.

    Two clocks: `due_on` is the collectivity's, `person_due_on` the resident's.
    """

    id: UUID
    case_tenant_id: UUID
    case_id: UUID
    capacity: str
    state: str
    paused: bool
    stage: str
    number: str
    title: str
    applicant: str
    procedure_id: str
    team_id: UUID | None
    assignee_id: UUID | None
    next_actor: str
    due_on: date | None
    silence: str | None
    person_due_on: date | None
    received_at: datetime
    former_numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkPage:
    """A page of the list, and where the next one begins."""

    items: tuple[WorkItem, ...]
    next_cursor: Cursor | None
