"""A time of day, in the ways people write one: 18 h 30, 18h30, 18:30, 18."""

import re
from dataclasses import dataclass
from typing import ClassVar

from services.forms.fields.base import Circumstances, Leaf, Schema, Unreadable
from services.forms.fields.cleaning import without_spaces
from services.foundation.i18n import Language, Text

# 24:00 is midnight seen from the day that ends.
KEPT = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]|24:00")
TYPED = re.compile(r"([0-9]{1,2})(?:[h:.]([0-9]{2})?)?(?:mn?|min)?")


@dataclass(frozen=True, kw_only=True)
class HourField(Leaf):
    """A time of day, kept as 18:30; 24:00 is the midnight that ends the day."""

    kind: ClassVar[str] = "time"

    def when_missing(self) -> Text:
        example = self.example or "18 h 30"
        return Text(
            f"Indiquez l’heure et les minutes de « {self.label.fr} », par exemple {example}",
            f"Give the hour and minutes of “{self.label.en}”, for example 18:30",
        )

    def understand(self, written: str, around: Circumstances) -> object:
        found = TYPED.fullmatch(without_spaces(written).lower())
        kept = f"{int(found[1]):02}:{found[2] or '00'}" if found else ""
        if not KEPT.fullmatch(kept):
            raise Unreadable(self.when_missing())
        return kept

    def fault(self, value: object, around: Circumstances) -> Text | None:
        good = isinstance(value, str) and KEPT.fullmatch(value)
        return None if good else self.when_missing()

    def show(self, value: object, language: Language) -> str:
        if language == "en":
            return str(value)
        hour, _colon, minutes = str(value).partition(":")
        said = f"{int(hour)}\u00a0h"
        return said if minutes == "00" else f"{said}\u00a0{minutes}"

    def written(self, value: object, language: Language) -> str:
        return self.show(value, language).replace("\u00a0", " ")

    def describe(self, language: Language) -> Schema:
        return self.named({"type": "string", "pattern": f"^(?:{KEPT.pattern})$"}, language)

    def sample(self) -> object:
        return "18:30"
