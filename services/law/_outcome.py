"""A finished course made into a timeline: the dates of the law, what moves them, the clocks."""

from datetime import date

from services.law import _sentences_dates as say
from services.law._general import GeneralCourse
from services.law._moves import moves
from services.law._planning import COMPLETENESS, PIECES, PlanningCourse
from services.law._reasons import REASONS
from services.law._sentences import Pair
from services.law.appeals import PLANNING_GRACIOUS
from services.law.clocks import completeness_clock, instruction_clock
from services.law.contracts import Appeal, Course, SafePosting, Step, Tacit, Timeline
from services.law.conventions import REASONABLE_DELAY_MONTHS
from services.law.motivation import appeal_after_reasons, prorogued_by
from services.law.notification import unopened_since
from services.law.periods import add_months
from services.law.planning import safe_posting
from services.law.receipts import (
    OPPOSABILITY,
    RECEIPT,
    appeal_delay_opposable,
    receipt_due,
    registration_receipt_due,
)
from services.law.revocation import REVOCATION, revocation_last_day
from services.law.words import sentence

CZABAJ = "CJA R421-5 ; CE 13 juillet 2016, n° 387763"


def outcome(course: GeneralCourse, *, on: date) -> Timeline:
    """The timeline of a course that has taken all its facts."""
    tacit = _tacit(course, on)
    told = _course(course, on)
    dates = _Dates(course, tacit, on)
    return Timeline(
        facts=course.facts,
        tacit=tacit,
        receipt_due=dates.receipt_due,
        registration_receipt_due=dates.registration_receipt_due,
        appeal=course.appeal,
        appeal_delay_opposable=dates.opposable,
        revocation_last_day=dates.revocation,
        notified_on=course.express.on if course.express else None,
        safe_posting=dates.safe_posting,
        clock=instruction_clock(told, tacit, on=on),
        completeness=completeness_clock(told, on=on) if course.planning else None,
        steps=tuple(sorted((*course.steps, *dates.steps()), key=_by_day)),
        warnings=tuple(course.warnings),
        what_would_move=dates.moves,
        course=told,
    )


def _by_day(step: Step) -> date:
    return step.on or date.max


def _tacit(course: GeneralCourse, on: date) -> Tacit | None:
    last_day, born_on, effect = course.last_day, course.born_on, course.effect
    if course.decided is not None or last_day is None or born_on is None or effect is None:
        return None
    appeal = course.tacit_appeal_now()
    if appeal is not None and course.awaits_reasons:
        # No end yet: the earliest one, were the reasons communicated on the day it is seen.
        earliest = appeal_after_reasons(on, course.calendar, residence=course.facts.residence)
        last = max(earliest, appeal.last_day)
        article = prorogued_by(course.facts.residence)
        appeal = Appeal(last, article, appeal.gracious_last_day, awaits_reasons=True)
    return Tacit(effect, last_day, born_on, course.tacit_article, appeal)


def _reasons_due_on(course: GeneralCourse) -> date | None:
    """The last day to communicate the reasons, while they are owed."""
    return course.reasons_due_on if course.awaits_reasons else None


def _course(course: GeneralCourse, on: date) -> Course:
    return Course(
        seen_on=on,
        runs=course.effect is not None,
        filed_on=course.filed.at,
        started_on=course.start,
        spans=tuple(course.spans),
        awaiting_since=course.awaiting_since,
        pieces_limit=_pieces_limit(course),
        completeness_last_day=getattr(course, "month_end", None),
        portal_since=unopened_since(course.facts.events, planning=course.planning),
        pending=tuple(course.pending),
        decided=course.decided,
        reasons_asked_on=course.reasons_asked_on,
        reasons_due_on=_reasons_due_on(course),
        reasons_given_on=course.reasons_given_on,
    )


def _pieces_limit(course: GeneralCourse) -> date | None:
    """Planning's last day to produce, later by what an original asked for has suspended."""
    if not isinstance(course, PlanningCourse) or course.awaiting_since is None:
        return None
    return course.last_day or course.pieces_limit


