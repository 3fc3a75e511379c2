"""Numbers as people write them in France: 18,5 · 1 234,50 · with hard spaces or none."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from services.forms.fields.base import Circumstances, Leaf, Schema, Unreadable
from services.forms.fields.cleaning import without_spaces
from services.foundation.definitions import Block
from services.foundation.i18n import Language, Text

INTEGER = re.compile(r"[-+]?[0-9]{1,15}")
DECIMAL = re.compile(r"([-+]?[0-9]{1,12})(?:[.,]([0-9]*))?")
LARGEST = 10**12
MOST_PLACES = 3
"""With twelve digits before it makes fifteen: what a float keeps exactly."""
HARD_SPACE = "\u202f"


def grouped(number: int, language: Language) -> str:
    """A whole number with its thousands apart: « 12 500 », “12,500”."""
    return f"{number:,}".replace(",", HARD_SPACE) if language == "fr" else f"{number:,}"


def pointed(number: float, places: int, language: Language) -> str:
    """A number with its decimals: « 1 234,5 », “1,234.5”; trailing zeros are dropped."""
    whole, _, rest = f"{abs(number):.{places}f}".partition(".")
    rest = rest.rstrip("0")
    mark = "," if language == "fr" else "."
    said = grouped(int(whole), language) + (mark + rest if rest else "")
    return f"-{said}" if number < 0 and said != "0" else said


@dataclass(frozen=True, kw_only=True)
class NumberField(Leaf):
    """What integers, decimals and money share: bounds, and a unit that is shown."""

    keys: ClassVar[tuple[str, ...]] = ("min", "max", "unit")
    usual: ClassVar[tuple[str, str]] = ("12", "12")

    min: int | float = 0
    max: int | float = LARGEST
    unit: str | None = None

    @classmethod
    def read(cls, block: Block, common: Mapping[str, Any]) -> Self:
        least, most = cls.bound(block, "min"), cls.bound(block, "max")
        least = cls.min if least is None else least
        most = cls.max if most is None else most
        if not -LARGEST <= least <= most <= LARGEST:
            raise block.error("`min` must not exceed `max`", key="max")
        return cls(**common, min=least, max=most, unit=block.maybe_string("unit"), **cls.own(block))

    @classmethod
    def bound(cls, block: Block, key: str) -> int | float | None:
        """A bound in the unit of the value."""
        return block.maybe_number(key)

    @classmethod
    def own(cls, block: Block) -> Mapping[str, Any]:
        """What this kind adds."""
        del block
        return {}

    def unreadable(self) -> Unreadable:
        french, english = self.usual
        if self.example:
            french, english = self.example, self.example.replace(",", ".")
        unit = f" {self.unit}" if self.unit else ""
        return Unreadable(
            Text(
                f"Écrivez un nombre en chiffres, par exemple {french}{unit}",
                f"Write a number in figures, for example {english}{unit}",
            )
        )

    def is_number(self, value: object) -> bool:
        """Whether a kept value has the type of this kind."""
        right = isinstance(value, int | float) and not isinstance(value, bool)
        return right and math.isfinite(value)  # type: ignore[arg-type]

    def fault(self, value: object, around: Circumstances) -> Text | None:
        if not self.is_number(value):
            return self.unreadable().say
        assert isinstance(value, int | float)
        if value < self.min:
            least_fr, least_en = self.show(self.min, "fr"), self.show(self.min, "en")
            return Text(f"Écrivez {least_fr} ou plus", f"Write {least_en} or more")
        if value > self.max:
            most_fr, most_en = self.show(self.max, "fr"), self.show(self.max, "en")
            return Text(f"Écrivez {most_fr} ou moins", f"Write {most_en} or less")
        return None

    def when_missing(self) -> Text:
        return self.unreadable().say if self.example else super().when_missing()

    def with_unit(self, said: str) -> str:
        return f"{said}\u00a0{self.unit}" if self.unit else said

    def bounds(self) -> Schema:
        return {"minimum": self.min, "maximum": self.max}


@dataclass(frozen=True, kw_only=True)
class IntegerField(NumberField):
    """A whole number."""

    kind: ClassVar[str] = "integer"

    @classmethod
    def bound(cls, block: Block, key: str) -> int | float | None:
        return block.maybe_integer(key)

    def is_number(self, value: object) -> bool:
        return isinstance(value, int) and not isinstance(value, bool)

    def understand(self, written: str, around: Circumstances) -> object:
        digits = without_spaces(written)
        if not INTEGER.fullmatch(digits):
            raise self.unreadable()
        return int(digits)

    def show(self, value: object, language: Language) -> str:
        return self.with_unit(grouped(value, language) if isinstance(value, int) else "")

    def written(self, value: object, language: Language) -> str:
        return str(value)

    def describe(self, language: Language) -> Schema:
        return self.named({"type": "integer", **self.bounds()}, language)

    def sample(self) -> object:
        return int(self.min)


def read_decimal(written: str, places: int) -> tuple[int, str] | None:
    """Whole part and decimals of what was typed; None when it is no number of so few decimals."""
    found = DECIMAL.fullmatch(without_spaces(written))
    if not found:
        return None
    decimals = (found[2] or "").rstrip("0")
    return (int(found[1]), decimals) if len(decimals) <= places else None


@dataclass(frozen=True, kw_only=True)
class DecimalField(NumberField):
    """A number with decimals, at most `places` of them."""

    kind: ClassVar[str] = "decimal"
    keys: ClassVar[tuple[str, ...]] = (*NumberField.keys, "places")
    usual: ClassVar[tuple[str, str]] = ("18 ou 18,5", "18 or 18.5")

    places: int = 2

    @classmethod
    def own(cls, block: Block) -> Mapping[str, Any]:
        places = block.maybe_integer("places")
        if places is None:
            return {}
        if not 1 <= places <= MOST_PLACES:
            raise block.error(f"`places` must lie between 1 and {MOST_PLACES}", key="places")
        return {"places": places}

    def understand(self, written: str, around: Circumstances) -> object:
        read = read_decimal(written, self.places)
        if read is None:
            raise self.unreadable()
        sign = "-" if without_spaces(written).startswith("-") else ""
        return float(f"{sign}{abs(read[0])}.{read[1] or '0'}")

    def show(self, value: object, language: Language) -> str:
        number = value if isinstance(value, int | float) else 0.0
        return self.with_unit(pointed(number, self.places, language))

    def written(self, value: object, language: Language) -> str:
        number = value if isinstance(value, int | float) else 0.0
        return pointed(number, self.places, "fr")

    def describe(self, language: Language) -> Schema:
        return self.named({"type": "number", **self.bounds()}, language)

    def sample(self) -> object:
        return float(self.min) + 0.5


@dataclass(frozen=True, kw_only=True)
class MoneyField(NumberField):
    """An amount in euros; the value, like `min` and `max` once read, is in cents."""

    kind: ClassVar[str] = "money"
    usual: ClassVar[tuple[str, str]] = ("1 250 ou 1 250,50", "1250 or 1250.50")

    unit: str | None = "€"

    @classmethod
    def read(cls, block: Block, common: Mapping[str, Any]) -> Self:
        if block.has("unit"):
            raise block.error("an amount is always in euros", key="unit")
        found = super().read(block, common)
        return cls(**common, min=found.min, max=found.max)

    @classmethod
    def bound(cls, block: Block, key: str) -> int | float | None:
        euros = block.maybe_number(key)
        return None if euros is None else round(euros * 100)

    def is_number(self, value: object) -> bool:
        return isinstance(value, int) and not isinstance(value, bool)

    def understand(self, written: str, around: Circumstances) -> object:
        digits = without_spaces(written).removesuffix("€").lower().removesuffix("euros")
        read = read_decimal(digits, 2)
        if read is None:
            raise self.unreadable()
        cents = abs(read[0]) * 100 + int(read[1].ljust(2, "0"))
        return -cents if digits.startswith("-") else cents

    def show(self, value: object, language: Language) -> str:
        cents = value if isinstance(value, int) else 0
        sign = "-" if cents < 0 else ""
        euros, rest = divmod(abs(cents), 100)
        if language == "en":
            return f"{sign}€{grouped(euros, 'en')}.{rest:02}"
        return f"{sign}{grouped(euros, 'fr')},{rest:02}\u00a0€"

    def written(self, value: object, language: Language) -> str:
        return self.show(value, "fr")

    def describe(self, language: Language) -> Schema:
        return self.named({"type": "integer", "x-unit": "cent", **self.bounds()}, language)

    def sample(self) -> object:
        return int(self.min)
