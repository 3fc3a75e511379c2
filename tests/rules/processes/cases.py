"""Cases and commands for the tests of processes."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from services.processes.contracts import CaseView, Command, FieldValue, Role

PARIS = ZoneInfo("Europe/Paris")
AT = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
CLAIRE = UUID(int=1)
MARC = UUID(int=2)
NADIA = UUID(int=3)


def case(
    state: str | None,
    *,
    electronic: bool = True,
    assignee: UUID | None = None,
    proposed_by: UUID | None = None,
    proposed_sense: str | None = None,
    pending: tuple[str, ...] = (),
    limit: date | None = None,
    tacit: str | None = None,
    decided: bool = False,
    last_day: date | None = None,
) -> CaseView:
    """A case in Gien, whose resident agreed to be notified on the portal unless told otherwise."""
    return CaseView(
        state=state,
        zone=PARIS,
        electronic=electronic,
        assignee=assignee,
        proposed_by=proposed_by,
        proposed_sense=proposed_sense,  # type: ignore[arg-type]
        pieces_pending=pending,
        pieces_limit=limit,
        tacit=tacit,  # type: ignore[arg-type]
        decided=decided,
        last_day=last_day,
    )


def command(action: str, role: Role, by: UUID | None = CLAIRE, **fields: FieldValue) -> Command:
    """`role` asks for `action`."""
    return Command(action, frozenset({role}), by, fields)


REFUSAL: Mapping[str, FieldValue] = {
    "sense": "refusal",
    "law_reasons": "Règlement de voirie, article 12.",
    "fact_reasons": "Il resterait 0,90 m de passage ; il en faut 1,40.",
}
