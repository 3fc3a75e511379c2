"""Choices: one of a list, several of a list, yes or no."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from services.forms.fields.base import (
    Answer,
    Circumstances,
    Errors,
    Field,
    Leaf,
    Raw,
    Schema,
    Unreadable,
)
from services.foundation.definitions import Block
from services.foundation.i18n import Language, Text

YES_NO = {True: Text("Oui", "Yes"), False: Text("Non", "No")}


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be chosen; `id` is kept, `label` is shown."""

    id: str
    label: Text
    hint: Text | None = None


def read_choices(block: Block) -> tuple[Choice, ...]:
    """The choices listed in `block`: at least one, each written once."""
    choices: list[Choice] = []
    for item in block.blocks("choices"):
        item.only("id", "label", "hint")
        choice = Choice(item.string("id"), item.text("label"), item.maybe_text("hint"))
        if any(choice.id == other.id for other in choices):
            raise item.error(f"the choice `{choice.id}` is listed twice", key="id")
        choices.append(choice)
    if not choices:
        raise block.error("`choices` must list at least one choice", key="choices")
    return tuple(choices)


def please_choose(label: Text) -> Text:
    """The sentence for an answer that is chosen rather than written."""
    return Text(
        f"Choisissez une réponse à « {label.fr} »",
        f"Choose an answer to “{label.en}”",
    )


@dataclass(frozen=True, kw_only=True)
class ChoiceField(Leaf):
    """One of a list; the value is the id of the choice."""

    kind: ClassVar[str] = "choice"
    keys: ClassVar[tuple[str, ...]] = ("choices",)

    choices: tuple[Choice, ...]

    @classmethod
    def read(cls, block: Block, common: Mapping[str, Any]) -> Self:
        return cls(**common, choices=read_choices(block))

    def when_missing(self) -> Text:
        return please_choose(self.label)

    def understand(self, written: str, around: Circumstances) -> object:
        if not any(written == choice.id for choice in self.choices):
            raise Unreadable(self.when_missing())
        return written

    def fault(self, value: object, around: Circumstances) -> Text | None:
        known = any(value == choice.id for choice in self.choices)
        return None if known else self.when_missing()

    def show(self, value: object, language: Language) -> str:
        labels = (c.label.in_(language) for c in self.choices if c.id == value)
        return next(labels, str(value))

    def written(self, value: object, language: Language) -> str:
        return str(value)

    def describe(self, language: Language) -> Schema:
        return self.named({"enum": [choice.id for choice in self.choices]}, language)

    def sample(self) -> object:
        return self.choices[0].id


@dataclass(frozen=True, kw_only=True)
class YesNoField(Leaf):
    """Yes or no; the inputs carry `yes` and `no`, the value is a boolean."""

    kind: ClassVar[str] = "yes_no"

    def when_missing(self) -> Text:
        return Text(
            f"Répondez par oui ou par non à « {self.label.fr} »",
            f"Answer yes or no to “{self.label.en}”",
        )

    def understand(self, written: str, around: Circumstances) -> object:
        answers = {"yes": True, "no": False}
        if written not in answers:
            raise Unreadable(self.when_missing())
        return answers[written]

    def fault(self, value: object, around: Circumstances) -> Text | None:
        return None if isinstance(value, bool) else self.when_missing()

    def show(self, value: object, language: Language) -> str:
        return YES_NO[bool(value)].in_(language)

    def written(self, value: object, language: Language) -> str:
        return "yes" if value else "no"

    def describe(self, language: Language) -> Schema:
        return self.named({"type": "boolean"}, language)

    def sample(self) -> object:
        return True


@dataclass(frozen=True, kw_only=True)
class ChoicesField(Field):
    """Several of a list; the value is a list of ids in the order of the definition."""

    kind: ClassVar[str] = "choices"
    keys: ClassVar[tuple[str, ...]] = ("choices", "min", "max")

    choices: tuple[Choice, ...]
    min: int = 1
    max: int

    @classmethod
    def read(cls, block: Block, common: Mapping[str, Any]) -> Self:
        choices = read_choices(block)
        least, most = block.maybe_integer("min"), block.maybe_integer("max")
        least = 1 if least is None else least
        most = len(choices) if most is None else most
        if not 1 <= least <= most <= len(choices):
            key = "max" if block.has("max") else "min"
            raise block.error(f"`min` and `max` must lie between 1 and {len(choices)}", key=key)
        return cls(**common, choices=choices, min=least, max=most)

    def when_missing(self) -> Text:
        return Text(
            f"Cochez au moins une réponse à « {self.label.fr} »",
            f"Tick at least one answer to “{self.label.en}”",
        )

    def parse(self, raw: Raw, path: str, around: Circumstances) -> Answer:
        ticked = [text.strip() for text in raw.get(path, ()) if text.strip()]
        if any(all(text != choice.id for choice in self.choices) for text in ticked):
            return Answer(errors={path: self.lacking(around)})
        value = [choice.id for choice in self.choices if choice.id in ticked] or None
        errors = self.check(value, path, around)
        return Answer(value=None if errors else value, errors=errors)

    def check(self, value: object, path: str, around: Circumstances) -> Errors:
        if value is None:
            return {path: self.lacking(around)} if self.required else {}
        known = [choice.id for choice in self.choices]
        if not isinstance(value, list) or any(item not in known for item in value):
            return {path: self.lacking(around)}
        count = len(set(map(str, value)))
        if not self.min <= count <= self.max or count != len(value):
            return {path: self._how_many().in_(around.language)}
        return {}

    def _how_many(self) -> Text:
        return Text(
            f"Cochez {self.min} à {self.max} réponses à « {self.label.fr} »",
            f"Tick {self.min} to {self.max} answers to “{self.label.en}”",
        )

    def show(self, value: object, language: Language) -> str:
        chosen = value if isinstance(value, list) else []
        return "\n".join(c.label.in_(language) for c in self.choices if c.id in chosen)

    def inputs(self, value: object, path: str, language: Language) -> dict[str, list[str]]:
        return {path: [str(item) for item in value] if isinstance(value, list) else []}

    def describe(self, language: Language) -> Schema:
        items = {"enum": [choice.id for choice in self.choices]}
        bounds: Schema = {"minItems": self.min, "maxItems": self.max, "uniqueItems": True}
        return self.named({"type": "array", "items": items, **bounds}, language)

    def sample(self) -> object:
        return [choice.id for choice in self.choices[: self.min]]
