"""A value worked out from other answers: shown, kept, never typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from services.forms.fields.base import Answer, Circumstances, Errors, Field, Raw, Schema
from services.forms.fields.conditions import value_of
from services.forms.fields.number import DecimalField, IntegerField, MoneyField, NumberField
from services.foundation.definitions import Block
from services.foundation.expressions import Expression, ExpressionError, compile_expression
from services.foundation.i18n import Language

SHOWN_AS: Mapping[str, type[NumberField]] = {
    "integer": IntegerField,
    "decimal": DecimalField,
    "money": MoneyField,
}


@dataclass(frozen=True, kw_only=True)
class ComputedField(Field):
    """`expression` gives the value; `shown_as` is the kind of number that tells how to say it."""

    kind: ClassVar[str] = "computed"
    answerable: ClassVar[bool] = False
    keys: ClassVar[tuple[str, ...]] = ("value", "shown_as", "unit")

    expression: Expression
    shown_as: NumberField

    @classmethod
    def read(cls, block: Block, common: Mapping[str, Any]) -> Self:
        kind = block.one_of("shown_as", tuple(SHOWN_AS))
        unit = block.maybe_string("unit")
        look = SHOWN_AS[kind](id=common["id"], label=common["label"])
        if unit and kind != "money":
            look = SHOWN_AS[kind](id=common["id"], label=common["label"], unit=unit)
        try:
            expression = compile_expression(block.string("value"))
        except ExpressionError as failure:
            raise block.error(str(failure), key="value") from failure
        told = {**common, "required": False}
        return cls(**told, expression=expression, shown_as=look)

    def work_out(self, around: Circumstances) -> object:
        """The value, rounded to what its kind keeps; None while an answer is missing."""
        value = value_of(self.expression, around)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        if isinstance(self.shown_as, DecimalField):
            value = round(float(value), self.shown_as.places)
        elif abs(value) < self.shown_as.max:
            value = round(value)
        return value if self.shown_as.is_number(value) else None

    def settle(self, value: object, around: Circumstances) -> object:
        return self.work_out(around)

    def parse(self, raw: Raw, path: str, around: Circumstances) -> Answer:
        return Answer(value=self.work_out(around))

    def check(self, value: object, path: str, around: Circumstances) -> Errors:
        return {}

    def show(self, value: object, language: Language) -> str:
        return self.shown_as.show(value, language)

    def inputs(self, value: object, path: str, language: Language) -> dict[str, list[str]]:
        return {}

    def describe(self, language: Language) -> Schema:
        return self.named({**self.shown_as.describe(language), "readOnly": True}, language)

    def sample(self) -> object:
        return self.shown_as.sample()
