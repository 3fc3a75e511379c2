"""Keeping the work list in step with the book: called inside the act that changes a case."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.foundation.writes import NextNumber, Writes
from services.worklist._tables import work_item

NO_DATE = date(9999, 12, 31)


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


def put_on_list(
    writes: Writes,
    *,
    tenant_id: UUID,
    case_id: UUID,
    number: NextNumber,
    title: str,
    applicant: str,
    procedure_id: str,
    standing: Standing,
    received_at: datetime,
) -> None:
    """The row of the case's own collectivity, under the case's id."""
    writes.insert(
        work_item,
        tenant_id=tenant_id,
        id=case_id,
        case_tenant_id=tenant_id,
        case_id=case_id,
        capacity="owner",
        number=number,
        title=title,
        applicant=applicant,
        procedure_id=procedure_id,
        received_at=received_at,
        **_columns(standing, received_at),
    )


def move_on_list(
    writes: Writes, *, tenant_id: UUID, case_id: UUID, standing: Standing, at: datetime
) -> None:
    """Bring the row up to date after an act."""
    writes.update(work_item, {"tenant_id": tenant_id, "id": case_id}, **_columns(standing, at))


def _columns(standing: Standing, at: datetime) -> dict[str, object]:
    return {
        "state": "done" if standing.done else "open",
        "paused": standing.paused,
        "stage": standing.stage,
        "team_id": standing.team_id,
        "assignee_id": standing.assignee_id,
        "next_actor": standing.next_actor,
        "due_on": standing.due_on or NO_DATE,
        "silence": standing.silence,
        "person_due_on": standing.person_due_on,
        "updated_at": at,
    }
