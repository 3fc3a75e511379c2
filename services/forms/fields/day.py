"""A day, in the ways people write one: 03/12/2026, 3.12.2026, 3 décembre 2026, 2026-12-03."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Self

from services.forms.fields.base import (
    Answer,
    Circumstances,
    Leaf,
    Raw,
    Schema,
    Unreadable,
)
from services.forms.fields.cleaning import on_one_line
from services.foundation.definitions import Block
from services.foundation.i18n import Language, Text, using_language
from services.foundation.i18n import format_date as in_words

FIGURES = re.compile(r"([0-9]{1,2})\s*[/.\- ]\s*([0-9]{1,2})\s*[/.\- ]\s*([0-9]{4})")
ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
RUN_TOGETHER = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})")
"""A telephone's keyboard of figures has no stroke: 03122026 is read as it was meant."""
LETTERS = re.compile(r"([0-9]{1,2})(?:er|st|nd|rd|th)? ([a-z]+)\.? ([0-9]{4})")
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv january jan",
            "fevrier fevr february feb",
            "mars march mar",
            "avril avr april apr",
            "mai may",
            "juin june jun",
            "juillet juil july jul",
            "aout august aug",
            "septembre sept september sep",
            "octobre oct october",
            "novembre nov november",
            "decembre dec december",
        ),
        start=1,
    )
    for name in names.split()
}
EARLIEST, LATEST = date(1800, 1, 1), date(2200, 12, 31)
TODAY = "today"


def read_day(written: str) -> date | None:
    """The day that was meant; None when it is none, or when the year is short of two figures."""
    plain = unicodedata.normalize("NFKD", on_one_line(written).lower())
    plain = plain.encode("ascii", "ignore").decode()
    if found := ISO.fullmatch(plain):
        year, month, day = int(found[1]), int(found[2]), int(found[3])
    elif found := FIGURES.fullmatch(plain) or RUN_TOGETHER.fullmatch(plain):
        day, month, year = int(found[1]), int(found[2]), int(found[3])
    elif found := LETTERS.fullmatch(plain):
        day, month, year = int(found[1]), MONTHS.get(found[2], 0), int(found[3])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


@dataclass(frozen=True, kw_only=True)
class DayField(Leaf):
    """A day; the value is an ISO word. `min` and `max` are ISO days or `today`."""

    kind: ClassVar[str] = "date"
    keys: ClassVar[tuple[str, ...]] = ("min", "max")

    min: str | None = None
    max: str | None = None

    @classmethod
    def read(cls, block: Block, common: Mapping[str, Any]) -> Self:
        for key in ("min", "max"):
            bound = block.maybe_string(key)
            if bound is not None and bound != TODAY and not ISO.fullmatch(bound):
                raise block.error(f"`{key}` must be a day such as 2026-12-03, or today", key=key)
        return cls(**common, min=block.maybe_string("min"), max=block.maybe_string("max"))

    def when_missing(self) -> Text:
        example = self.example or "03/12/2026"
        return Text(
            f"Indiquez le jour, le mois et l’année de « {self.label.fr} », par exemple {example}",
            f"Give the day, month and year of “{self.label.en}”, for example {example}",
        )

    def parse(self, raw: Raw, path: str, around: Circumstances) -> Answer:
        parts = [next(iter(raw.get(f"{path}.{part}", ())), "") for part in ("day", "month", "year")]
        if path not in raw and any(part.strip() for part in parts):
            raw = {path: ["/".join(part.strip()[:10] for part in parts)]}
        return super().parse(raw, path, around)

    def understand(self, written: str, around: Circumstances) -> object:
        day = read_day(written)
        if day is None:
            raise Unreadable(self.when_missing())
        return day.isoformat()

    def fault(self, value: object, around: Circumstances) -> Text | None:
        if not isinstance(value, str) or not ISO.fullmatch(value):
            return self.when_missing()
        day = read_day(value)
        if day is None:
            return self.when_missing()
        earliest = _bound(self.min, around.today) or EARLIEST
        latest = _bound(self.max, around.today) or LATEST
        if day < earliest:
            return Text(
                f"Choisissez un jour à partir du {_said(earliest, 'fr')}",
                f"Choose a day from {_said(earliest, 'en')} on",
            )
        if day > latest:
            return Text(
                f"Choisissez un jour jusqu’au {_said(latest, 'fr')}",
                f"Choose a day up to {_said(latest, 'en')}",
            )
        return None

    def show(self, value: object, language: Language) -> str:
        return _said(date.fromisoformat(str(value)), language)

    def written(self, value: object, language: Language) -> str:
        return date.fromisoformat(str(value)).strftime("%d/%m/%Y")

    def describe(self, language: Language) -> Schema:
        return self.named({"type": "string", "format": "date"}, language)

    def sample(self) -> object:
        return "2026-12-03"


def _bound(bound: str | None, today: date | None) -> date | None:
    if bound is None or bound == TODAY:
        return today if bound else None
    return date.fromisoformat(bound)


def _said(day: date, language: Language) -> str:
    with using_language(language):
        return in_words(day)
