"""A group of questions that may be answered several times, once for each row."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from services.forms.fields.base import Answer, Circumstances, Errors, Field, Raw, Schema
from services.forms.fields.composite import object_schema
from services.forms.fields.sequence import check_fields, parse_fields, settle_fields
from services.foundation.definitions import Block
from services.foundation.i18n import Language, Text

MOST_ROWS = 50
DEEPEST = 2


@dataclass(frozen=True, kw_only=True)
class GroupField(Field):
    """Inputs are named `{path}[{row}].{question}`; the value is a list of rows.

    Rows left blank are dropped, and those that remain are numbered again from 0: an error of the
    row typed at 3 after a blank one bears `[2]`, like the inputs of the page shown again.
    """

    kind: ClassVar[str] = "group"
    keys: ClassVar[tuple[str, ...]] = ("fields", "min_rows", "max_rows", "row_label")

    fields: tuple[Field, ...]
    row_label: Text
    min_rows: int = 1
    max_rows: int = 10

    @classmethod
    def read(cls, block: Block, common: Mapping[str, Any]) -> Self:
        fields: tuple[Field, ...] = common["fields"]
        if not any(one.answerable for one in fields):
            raise block.error("a group must ask something", key="fields")
        least = block.maybe_integer("min_rows")
        most = block.maybe_integer("max_rows") or cls.max_rows
        least = cls.min_rows if least is None else least
        if not 1 <= least <= most <= MOST_ROWS:
            message = f"1 <= `min_rows` <= `max_rows` <= {MOST_ROWS} must hold"
            raise block.error(message, key="max_rows" if block.has("max_rows") else "min_rows")
        label = block.text("row_label")
        return cls(**common, row_label=label, min_rows=least, max_rows=most)

    @property
    def depth(self) -> int:
        """How many groups are inside each other, this one included."""
        return 1 + max((one.depth for one in self.fields if isinstance(one, GroupField)), default=0)

    def when_missing(self) -> Text:
        return Text(
            f"Remplissez au moins une ligne de « {self.label.fr} »",
            f"Fill in at least one row of “{self.label.en}”",
        )

    def parse(self, raw: Raw, path: str, around: Circumstances) -> Answer:
        rows, errors = [], {}
        for number, typed in enumerate(typed_rows(raw, path)):
            answers = parse_fields(self.fields, typed, f"{path}[{number}].", around)
            rows.append(answers.values)
            errors.update(answers.errors)
        errors = errors or self._rows_fault(rows or None, path, around)
        return Answer(value=[row for row in rows if row] or None, errors=errors)

    def check(self, value: object, path: str, around: Circumstances) -> Errors:
        if value is not None and not isinstance(value, list):
            return {path: self.lacking(around)}
        errors = self._rows_fault(value, path, around)
        for number, row in enumerate(value or ()):
            if not isinstance(row, dict):
                return {path: self.lacking(around)}
            errors |= check_fields(self.fields, row, f"{path}[{number}].", around).errors
        return errors

    def _rows_fault(self, rows: list[Any] | None, path: str, around: Circumstances) -> Errors:
        if rows is None:
            return {path: self.lacking(around)} if self.required else {}
        if len(rows) > self.max_rows:
            most = Text(
                f"Gardez {self.max_rows} lignes au plus", f"Keep at most {self.max_rows} rows"
            )
            return {path: most.in_(around.language)}
        if len(rows) < self.min_rows:
            least = Text(
                f"Remplissez au moins {self.min_rows} lignes",
                f"Fill in at least {self.min_rows} rows",
            )
            return {path: least.in_(around.language)}
        return {}

    def echo(self, raw: Raw, path: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for number, row in enumerate(typed_rows(raw, path)):
            for one in self.fields:
                found |= one.echo(row, f"{path}[{number}].{one.id}")
        return found

    def settle(self, value: object, around: Circumstances) -> object:
        if not isinstance(value, list):
            return value
        return [
            settle_fields(self.fields, row, around) if isinstance(row, dict) else row
            for row in value
        ]

    def show(self, value: object, language: Language) -> str:
        said = []
        for number, row in enumerate(value if isinstance(value, list) else (), start=1):
            said.append(f"{self.row_label.in_(language)} {number}")
            for one in self.fields:
                if isinstance(row, dict) and one.id in row:
                    colon = "\u00a0:" if language == "fr" else ":"
                    shown = one.show(row[one.id], language).replace("\n", ", ")
                    said.append(f"{one.label.in_(language)}{colon} {shown}")
        return "\n".join(said)

    def inputs(self, value: object, path: str, language: Language) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for number, row in enumerate(value if isinstance(value, list) else ()):
            for one in self.fields:
                if one.id in row:
                    found |= one.inputs(row[one.id], f"{path}[{number}].{one.id}", language)
        return found

    def describe(self, language: Language) -> Schema:
        items = object_schema(self.fields, language)
        bounds: Schema = {"minItems": self.min_rows, "maxItems": self.max_rows}
        return self.named({"type": "array", "items": items, **bounds}, language)

    def sample(self) -> object:
        return [{one.id: one.sample() for one in self.fields if one.sample() is not None}]


def typed_rows(raw: Raw, path: str) -> list[Raw]:
    """The inputs of each row that is not blank, in order, named as if numbered from 0."""
    pattern = re.compile(re.escape(path) + r"\[([0-9]{1,4})\]\.")
    rows: dict[int, dict[str, list[str]]] = {}
    for name, texts in raw.items():
        found = pattern.match(name)
        if found and any(text.strip() for text in texts):
            rows.setdefault(int(found[1]), {})[name[found.end() :]] = list(texts)
    kept = [rows[number] for number in sorted(rows)[: MOST_ROWS + 1]]
    return [
        {f"{path}[{number}].{name}": texts for name, texts in row.items()}
        for number, row in enumerate(kept)
    ]
