"""What the law does to a case by itself, and on which day. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.cases import _rules
from services.law.contracts import Timeline
from services.processes.contracts import CaseView, FieldValue

# The deadlines after which the law does something by itself; the others inform.
THE_LAW_ACTS = ("silence", "pieces_limit")


@dataclass(frozen=True, slots=True)
class LawAct:
    """An act of the law: the action of the process, its instant, what the record says of it."""

    action: str
    at: datetime
    fields: Mapping[str, FieldValue] = field(default_factory=dict)
    fact: Mapping[str, Any] = field(default_factory=dict)


def law_acts(
    timeline: Timeline, view: CaseView, *, zone: ZoneInfo, today: date
) -> tuple[LawAct, ...]:
    """What the law has done by `today`, begun at midnight of its day (decision 3)."""
    acts = []
    tacit = timeline.tacit
    if tacit and tacit.born_on <= today and view.tacit is None:
        acts.append(
            LawAct(
                "record_silence",
                _rules.local_midnight(tacit.born_on, zone),
                fields={
                    "effect": "rejection" if tacit.effect == "rejection" else "acceptance",
                    "born_on": tacit.born_on,
                },
                fact={"tacit": tacit.effect, "born_on": tacit.born_on.isoformat()},
            )
        )
    if view.pieces_limit and view.pieces_limit < today:
        the_day_after = _rules.next_day(view.pieces_limit)
        acts.append(LawAct("end_wait", _rules.local_midnight(the_day_after, zone)))
    return tuple(acts)
