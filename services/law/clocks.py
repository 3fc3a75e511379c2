"""The state of both clocks on a given day."""

from datetime import date

from services.law.contracts import Clock, ClockState, Course, Tacit, Timeline


def clocks(timeline: Timeline, *, on: date) -> tuple[Clock, Clock | None]:
    """The instruction clock and, in planning, the completeness clock, on that day."""
    completeness = None
    if timeline.completeness is not None:
        completeness = completeness_clock(timeline.course, on=on)
    return instruction_clock(timeline.course, timeline.tacit, on=on), completeness


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
    if course.awaiting_since is not None and course.awaiting_since <= on:
        text = "C. urb. R423-39" if course.pieces_limit is not None else "CRPA L114-5"
        return Clock("paused", started, course.awaiting_since, course.pieces_limit, text)
    if started is None or started > on:
        return Clock("not_started", started, due_on=due, article="CRPA L114-3")
    for span in course.spans:
        if span.since <= on and (span.until is None or on < span.until):
            return Clock("paused", started, span.since, due, span.article)
    return Clock("running" if course.runs else "none", started, due_on=due, article=article)


def completeness_clock(course: Course, *, on: date) -> Clock | None:
    """Planning's first month: running, paused while pieces are awaited, then done."""
    last_day = course.completeness_last_day
    article = "C. urb. R423-22, R423-38"
    if last_day is None:
        return Clock("not_started", article=article)
    if course.awaiting_since is not None and course.awaiting_since <= on:
        since, limit = course.awaiting_since, course.pieces_limit
        lapsed = limit is not None and on > limit
        state: ClockState = "done" if lapsed else "paused"
        return Clock(state, course.started_on, None if lapsed else since, limit, "C. urb. R423-39")
    state = "done" if on > last_day else "running"
    return Clock(state, course.started_on, due_on=last_day, article=article)
