"""Delays as the law writes them: calendar months, weeks, days, working days."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from services.law.errors import FactError

if TYPE_CHECKING:
    from services.law.calendars import Calendar

_PERIOD = re.compile(
    r"P(?:(?P<years>\d{1,2})Y)?(?:(?P<months>\d{1,3})M)?(?:(?P<weeks>\d{1,3})W)?"
    r"(?:(?P<days>\d{1,4})D)?(?:(?P<working_days>\d{1,4})WD)?"
)
_LONGEST_YEARS = 30


def add_months(day: date, months: int) -> date:
    """The same day of the month, `months` later, clamped to the end of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def add_days(day: date, days: int) -> date:
    """`days` calendar days later."""
    return day + timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Delay:
    """A period and what it is counted from.

    `anchor` names the fact: filed, competent, complete, receipt_sent, asked, notified, born.
    """

    months: int = 0
    days: int = 0
    working_days: int = 0
    anchor: str = "filed"

    @property
    def iso(self) -> str:
        """ISO 8601, with `WD` for working days (an extension of ours: ISO has none)."""
        parts = ((self.months, "M"), (self.days, "D"), (self.working_days, "WD"))
        return "P" + "".join(f"{amount}{unit}" for amount, unit in parts if amount)

    def end(self, start: date, calendar: "Calendar", *, more_months: int = 0) -> date:
        """The last day of the delay counted from `start`, which does not count itself."""
        day = add_days(add_months(start, self.months + more_months), self.days)
        return calendar.add_working_days(day, self.working_days)


@lru_cache(maxsize=256)
def parse_delay(text: str, *, anchor: str = "filed", field: str = "regime.delay") -> Delay:
    """Read `P2M`, `P1Y`, `P3W`, `P15D`, `P10WD` (working days).

    Raises FactError on `field` for anything else, for a delay of nothing, and beyond 30 years.
    """
    found = _PERIOD.fullmatch(text)
    if found is None:
        raise FactError(
            field,
            f"« {text} » n’est pas une durée ISO 8601 (exemples : P2M, P15D, P3W, P10WD)",
        )
    amount = {unit: int(value or 0) for unit, value in found.groupdict().items()}
    delay = Delay(
        months=amount["years"] * 12 + amount["months"],
        days=amount["weeks"] * 7 + amount["days"],
        working_days=amount["working_days"],
        anchor=anchor,
    )
    if not (delay.months or delay.days or delay.working_days):
        raise FactError(field, f"« {text} » est une durée nulle")
    if delay.months > _LONGEST_YEARS * 12 or delay.days + delay.working_days > _LONGEST_YEARS * 365:
        raise FactError(field, f"« {text} » dépasse {_LONGEST_YEARS} ans")
    return delay
