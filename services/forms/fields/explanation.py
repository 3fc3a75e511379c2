"""An explanation: something to read, nothing to answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from services.forms.fields.base import Answer, Circumstances, Errors, Field, Raw, Schema
from services.foundation.definitions import Block
from services.foundation.i18n import Language, Text


@dataclass(frozen=True, kw_only=True)
class ExplanationField(Field):
    """`body` is what to read; `tone` says how loud it is drawn."""

    kind: ClassVar[str] = "explanation"
    answerable: ClassVar[bool] = False
    keys: ClassVar[tuple[str, ...]] = ("body", "tone")

    body: Text
    tone: str = "info"

    @classmethod
    def read(cls, block: Block, common: Mapping[str, Any]) -> Self:
        tone = block.one_of("tone", ("info", "warning")) if block.has("tone") else "info"
        told = {**common, "required": False}
        return cls(**told, body=block.text("body"), tone=tone)

    def parse(self, raw: Raw, path: str, around: Circumstances) -> Answer:
        return Answer()

    def check(self, value: object, path: str, around: Circumstances) -> Errors:
        return {}

    def show(self, value: object, language: Language) -> str:
        return self.body.in_(language)

    def inputs(self, value: object, path: str, language: Language) -> dict[str, list[str]]:
        return {}

    def describe(self, language: Language) -> Schema:
        return self.named({"type": "null"}, language)

    def sample(self) -> object:
        return None
