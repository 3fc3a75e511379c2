"""What crosses between the workflow and its activities: ids and instants, never personal data.

Histories outlive releases: fields are only ever added, with a default.
"""

from dataclasses import dataclass
from datetime import datetime

WORKFLOW = "CaseLife"
LOOK = "look"
QUEUE = "cases"
LOOK_AT_BOOK = "look_at_book"
# The type of the failure that `look_at_book` ends with when the book has no such case.
GONE = "not_found"


@dataclass(frozen=True, slots=True)
class CaseRef:
    """Which case this life follows, and whose turn it takes in the queues."""

    tenant_id: str
    case_id: str
    siren: str


@dataclass(frozen=True, slots=True)
class Task:
    """An effect that is owed and the activity that does it; those of one act go in `order`."""

    effect_id: str
    act: int
    order: int
    priority: int
    activity: str
    queue: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What the book said: what to do, when to look again, whether all is over."""

    tasks: list[Task]
    wake_at: datetime | None
    closed: bool


@dataclass(frozen=True, slots=True)
class EffectRef:
    """One effect of one collectivity."""

    tenant_id: str
    effect_id: str


def workflow_id(siren: str, case_id: str) -> str:
    """The name under which a case lives; there is never more than one at a time."""
    return f"case/{siren}/{case_id}"
