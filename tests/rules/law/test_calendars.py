"""Working days by territory (C. trav. L3133-1, L3134-13, L3422-2)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from services.law.calendars import CALENDARS, calendar
from services.law.errors import FactError

# From, count, calendar, day reached, article and why.
WORKING_DAYS = [
    ("2026-04-30", 10, "metropole", "2026-05-19", "L3133-1: 1, 8, 14 May skipped"),
    ("2026-12-18", 10, "metropole", "2027-01-05", "L3133-1: Christmas, New Year"),
    ("2026-07-13", 10, "metropole", "2026-07-28", "L3133-1: 14 July"),
    ("2026-03-30", 10, "metropole", "2026-04-14", "L3133-1: Easter Monday"),
    ("2026-03-30", 10, "alsace-moselle", "2026-04-15", "L3134-13: Good Friday"),
    ("2025-12-19", 5, "alsace-moselle", "2025-12-30", "L3134-13: 25 and 26 December"),
    ("2025-12-19", 5, "metropole", "2025-12-29", "26 December is worked elsewhere"),
    ("2026-05-26", 1, "guadeloupe", "2026-05-28", "L3422-2: 27 May"),
    ("2026-05-26", 1, "metropole", "2026-05-27", "27 May is worked elsewhere"),
    ("2026-05-21", 1, "martinique", "2026-05-26", "L3422-2: 22 May, then Whit Monday"),
    ("2026-05-21", 1, "metropole", "2026-05-22", "22 May is worked elsewhere"),
    ("2026-06-09", 1, "guyane", "2026-06-11", "L3422-2: 10 June"),
    ("2027-12-17", 1, "reunion", "2027-12-21", "L3422-2: 20 December"),
    ("2027-12-17", 1, "metropole", "2027-12-20", "20 December is worked elsewhere"),
    ("2026-04-24", 1, "mayotte", "2026-04-28", "L3422-2: 27 April"),
    ("2026-05-27", 1, "saint-martin", "2026-05-29", "L3422-2: 28 May"),
    ("2026-10-08", 1, "saint-barthelemy", "2026-10-12", "L3422-2: 9 October"),
    ("2026-07-20", 1, "guadeloupe", "2026-07-21", "21 July is a custom, not a text"),
    ("2026-04-02", 1, "martinique", "2026-04-03", "Good Friday: no text in Martinique"),
    ("2026-01-10", 1, "metropole", "2026-01-12", "from a Saturday"),
    ("2026-01-11", 1, "metropole", "2026-01-12", "from a Sunday"),
    ("2026-01-09", 1, "metropole", "2026-01-12", "from a Friday"),
    ("2026-01-12", 0, "metropole", "2026-01-12", "no day at all"),
    ("2026-01-10", 0, "metropole", "2026-01-10", "no day from a Saturday"),
    ("2026-05-19", -10, "metropole", "2026-04-30", "back over the same holidays"),
    ("2026-01-12", -1, "metropole", "2026-01-09", "back over a week-end"),
    ("2024-03-29", 1, "metropole", "2024-04-02", "Easter Monday 1 April 2024"),
    ("2025-04-18", 1, "metropole", "2025-04-22", "Easter Monday 21 April 2025"),
    ("2025-04-17", 1, "alsace-moselle", "2025-04-22", "Good Friday and Easter Monday 2025"),
    ("2027-05-14", 1, "metropole", "2027-05-18", "Whit Monday 17 May 2027"),
    ("2026-10-30", 1, "metropole", "2026-11-02", "All Saints' on a Sunday moves nothing"),
    ("2026-11-10", 1, "metropole", "2026-11-12", "L3133-1: 11 November"),
]


@pytest.mark.parametrize(("start", "count", "name", "reached", "why"), WORKING_DAYS)
def test_counts_working_days(start: str, count: int, name: str, reached: str, why: str) -> None:
    day = calendar(name).add_working_days(date.fromisoformat(start), count)
    assert day.isoformat() == reached, why


ELEVEN = [
    *("2026-01-01", "2026-04-06", "2026-05-01", "2026-05-08", "2026-05-14", "2026-05-25"),
    *("2026-07-14", "2026-08-15", "2026-11-01", "2026-11-11", "2026-12-25"),
]


@pytest.mark.parametrize("name", CALENDARS)
@pytest.mark.parametrize("day", ELEVEN)
def test_keeps_the_eleven_days_everywhere(name: str, day: str) -> None:
    assert calendar(name).is_holiday(date.fromisoformat(day))


OVERSEAS = "C. trav. L3133-1, L3422-2"

# Holidays in 2026, the article of the calendar, hours from UTC in January.
OWN = [
    ("metropole", 11, "C. trav. L3133-1", 1),
    ("alsace-moselle", 13, "C. trav. L3133-1, L3134-13", 1),
    ("guadeloupe", 12, OVERSEAS, -4),
    ("martinique", 12, OVERSEAS, -4),
    ("guyane", 12, OVERSEAS, -3),
    ("reunion", 12, OVERSEAS, 4),
    ("mayotte", 12, OVERSEAS, 3),
    ("saint-martin", 12, OVERSEAS, -4),
    ("saint-barthelemy", 12, OVERSEAS, -4),
    ("saint-pierre-et-miquelon", 11, "C. trav. L3133-1", -3),
]


@pytest.mark.parametrize(("name", "count", "article", "hours"), OWN)
def test_adds_only_what_a_text_adds(name: str, count: int, article: str, hours: int) -> None:
    here = calendar(name)
    year = [date.fromordinal(date(2026, 1, 1).toordinal() + n) for n in range(365)]
    assert sum(here.is_holiday(day) for day in year) == count
    assert (here.name, here.article) == (name, article)
    new_year = here.local(datetime(2026, 1, 1, 12, tzinfo=UTC))
    assert new_year.utcoffset() == timedelta(hours=hours)


ZONES = [
    ("metropole", "2026-01-11"),
    ("alsace-moselle", "2026-01-11"),
    ("martinique", "2026-01-10"),
    ("guadeloupe", "2026-01-10"),
    ("guyane", "2026-01-10"),
    ("saint-pierre-et-miquelon", "2026-01-10"),
    ("reunion", "2026-01-11"),
    ("mayotte", "2026-01-11"),
]


@pytest.mark.parametrize(("name", "day"), ZONES)
def test_dates_an_instant_where_the_collectivity_is(name: str, day: str) -> None:
    instant = datetime(2026, 1, 10, 23, 30, tzinfo=UTC)
    assert calendar(name).local(instant).date().isoformat() == day


def test_takes_a_naive_instant_as_local() -> None:
    naive = datetime.fromisoformat("2026-01-10T23:30")
    assert calendar("reunion").local(naive) == naive


def test_finds_the_next_working_day() -> None:
    here = calendar("metropole")
    assert here.next_working_day(date(2026, 5, 14)) == date(2026, 5, 15)
    assert here.next_working_day(date(2026, 5, 15)) == date(2026, 5, 15)
    assert here.next_working_day(date(2026, 12, 25)) == date(2026, 12, 28)


def test_refuses_an_unknown_calendar() -> None:
    with pytest.raises(FactError) as refused:
        calendar("lune")
    assert refused.value.field == "calendar"
    assert "« lune » ; connus : metropole, alsace-moselle, guadeloupe, " in refused.value.message
