"""A text: one line, or several paragraphs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from services.forms.fields.base import Circumstances, Leaf, Schema
from services.forms.fields.cleaning import has_unseen, on_one_line, with_plain_spaces
from services.foundation.definitions import Block
from services.foundation.i18n import Language, Text

LONGEST_LINE = 500
LONGEST_TEXT = 10_000


@dataclass(frozen=True, kw_only=True)
class TextField(Leaf):
    """One line. `max_length` counts characters after normalisation."""

    kind: ClassVar[str] = "text"
    keys: ClassVar[tuple[str, ...]] = ("min_length", "max_length")
    longest: ClassVar[int] = LONGEST_LINE

    min_length: int = 1
    max_length: int = 200

    @classmethod
    def read(cls, block: Block, common: Mapping[str, Any]) -> Self:
        shortest = block.maybe_integer("min_length") or cls.min_length
        longest = block.maybe_integer("max_length") or cls.max_length
        if not 1 <= shortest <= longest <= cls.longest:
            key = "max_length" if block.has("max_length") else "min_length"
            raise block.error(f"lengths must lie between 1 and {cls.longest}", key=key)
        return cls(**common, min_length=shortest, max_length=longest)

    def understand(self, written: str, around: Circumstances) -> object:
        return on_one_line(written)

    def fault(self, value: object, around: Circumstances) -> Text | None:
        if not isinstance(value, str) or not value.strip() or has_unseen(value):
            return self.when_missing()
        if len(value) > self.max_length:
            return Text(
                f"Écrivez {self.max_length} caractères au plus ; il y en a {len(value)}",
                f"Write at most {self.max_length} characters; there are {len(value)}",
            )
        if len(value) < self.min_length:
            return Text(
                f"Écrivez au moins {self.min_length} caractères",
                f"Write at least {self.min_length} characters",
            )
        return None

    def show(self, value: object, language: Language) -> str:
        return str(value)

    def describe(self, language: Language) -> Schema:
        bounds: Schema = {"minLength": self.min_length, "maxLength": self.max_length}
        return self.named({"type": "string", **bounds}, language)

    def sample(self) -> object:
        return "x" * self.min_length


@dataclass(frozen=True, kw_only=True)
class LongTextField(TextField):
    """Several lines, kept as they were typed."""

    kind: ClassVar[str] = "long_text"
    longest: ClassVar[int] = LONGEST_TEXT

    max_length: int = 2_000

    def understand(self, written: str, around: Circumstances) -> object:
        return with_plain_spaces(written)
