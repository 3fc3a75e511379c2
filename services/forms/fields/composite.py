"""A question made of several inputs, such as a person or an address."""

from dataclasses import dataclass

from services.forms.fields.base import Answer, Circumstances, Errors, Field, Raw, Schema
from services.forms.fields.sequence import check_fields, parse_fields
from services.foundation.i18n import Language, Text


@dataclass(frozen=True, kw_only=True)
class Composite(Field):
    """Inputs are named `{path}.{part}`; the value is an object with the parts answered."""

    composed: tuple[Field, ...] = ()

    @property
    def parts(self) -> tuple[Field, ...]:
        return self.composed

    def when_missing(self) -> Text:
        return Text(
            f"Remplissez « {self.label.fr} »",
            f"Fill in “{self.label.en}”",
        )

    def parse(self, raw: Raw, path: str, around: Circumstances) -> Answer:
        prefix = f"{path}."
        typed = any(
            name.startswith(prefix) and any(text.strip() for text in texts)
            for name, texts in raw.items()
        )
        if not typed and not self.required:
            return Answer()
        answers = parse_fields(self.composed, raw, prefix, around.among({}))
        errors = answers.errors or self.disagreement(answers.values, path, around)
        return Answer(value=answers.values or None, errors=errors)

    def check(self, value: object, path: str, around: Circumstances) -> Errors:
        if value is None and not self.required:
            return {}
        given = value if isinstance(value, dict) else {}
        parts = {part.id for part in self.composed}
        if any(key not in parts for key in given):
            return {path: self.lacking(around)}
        answers = check_fields(self.composed, given, f"{path}.", around.among({}))
        return answers.errors or self.disagreement(answers.values, path, around)

    def disagreement(self, values: dict[str, object], path: str, around: Circumstances) -> Errors:
        """What is wrong between parts that are each right."""
        del values, path, around
        return {}

    def inputs(self, value: object, path: str, language: Language) -> dict[str, list[str]]:
        given = value if isinstance(value, dict) else {}
        found: dict[str, list[str]] = {}
        for part in self.composed:
            if part.id in given:
                found.update(part.inputs(given[part.id], f"{path}.{part.id}", language))
        return found

    def describe(self, language: Language) -> Schema:
        return self.named(object_schema(self.composed, language), language)

    def sample(self) -> object:
        return {part.id: part.sample() for part in self.composed}


def object_schema(fields: tuple[Field, ...], language: Language) -> Schema:
    """The JSON Schema of an object whose properties answer `fields`."""
    kept = [one for one in fields if one.kind != "explanation"]
    needed = [one.id for one in kept if one.required and one.when is None and one.answerable]
    properties = {one.id: one.describe(language) for one in kept}
    schema: Schema = {"type": "object", "properties": properties, "required": needed}
    return {**schema, "additionalProperties": False}
