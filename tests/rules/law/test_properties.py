"""Properties: monotonic, never shortened, never before completeness, never 30·n."""

from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.law.appeals import last_day_to_appeal
from services.law.calendars import CALENDARS, calendar
from services.law.deadlines import deadlines
from services.law.periods import add_months
from services.law.reading import read_facts
from services.law.timeline import timeline
from tests.rules.law.asking import (
    DP,
    PC,
    SVA,
    SVR,
    asked,
    document,
    event,
    filed,
    last_day,
    timeline_answers,
)
from tests.rules.law.asking import given as pieces_given

DAYS = st.dates(date(2016, 1, 1), date(2080, 12, 31))
MONTHS = st.integers(1, 12)
REGIMES = st.sampled_from([SVA, SVR, "flat_rate P2M", "acceptance P1M", "rejection P4M", DP, PC])
CALENDAR_NAMES = st.sampled_from(sorted(CALENDARS))
# A busy machine is no failure.
SLOW = [HealthCheck.too_slow]
quick = settings(max_examples=120, deadline=None, suppress_health_check=SLOW)


def iso(day: date, more: int = 0) -> str:
    return (day + timedelta(days=more)).isoformat()


@quick
@given(DAYS, st.integers(0, 60))
def test_months_agree_with_dateutil(day: date, months: int) -> None:
    assert add_months(day, months) == day + relativedelta(months=months)


@quick
@given(DAYS, MONTHS)
def test_months_are_never_thirty_days_each(day: date, months: int) -> None:
    """The day of the month is kept, or the month's last day is reached."""
    end = add_months(day, months)
    assert (end.month - day.month) % 12 == months % 12
    assert end.day == day.day or (end + timedelta(days=1)).day == 1


@quick
@given(DAYS, st.integers(0, 400), REGIMES)
def test_a_later_start_never_ends_earlier(day: date, later: int, regime: str) -> None:
    first, second = last_day(regime, filed(iso(day))), last_day(regime, filed(iso(day, later)))
    assert first is not None
    assert second is not None
    assert first <= second


@quick
@given(DAYS, st.integers(0, 59), st.integers(0, 90))
def test_a_suspension_never_shortens(day: date, at: int, length: int) -> None:
    plain = last_day(SVR, filed(iso(day)))
    held = last_day(SVR, filed(iso(day)), asked(iso(day, at), iso(day, at + length)))
    assert plain is not None
    assert held is not None
    assert date.fromisoformat(held) - date.fromisoformat(plain) == timedelta(days=length)


@quick
@given(DAYS, st.integers(0, 40), st.integers(0, 30), st.integers(0, 40), st.integers(0, 30))
def test_two_suspensions_never_count_twice(
    day: date, first: int, length: int, second: int, other: int
) -> None:
    """The days of the union, whatever the overlap."""
    one = asked(iso(day, first), iso(day, first + length))
    two = asked(iso(day, second), iso(day, second + other))
    plain, held = last_day(SVR, filed(iso(day))), last_day(SVR, filed(iso(day)), one, two)
    days = set(range(first, first + length)) | set(range(second, second + other))
    assert plain is not None
    assert held is not None
    assert date.fromisoformat(held) - date.fromisoformat(plain) == timedelta(days=len(days))


@quick
@given(DAYS, st.integers(0, 50), st.integers(0, 200))
def test_acceptance_never_runs_before_completeness(day: date, at: int, later: int) -> None:
    start = filed(iso(day))
    assert last_day(SVA, start, asked(iso(day, at))) is None
    complete = day + timedelta(days=at + later)
    ended = last_day(SVA, start, asked(iso(day, at)), pieces_given(complete.isoformat()))
    assert ended == (complete + relativedelta(months=2)).isoformat()


@quick
@given(DAYS, st.integers(0, 20), REGIMES)
def test_a_piece_that_is_not_indispensable_moves_nothing(day: date, at: int, regime: str) -> None:
    request = asked(iso(day, at), indispensable=False, in_code=False)
    assert last_day(regime, filed(iso(day)), request) == last_day(regime, filed(iso(day)))


@quick
@given(DAYS, CALENDAR_NAMES, st.sampled_from(["metropole", "overseas", "abroad"]))
def test_an_appeal_ends_on_a_working_day(day: date, name: str, residence: Any) -> None:
    here = calendar(name)
    end = last_day_to_appeal(day, here, residence=residence)
    months = {"metropole": 2, "overseas": 3, "abroad": 4}[residence]
    franc = day + relativedelta(months=months) + timedelta(days=1)
    assert here.is_working_day(end)
    assert end >= franc
    assert all(not here.is_working_day(franc + timedelta(n)) for n in range((end - franc).days))


@quick
@given(DAYS, CALENDAR_NAMES, st.integers(0, 60))
def test_working_days_come_and_go(day: date, name: str, count: int) -> None:
    here = calendar(name)
    end = here.add_working_days(day, count)
    between = [day + timedelta(n) for n in range(1, (end - day).days + 1)]
    assert sum(here.is_working_day(one) for one in between) == count
    if here.is_working_day(day):
        assert here.add_working_days(end, -count) == day


WHATS = st.sampled_from(
    [
        *("handed_over", "receipt_sent", "pieces_asked", "pieces_given", "original_asked"),
        *("original_given", "opinion_asked", "opinion_received", "delay_extended"),
        *("decision_notified", "made_available", "opened", "appealed", "sent"),
    ]
)
NEEDED: dict[str, dict[str, Any]] = {
    "decision_notified": {"decision": "refusal"},
    "delay_extended": {"months": 1, "article": "R423-24"},
    "opinion_received": {"sense": "unfavourable", "service": "ABF"},
}


@settings(max_examples=250, deadline=None, suppress_health_check=SLOW)
@given(
    DAYS,
    REGIMES,
    st.booleans(),
    st.lists(st.tuples(st.integers(0, 400), WHATS), max_size=12),
    st.integers(0, 500),
)
def test_any_story_is_told(
    day: date, regime: str, competent: bool, story: list[tuple[int, str]], on: int
) -> None:
    """Never a traceback; a last day, a birth the day after."""
    events = [event(what, iso(day, after), **NEEDED.get(what, {})) for after, what in story]
    facts = document(regime, filed(iso(day), competent=competent), *events)
    answers = timeline_answers(facts)
    assert not answers.failed
    told = timeline(read_facts(facts), on=day + timedelta(days=on))
    if told.tacit is not None:
        assert told.tacit.born_on == told.tacit.last_day + timedelta(days=1)
        assert told.course.decided is None
    assert all(one.wake_on >= one.due_on for one in deadlines(told))


@quick
@given(DAYS, REGIMES, st.integers(0, 300))
def test_what_is_born_stays(day: date, regime: str, after: int) -> None:
    """Nothing that comes after a tacit decision moves it, whatever it is."""
    plain = last_day(regime, filed(iso(day)))
    assert plain is not None
    born = date.fromisoformat(plain) + timedelta(days=1 + after)
    for what in ("pieces_asked", "pieces_given", "original_asked", "opinion_received"):
        late = event(what, born.isoformat(), **NEEDED.get(what, {}))
        assert last_day(regime, filed(iso(day)), late) == plain
