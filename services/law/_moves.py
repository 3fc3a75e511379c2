"""What would still move the dates of a timeline, as its facts stand."""

from datetime import date

from services.law import _sentences_dates as say
from services.law._general import ORIGINAL, GeneralCourse
from services.law._planning import PlanningCourse
from services.law._sentences import Pair
from services.law.contracts import Tacit, Text
from services.law.words import sentence


def moves(course: GeneralCourse, tacit: Tacit | None) -> tuple[Text, ...]:
    """One sentence for each act that would still change a date."""
    found: list[tuple[Pair, dict[str, date]]] = []
    if course.competent_on is None:
        found.append((say.HAND_OVER if course.restarts else say.HAND_OVER_RECEIPT, {}))
    if course.decided is None:
        found.extend(_of_the_clock(course, tacit))
    if course.appeal is not None and course.appeal.gracious_last_day is None:
        if not course.appealed:
            found.append((say.GRACIOUS_MOVES, {"last": course.appeal.last_day}))
    return tuple(sentence(*pair, **days) for pair, days in found)


def _of_the_clock(course: GeneralCourse, tacit: Tacit | None) -> list[tuple[Pair, dict[str, date]]]:
    found: list[tuple[Pair, dict[str, date]]] = []
    if course.awaiting_since is not None:
        found.append((say.PRODUCE_RESTART, {}))
    for span in course.spans:
        if span.article == ORIGINAL and span.until is None:
            found.append((say.PRODUCE_ORIGINAL, {}))
        elif span.until is None:
            found.append((say.PRODUCE_RESUME, {}))
    if tacit is None:
        return found
    last = {"last": tacit.last_day}
    found.append((say.DECIDE, last))
    if isinstance(course, PlanningCourse):
        if course.month_end is not None and course.awaiting_since is None:
            found.append((say.ASK_PLANNING, {"month": course.month_end}))
        if tacit.effect == "acceptance":
            found.append((say.ABF, last))
        found.append((say.EXCEPTIONAL, last))
    elif course.restarts:
        found.append((say.ASK_RESTART, last))
    else:
        found.append((say.ASK_SUSPEND, last))
    if tacit.appeal is not None:
        found.append((say.REFUSE_ANEW, {"last": tacit.appeal.last_day}))
    return found
