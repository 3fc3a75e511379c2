"""The days to warn an agent and a supervisor that a deadline of theirs comes near.

House practice, no text asks for it: working days are counted back from the last day, in the
calendar of the collectivity.
"""

from collections.abc import Iterator
from typing import get_args

from services.law.calendars import Calendar
from services.law.contracts import Deadline, Timeline, WarnedOf, WarningDays
from services.law.deadlines import deadlines, pieces_asked_in_time

PREFIX = "warn_"


def early_warnings(timeline: Timeline, days: WarningDays) -> tuple[Deadline, ...]:
    """Every warning of this timeline, past or to come, by day: kinds `warn_agent_10`,
    `warn_supervisor_3`, `warn_completeness_10`; due on the day to warn.

    None while the clock does not run, nor once it has stopped. For planning the agent is also
    warned before the end of the month in which she may ask for pieces, as long as she has not.
    """
    if timeline.clock.state != "running":
        return ()
    last = {one.kind: one for one in deadlines(timeline)}
    calendar = timeline.facts.calendar
    found: list[Deadline] = []
    silence, month = last.get("silence"), last.get("completeness")
    if silence is not None:
        found += _before(silence, "agent", days.agent, calendar)
        found += _before(silence, "supervisor", days.supervisor, calendar)
    if month is not None and not pieces_asked_in_time(timeline) and not _same_day(silence, month):
        found += _before(month, "completeness", days.agent, calendar)
    return tuple(sorted(found, key=lambda one: (one.due_on, one.kind)))


def warned_of(kind: str) -> WarnedOf | None:
    """What a kind of the register warns of; None for one that is no warning."""
    parts = kind.removeprefix(PREFIX).rpartition("_")
    known = (word for word in get_args(WarnedOf) if word == parts[0])
    return next(known, None) if kind.startswith(PREFIX) else None


def _before(
    last: Deadline, of: WarnedOf, counts: tuple[int, ...], calendar: Calendar
) -> Iterator[Deadline]:
    for count in counts:
        day = calendar.add_working_days(last.due_on, -count)
        yield Deadline(f"{PREFIX}{of}_{count}", day, day, last.article, last.text)


def _same_day(silence: Deadline | None, month: Deadline) -> bool:
    """Planning's shortest delay is its month: one warning is enough."""
    return silence is not None and silence.due_on == month.due_on
