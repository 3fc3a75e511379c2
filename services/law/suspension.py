"""Suspensions counted in days, overlapping ones once (CRPA L114-5 al. 3, R113-11)."""

from collections.abc import Iterable
from datetime import date

from services.law.contracts import Span
from services.law.periods import add_days


def suspended_days(spans: Iterable[Span], *, start: date) -> int | None:
    """The days, from `start` on, during which the clock stood; None while one has no end.

    Two that overlap count once, from the first day asked to the later end.
    """
    total = 0
    reached = start
    for span in sorted(spans, key=lambda span: span.since):
        if span.until is None:
            return None
        since = max(span.since, reached)
        if span.until > since:
            total += (span.until - since).days
            reached = span.until
    return total


def pushed_back(last_day: date, spans: Iterable[Span], *, start: date) -> date | None:
    """`last_day` later by the days suspended since `start`; None while the clock stands."""
    days = suspended_days(spans, start=start)
    return None if days is None else add_days(last_day, days)
