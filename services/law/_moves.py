"""What would still move the dates of a timeline, as its facts stand."""

from datetime import date

from services.law import _sentences_dates as say
from services.law._general import ORIGINAL, GeneralCourse
from services.law._planning import PlanningCourse
from services.law._sentences import Pair
from services.law.contracts import Appeal, Tacit, Text
from services.law.notification import portal_open_until
from services.law.words import sentence

_Move = tuple[Pair, dict[str, date]]


def moves(course: GeneralCourse, tacit: Tacit | None, *, on: date) -> tuple[Text, ...]:
    """One sentence for each act that would still change a date, seen on that day."""
    found: list[_Move] = []
    if course.competent_on is None:
        found.append((say.HAND_OVER if course.restarts else say.HAND_OVER_RECEIPT, {}))
    if course.decided is None:
        found.extend(_of_the_clock(course, tacit, on))
    express = course.express
    if express is not None and express.how == "portal_unopened":
        found.append((say.OPEN_PORTAL, {"until": portal_open_until(express.on)}))
    appeal = course.appeal
    open_still = appeal is not None and appeal.gracious_last_day is None and not course.appealed
    if appeal is not None and open_still and on <= appeal.last_day:
        found.append((say.GRACIOUS_MOVES, {"last": appeal.last_day}))
    return tuple(sentence(*pair, **days) for pair, days in found)


def _of_the_clock(course: GeneralCourse, tacit: Tacit | None, on: date) -> list[_Move]:
    found: list[_Move] = []
    if course.awaiting_since is not None:
        found.append((say.PRODUCE_RESTART, {}))
    for span in course.spans:
        if span.until is None:
            original = span.article == ORIGINAL
            found.append((say.PRODUCE_ORIGINAL if original else say.PRODUCE_RESUME, {}))
    if tacit is None:
        return found
    if on < tacit.born_on:
        found.extend(_of_silence(course, tacit, on))
    if tacit.appeal is not None and on <= tacit.appeal.last_day and course.express is None:
        found.extend(_of_the_rejection(course, tacit.appeal, born=on >= tacit.born_on))
    return found


def _of_the_rejection(course: GeneralCourse, appeal: Appeal, *, born: bool) -> list[_Move]:
    if appeal.awaits_reasons:
        return [(say.GIVE_REASONS, {})]
    last = {"last": appeal.last_day}
    asked = course.reasons_given_on is not None
    asks: list[_Move] = [(say.ASK_REASONS, last)] if born and not asked else []
    return [(say.REFUSE_ANEW, last), *asks]


def _of_silence(course: GeneralCourse, tacit: Tacit, on: date) -> list[_Move]:
    last = {"last": tacit.last_day}
    found: list[_Move] = [(say.DECIDE, last)]
    if isinstance(course, PlanningCourse):
        found.extend(_of_planning(course, tacit, on))
    else:
        found.append((say.ASK_RESTART if course.restarts else say.ASK_SUSPEND, last))
    return found


def _of_planning(course: PlanningCourse, tacit: Tacit, on: date) -> list[_Move]:
    if course.awaiting_since is not None or course.month_end is None:
        return []
    found: list[_Move] = []
    if on <= course.month_end:
        found.append((say.ASK_PLANNING, {"month": course.month_end}))
    if tacit.effect == "acceptance":
        found.append((say.ABF, {"last": tacit.last_day}))
    return [*found, (say.EXCEPTIONAL, {"last": tacit.last_day})]
