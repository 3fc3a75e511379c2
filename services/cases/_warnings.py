"""The early warnings of a case: which the register must hold, which are due. Pure."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from services.cases.contracts import FiledUnder
from services.law.contracts import Deadline, Timeline, WarnedOf
from services.law.early_warnings import early_warnings, warned_of

AGENT_WARNING = "agent_warning"
SENT = "warning_sent"
# Mails to agents leave in the morning of where they work, not as the day begins.
WARNED_AT = time(8)
Known = Mapping[str, tuple[date, str]]

# Warnings have acts of their own, below those of the record: they wait for no letter.
_ACTS: Mapping[WarnedOf, int] = {"agent": 1, "supervisor": 2, "completeness": 3}


def wanted_warnings(
    under: FiledUnder, timeline: Timeline, known: Known, *, today: date
) -> dict[str, Deadline]:
    """The warnings that the register must hold, by kind.

    Only days to come are registered: a warning whose day has passed, or is today, when the request
    is filed or its clock starts again is never sent late. One already registered stays until it is
    sent; one sent is not sent again for the same day.
    """
    return {
        each.kind: each
        for each in early_warnings(timeline, under.warnings)
        if (each.due_on > today and known.get(each.kind) != (each.due_on, "done"))
        or known.get(each.kind) == (each.due_on, "open")
    }


@dataclass(frozen=True, slots=True)
class Due:
    """What a look at the book finds due: to send now, and to leave out, by kind and day."""

    send: tuple[tuple[str, date], ...]
    leave: tuple[tuple[str, date], ...]


def wake_of(each: Deadline, zone: ZoneInfo) -> datetime:
    """When the clock looks again for a date of the register: as its day begins, for a warning in
    its morning."""
    hour = time.min if warned_of(each.kind) is None else WARNED_AT
    return datetime.combine(each.wake_on, hour, zone)


def warnings_come_due(known: Known, *, at: datetime, zone: ZoneInfo) -> dict[str, date]:
    """The open warnings of the register whose morning has come, by kind."""
    return {
        kind: on
        for kind, (on, state) in known.items()
        if state == "open"
        and warned_of(kind) is not None
        and datetime.combine(on, WARNED_AT, zone) <= at
    }


def due_warnings(came_due: Mapping[str, date], *, wanted: Container[str]) -> Due:
    """One for each reader: the latest. The others came due while nothing ran, and would only repeat
    it; those that the case no longer wants are left out too."""
    latest: dict[WarnedOf | None, tuple[date, str]] = {}
    for kind, on in came_due.items():
        if kind in wanted:
            of = warned_of(kind)
            latest[of] = max(latest.get(of, (on, kind)), (on, kind))
    sent = {kind for _on, kind in latest.values()}
    return Due(
        tuple((kind, on) for kind, on in came_due.items() if kind in sent),
        tuple((kind, on) for kind, on in came_due.items() if kind not in sent),
    )


def act_of(kind: str) -> int:
    """The number under which the clock does this warning, apart from every act and warning."""
    of = warned_of(kind)
    assert of is not None
    return -(int(kind.rpartition("_")[2]) * 4 + _ACTS[of])