class _Dates:
    """The dates that follow from a course, and a step for each."""

    def __init__(self, course: GeneralCourse, tacit: Tacit | None, on: date) -> None:
        self.on = on
        self.moves = moves(course, tacit, on=on)
        self.course = course
        self.tacit = tacit
        calendar = course.calendar
        self.registration_receipt_due = registration_receipt_due(course.filed.at, calendar)
        self.receipt_due = receipt_due(course.competent_on, calendar, course.regime)
        self.opposable = self._opposable()
        self.revocation = self._revocation()
        self.safe_posting: SafePosting | None = None
        if course.planning and tacit is not None:
            self.safe_posting = safe_posting(tacit.last_day, calendar)

    def _opposable(self) -> bool | None:
        """L112-12 speaks of refusals: None when none is in question."""
        course, tacit = self.course, self.tacit
        refused = course.appeal is not None and course.express is not None
        if not refused and (tacit is None or tacit.effect != "rejection"):
            return None
        if refused and course.express is not None and not course.express.mentions_complete:
            return False
        return appeal_delay_opposable(
            course.facts.events,
            express_in_time=course.decided is not None,
            born_on=tacit.born_on if tacit else None,
        )

    def _revocation(self) -> date | None:
        course, tacit = self.course, self.tacit
        if course.express is not None and course.express.decision == "grant":
            return revocation_last_day(course.express.taken_on, planning=course.planning)
        if tacit is not None and tacit.effect == "acceptance":
            return revocation_last_day(tacit.born_on, planning=course.planning)
        return None

    def steps(self) -> list[Step]:
        """One step for each date that exists."""
        steps = self._receipts()
        if isinstance(self.course, PlanningCourse) and self.course.month_end is not None:
            month = self.course.month_end
            steps.append(_date("completeness_end", month, COMPLETENESS, say.COMPLETENESS))
        if self.tacit is not None:
            steps.extend(self._silence(self.tacit))
        if self.course.appeal is not None:
            appeal = self.course.appeal
            steps.append(_date("appeal_end", appeal.last_day, appeal.article, say.APPEAL))
            if self.opposable is False and self.course.express is not None:
                steps.append(self._reasonable(self.course.express.on))
            if appeal.gracious_last_day is not None:
                last = appeal.gracious_last_day
                steps.append(_date("gracious_appeal_end", last, PLANNING_GRACIOUS, say.GRACIOUS))
        if self.revocation is not None:
            article = REVOCATION[self.course.planning]
            steps.append(_date("revocation_end", self.revocation, article, say.REVOCATION))
        if self.opposable is not None:
            pair = say.OPPOSABLE if self.opposable else say.NOT_OPPOSABLE
            text = sentence(*pair)
            steps.append(Step(None, "appeal_delay_opposable", OPPOSABILITY, text, self.opposable))
        return steps

    def _reasonable(self, notified_on: date) -> Step:
        last = add_months(notified_on, REASONABLE_DELAY_MONTHS)
        return _date("reasonable_delay_end", last, CZABAJ, say.REASONABLE)

    def _receipts(self) -> list[Step]:
        registration = self.registration_receipt_due
        steps = [
            _date("registration_receipt_due", registration, RECEIPT, say.REGISTRATION_RECEIPT_DUE)
        ]
        if self.receipt_due is not None:
            own = self.course.regime.receipt_delay is not None
            article = self.course.regime.article if own else RECEIPT
            pair = say.RECEIPT_DUE_OWN if own else say.RECEIPT_DUE
            steps.append(_date("receipt_due", self.receipt_due, article, pair))
        return steps

    def _silence(self, tacit: Tacit) -> list[Step]:
        last, born = tacit.last_day, tacit.born_on
        if self.on >= born:
            text, moved = sentence(*say.BORN[tacit.effect], born=born), None
        else:
            pair = say.PIECES_LAPSED if tacit.article == PIECES else say.TACIT[tacit.effect]
            text, moved = sentence(*pair, last=last, born=born), self.moves[0]
        steps = [Step(born, "tacit_decision", tacit.article, text, moves=moved)]
        if tacit.appeal is not None:
            end = tacit.appeal
            pair = say.TACIT_APPEAL_OPEN if end.awaits_reasons else say.TACIT_APPEAL
            steps.append(_date("tacit_appeal_end", end.last_day, end.article, pair))
        due = _reasons_due_on(self.course)
        if due is not None:
            steps.append(_date("reasons_due", due, REASONS, say.REASONS_DUE))
        if self.safe_posting is not None:
            safe = self.safe_posting
            days = {"electronic": safe.electronic, "post": safe.post}
            text = sentence(*say.SAFE_POSTING, **days)
            steps.append(Step(safe.electronic, "safe_posting", safe.article, text))
        return steps


def _date(what: str, on: date, article: str, pair: Pair) -> Step:
    return Step(on, what, article, sentence(*pair, day=on))
