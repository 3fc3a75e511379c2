"""Working days (jours ouvrés) and time zones, by the territory of a collectivity.

Source: code du travail L3133-1 (eleven days), L3134-13 (Alsace-Moselle), L3422-2 (overseas). Local
customs that no text makes a public holiday (Mi-Carême, 21 July…) are left out, see
docs/law-to-verify.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

import holidays

from services.law.errors import FactError

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """A territory's working days and time zone; `extra` are its own (month, day) holidays."""

    name: str
    zone: str
    article: str = "C. trav. L3133-1"
    extra: tuple[tuple[int, int], ...] = ()
    subdivision: str | None = None

    def is_holiday(self, day: date) -> bool:
        """Whether a text makes this day a public holiday here."""
        return day in _holidays(self.subdivision, self.extra, day.year)

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday, holidays excepted."""
        return day.weekday() < _SATURDAY and not self.is_holiday(day)

    def next_working_day(self, day: date) -> date:
        """`day` itself when it is worked, else the next one that is."""
        while not self.is_working_day(day):
            day += _ONE_DAY
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day after `day` (before it when negative); `day` for zero."""
        step = _ONE_DAY if count > 0 else -_ONE_DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def local(self, moment: datetime) -> datetime:
        """An instant as clocks show it here; a naive one is already local."""
        return moment if moment.tzinfo is None else moment.astimezone(ZoneInfo(self.zone))


@lru_cache(maxsize=4096)
def _holidays(
    subdivision: str | None, extra: tuple[tuple[int, int], ...], year: int
) -> frozenset[date]:
    common = holidays.country_holidays("FR", subdiv=subdivision, years=year)
    return frozenset(common) | {date(year, month, day) for month, day in extra}


_OVERSEAS = "C. trav. L3133-1, L3422-2"
CALENDARS: Mapping[str, Calendar] = MappingProxyType(
    {
        one.name: one
        for one in (
            Calendar("metropole", "Europe/Paris"),
            Calendar(
                "alsace-moselle",
                "Europe/Paris",
                "C. trav. L3133-1, L3134-13",
                subdivision="6AE",
            ),
            Calendar("guadeloupe", "America/Guadeloupe", _OVERSEAS, ((5, 27),)),
            Calendar("martinique", "America/Martinique", _OVERSEAS, ((5, 22),)),
            Calendar("guyane", "America/Cayenne", _OVERSEAS, ((6, 10),)),
            Calendar("reunion", "Indian/Reunion", _OVERSEAS, ((12, 20),)),
            Calendar("mayotte", "Indian/Mayotte", _OVERSEAS, ((4, 27),)),
            Calendar("saint-martin", "America/Marigot", _OVERSEAS, ((5, 28),)),
            Calendar("saint-barthelemy", "America/St_Barthelemy", _OVERSEAS, ((10, 9),)),
            Calendar("saint-pierre-et-miquelon", "America/Miquelon"),
        )
    }
)


def calendar(name: str, *, field: str = "calendar") -> Calendar:
    """The calendar of that name; raises FactError on `field` when there is none."""
    found = CALENDARS.get(name)
    if found is None:
        known = ", ".join(CALENDARS)
        raise FactError(field, f"calendrier inconnu « {name} » ; connus : {known}")
    return found
