"""The state of both clocks on a given day."""

from datetime import date

from services.law._general import CLOCK_START
from services.law._general import PIECES as GENERAL_PIECES
from services.law._planning import COMPLETENESS, PIECES
from services.law.contracts import Clock, ClockState, Course, Tacit


def instruction_clock(course: Course, tacit: Tacit | None, *, on: date) -> Clock:
    """Silence's clock: done once decided or born, paused while pieces are missing."""
    started = course.started_on
    decided = course.decided
    if decided is not None and decided.on <= on:
        return Clock("done", started, article=decided.article)
    due = tacit.last_day if tacit is not None else None
    article = tacit.article if tacit is not None else ""
    if due is not None and on > due:
        return Clock("done", started, due_on=due, article=article)
    if not course.runs:
        return Clock("none")
    if course.awaiting_since is not None and course.awaiting_since <= on:
        text = PIECES if course.pieces_limit is not None else GENERAL_PIECES
        return Clock("paused", started, course.awaiting_since, course.pieces_limit, text)
    if started is None or started > on:
        return Clock("not_started", started, due_on=due, article=CLOCK_START)
    return _suspended(course, due, on) or Clock("running", started, due_on=due, article=article)


def _suspended(course: Course, due: date | None, on: date) -> Clock | None:
    """The clock paused by the suspension that covers that day, if one does."""
    for span in course.spans:
        if span.since <= on and (span.until is None or on < span.until):
            return Clock("paused", course.started_on, span.since, due, span.article)
    return None


def completeness_clock(course: Course, *, on: date) -> Clock | None:
    """Planning's first month: running, paused while pieces are awaited, then done."""
    last_day = course.completeness_last_day
    if last_day is None:
        return Clock("not_started", article=COMPLETENESS)
    if course.awaiting_since is not None and course.awaiting_since <= on:
        since, limit = course.awaiting_since, course.pieces_limit
        lapsed = limit is not None and on > limit
        state: ClockState = "done" if lapsed else "paused"
        return Clock(state, course.started_on, None if lapsed else since, limit, PIECES)
    state = "done" if on > last_day else "running"
    return Clock(state, course.started_on, due_on=last_day, article=COMPLETENESS)
