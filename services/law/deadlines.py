"""The dates to register for a case."""

from datetime import date

from services.law import _sentences_dates as say
from services.law._planning import COMPLETENESS, PIECES
from services.law.contracts import Deadline, Timeline
from services.law.notification import PORTAL, portal_open_until
from services.law.periods import add_days
from services.law.receipts import RECEIPT
from services.law.revocation import REVOCATION
from services.law.words import sentence


def deadlines(timeline: Timeline) -> tuple[Deadline, ...]:
    """Every date of the timeline that somebody must hold or that the law acts after.

    Kinds: registration_receipt, receipt, completeness, pieces_limit, silence, safe_posting,
    portal_notification, appeal_end, tacit_appeal_end, reasons_due, revocation_end. A kind that does
    not apply is absent, and so is what has been done (a receipt sent) or has lapsed without effect
    (the limit of a request, passed on the day the timeline was seen). While reasons are owed the
    appeal against the tacit rejection has no last day, hence no tacit_appeal_end (CRPA L232-4).
    """
    found = [
        *_receipts(timeline),
        *_waiting(timeline),
        *_silence(timeline),
        *_appeals(timeline),
    ]
    return tuple(sorted(found, key=lambda one: (one.due_on, one.kind)))


def _day_after(day: date) -> date:
    return add_days(day, 1)


def _receipts(timeline: Timeline) -> list[Deadline]:
    sent = [fact.kind for fact in timeline.facts.events if fact.what == "receipt_sent"]
    if any(kind != "registration" for kind in sent):
        return []
    due = timeline.registration_receipt_due
    text = sentence(*say.REGISTRATION_RECEIPT_DUE, day=due)
    found = [] if sent else [Deadline("registration_receipt", due, due, RECEIPT, text)]
    step = timeline.step("receipt_due")
    if step is not None and step.on is not None:
        found.append(Deadline("receipt", step.on, step.on, step.article, step.text))
    return found


def _waiting(timeline: Timeline) -> list[Deadline]:
    """What is awaited: the month of planning, the pieces, the portal's fifteen days."""
    course = timeline.course
    found = []
    month = course.completeness_last_day
    if month is not None and course.decided is None:
        text = sentence(*say.COMPLETENESS, day=month)
        found.append(Deadline("completeness", month, _day_after(month), COMPLETENESS, text))
    awaited = _pieces_limit(timeline)
    if awaited is not None:
        limit, article = awaited
        text = sentence(*say.PIECES_DUE, day=limit)
        wake = _day_after(limit)
        found.append(Deadline("pieces_limit", limit, wake, article, text, "person"))
    if course.portal_since is not None:
        until = portal_open_until(course.portal_since)
        text = sentence(*say.PORTAL_UNTIL, until=until, day=course.portal_since)
        wake = _day_after(until)
        found.append(Deadline("portal_notification", until, wake, PORTAL, text, "person"))
    return found


def _pieces_limit(timeline: Timeline) -> tuple[date, str] | None:
    """Planning's three months, else the later limit of the pending requests, while it runs."""
    course = timeline.course
    if course.decided is not None:
        return None
    if course.pieces_limit is not None:
        return course.pieces_limit, PIECES
    limits = [fact.limit for fact in course.pending if fact.limit is not None]
    running = [limit for limit in limits if limit >= course.seen_on]
    return (max(running), "CRPA R112-11-4") if running else None


def _silence(timeline: Timeline) -> list[Deadline]:
    tacit = timeline.tacit
    if tacit is None:
        return []
    text = sentence(*say.TACIT[tacit.effect], last=tacit.last_day, born=tacit.born_on)
    found = [Deadline("silence", tacit.last_day, tacit.born_on, tacit.article, text, "law")]
    safe = timeline.safe_posting
    if safe is not None:
        text = sentence(*say.SAFE_POSTING, electronic=safe.electronic, post=safe.post)
        found.append(Deadline("safe_posting", safe.post, safe.post, safe.article, text))
    return found


def _appeals(timeline: Timeline) -> list[Deadline]:
    found = []
    appeal = timeline.appeal
    if appeal is not None:
        last, article = appeal.last_day, appeal.article
        text = sentence(*say.APPEAL, day=last)
        found.append(Deadline("appeal_end", last, _day_after(last), article, text, "person"))
    due = timeline.step("reasons_due")
    if due is not None and due.on is not None:
        found.append(Deadline("reasons_due", due.on, due.on, due.article, due.text))
    tacit = timeline.tacit.appeal if timeline.tacit is not None else None
    if tacit is not None and not tacit.awaits_reasons:
        last, article = tacit.last_day, tacit.article
        text = sentence(*say.TACIT_APPEAL, day=last)
        wake = _day_after(last)
        found.append(Deadline("tacit_appeal_end", last, wake, article, text, "person"))
    if timeline.revocation_last_day is not None:
        last = timeline.revocation_last_day
        article = REVOCATION[timeline.facts.regime.planning]
        text = sentence(*say.REVOCATION, day=last)
        found.append(Deadline("revocation_end", last, _day_after(last), article, text))
    return found


def pieces_asked_in_time(timeline: Timeline) -> bool:
    """Whether a request for pieces counts for the clock."""
    return any(step.what == "pieces_asked" and step.effective for step in timeline.steps)
