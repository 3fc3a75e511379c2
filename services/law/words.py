"""Dates and amounts in words, in French and in English, without a locale library (hot path)."""

from datetime import date
from functools import lru_cache

from services.law.contracts import Text

_FR = (
    *("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre"),
    *("octobre", "novembre", "décembre"),
)
_EN = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)


@lru_cache(maxsize=4096)
def fr(day: date) -> str:
    """« 1er mars 2026 »."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number} {_FR[day.month - 1]} {day.year}"


@lru_cache(maxsize=4096)
def en(day: date) -> str:
    """“1 March 2026”."""
    return f"{day.day} {_EN[day.month - 1]} {day.year}"


def sentence(french: str, english: str, /, **days: date) -> Text:
    """A sentence in both languages, its `{name}` places filled with dates in words."""
    return Text(
        french.format(**{name: fr(day) for name, day in days.items()}),
        english.format(**{name: en(day) for name, day in days.items()}),
    )
