"""Keeping the work list in step with the book: called inside the act that changes a case."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from services.foundation.writes import NextNumber, Writes
from services.worklist._tables import work_item
from services.worklist.contracts import Standing

NO_DATE = date(9999, 12, 31)


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
    former_numbers: Sequence[str] = (),
) -> None:
    """The row of the case's own collectivity, under the case's id; `former_numbers` are those it
    bore elsewhere, by which it is found too."""
    formerly = {"former_numbers": list(former_numbers)} if former_numbers else {}
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
        **formerly,
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
