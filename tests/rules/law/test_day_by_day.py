"""The law walked one day at a time, as a clerk would with a wall calendar, gives the same dates."""

from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rules.law.asking import SVA, SVR, event, filed, last_day

HORIZON = 600
KINDS = st.sampled_from(["asked", "asked_open", "given", "partial", "original", "shown"])
STORIES = st.lists(st.tuples(st.integers(0, 150), KINDS, st.integers(0, 40)), max_size=8)
Happening = tuple[int, str, int]


def facts_of(start: date, story: list[Happening]) -> list[dict[str, Any]]:
    whats = {"asked_open": "pieces_asked", "asked": "pieces_asked", "partial": "pieces_given"}
    whats |= {"given": "pieces_given", "original": "original_asked", "shown": "original_given"}
    events = []
    for after, kind, length in story:
        more: dict[str, Any] = {"partial": True} if kind == "partial" else {}
        if kind == "asked":
            more = {"limit": (start + timedelta(after + length)).isoformat()}
        events.append(event(whats[kind], (start + timedelta(after)).isoformat(), **more))
    return events


class Clerk:
    """Hears what happens and keeps the end of the delay."""

    def __init__(self, start: date, *, restarts: bool) -> None:
        self.end = start + relativedelta(months=2)
        self.restarts = restarts
        self.limits: list[int | None] = []
        self.original = self.waiting = False

    def hear(self, kind: str, today: date, limit: int | None) -> None:
        if kind in ("original", "shown"):
            self.original = kind == "original"
        elif kind == "given":
            if self.waiting:
                self.end = today + relativedelta(months=2)
            self.waiting, self.limits = False, []
        elif kind != "partial" and self.restarts:
            self.waiting = True
        elif kind != "partial":
            self.limits.append(limit)

    def stands(self, number: int) -> bool:
        asked = any(limit is None or number < limit for limit in self.limits)
        return self.original or asked


def clerk(start: date, story: list[Happening], *, restarts: bool) -> date | None:
    """Day after day: hear what happens, then push the end back by one if the clock stands."""
    one = Clerk(start, restarts=restarts)
    for number in range(HORIZON):
        today = start + timedelta(number)
        if today > one.end and not one.waiting:
            return one.end
        for after, kind, length in story:
            if after == number:
                one.hear(kind, today, after + length if kind == "asked" else None)
        if one.stands(number):
            one.end += timedelta(days=1)
    return None


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],  # a busy machine is no failure
)
@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), STORIES, st.booleans())
def test_agrees_with_the_clerk(start: date, story: list[Happening], restarts: bool) -> None:
    ordered = sorted(story, key=lambda one: one[0])
    expected = clerk(start, ordered, restarts=restarts)
    regime = SVA if restarts else SVR
    found = last_day(regime, filed(start.isoformat()), *facts_of(start, ordered))
    assert found == (None if expected is None else expected.isoformat())
