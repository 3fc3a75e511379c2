"""Delays are calendar months, never thirty days (law-and-domain §0.1, §2.4)."""

from datetime import date

import pytest

from services.law.calendars import calendar
from services.law.errors import FactError
from services.law.periods import Delay, add_months, parse_delay

# Start, delay, last day. Article beside each: the delay's own text.
MONTHS = [
    ("2026-01-15", 2, "2026-03-15", "CRPA L231-1"),
    ("2025-12-31", 2, "2026-02-28", "CRPA L231-1, clamped to the month’s end"),
    ("2026-01-31", 1, "2026-02-28", "C. urb. R423-23 a"),
    ("2028-01-31", 1, "2028-02-29", "C. urb. R423-23 a, leap year"),
    ("2026-11-30", 3, "2027-02-28", "C. urb. R423-23 c"),
    ("2027-11-30", 3, "2028-02-29", "C. urb. R423-23 c, leap year"),
    ("2026-01-21", 1, "2026-02-21", "CE 17 Sept 2010: up to and including 21 February"),
    ("2026-01-01", 2, "2026-03-01", "PC lodged on 1 January ends on 1 March"),
    ("2026-04-23", 2, "2026-06-23", "CRPA L231-1"),
    ("2026-02-28", 1, "2026-03-28", "not the end of March: the same day"),
    ("2028-02-29", 12, "2029-02-28", "one year from a leap day"),
    ("2028-02-29", 48, "2032-02-29", "four years from a leap day"),
    ("2026-08-31", 1, "2026-09-30", "CRPA R112-16"),
    ("2026-12-01", 1, "2027-01-01", "over the year"),
    ("2026-12-31", 4, "2027-04-30", "CRPA L242-1"),
    ("2026-07-30", 7, "2027-02-28", "CRPA L231-6"),
    ("2026-03-31", 3, "2026-06-30", "CASF L421-6"),
    ("2026-05-31", 4, "2026-09-30", "CASF R241-33"),
    ("2026-06-30", 2, "2026-08-30", "the 30th stays the 30th"),
    ("2026-10-31", 4, "2027-02-28", "CRPA L242-1"),
]


@pytest.mark.parametrize(("start", "months", "last", "article"), MONTHS)
def test_adds_calendar_months(start: str, months: int, last: str, article: str) -> None:
    assert add_months(date.fromisoformat(start), months) == date.fromisoformat(last), article


READ = [
    ("P2M", Delay(months=2)),
    ("P1Y", Delay(months=12)),
    ("P1Y6M", Delay(months=18)),
    ("P3W", Delay(days=21)),
    ("P15D", Delay(days=15)),
    ("P2M15D", Delay(months=2, days=15)),
    ("P1W2D", Delay(days=9)),
    ("P10WD", Delay(working_days=10)),
    ("P30Y", Delay(months=360)),
]


@pytest.mark.parametrize(("text", "delay"), READ)
def test_reads_iso_periods(text: str, delay: Delay) -> None:
    assert parse_delay(text) == delay


@pytest.mark.parametrize(
    "text", ["", "2M", "P", "P0D", "P0M", "PT2H", "P-2M", "p2m", "P2M ", "P2", "P31Y", "P999WD9"]
)
def test_refuses_what_is_not_a_delay(text: str) -> None:
    with pytest.raises(FactError) as refused:
        parse_delay(text)
    assert refused.value.field == "regime.delay"
    assert text in refused.value.message


@pytest.mark.parametrize("text", ["P361M", "P9999D9999WD", "P30Y1M", "P6000D6000WD"])
def test_refuses_a_delay_beyond_thirty_years(text: str) -> None:
    with pytest.raises(FactError, match="30 ans"):
        parse_delay(text)


ENDS = [
    ("P15D", "2026-01-10", "2026-01-25", "days run on week-ends"),
    ("P3W", "2026-01-10", "2026-01-31", "weeks are seven days"),
    ("P10WD", "2026-04-30", "2026-05-19", "R112-11-2: 1, 8 and 14 May are holidays"),
    ("P1M10D", "2026-01-31", "2026-03-10", "months first, then days"),
    ("P1M1WD", "2026-01-01", "2026-02-02", "1 February 2026 is a Sunday"),
]


@pytest.mark.parametrize(("text", "start", "last", "why"), ENDS)
def test_ends_on_the_last_day(text: str, start: str, last: str, why: str) -> None:
    end = parse_delay(text).end(date.fromisoformat(start), calendar("metropole"))
    assert end == date.fromisoformat(last), why


def test_more_months_are_one_addition() -> None:
    """31 January + (1 + 1) months is 31 March, not 28 March."""
    assert Delay(months=1).end(date(2026, 1, 31), calendar("metropole"), more_months=1) == date(
        2026, 3, 31
    )


@pytest.mark.parametrize("text", ["P2M", "P21D", "P10WD", "P18M", "P2M15D"])
def test_writes_itself_back(text: str) -> None:
    assert parse_delay(text).iso == text
    assert parse_delay(text, anchor="born").anchor == "born"
