"""What every kind of question has and can do.

A value is JSON data, ready to be kept: a decimal is a float of at most 15 digits, money is a whole
number of cents, a day is an ISO word. `parse` turns what was typed into a value and is the dear
one; `check` looks at a kept value and is cheap, since a request is checked again when it is filed.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Self

from services.forms.fields.cleaning import cleaned, has_unseen
from services.forms.fields.wording import filled
from services.foundation.definitions import Block
from services.foundation.expressions import Expression
from services.foundation.i18n import Language, Text

Raw = Mapping[str, Sequence[str]]
"""What a page sent: each input's name and the texts it carried."""
Errors = dict[str, str]
"""For each input's name, the sentence that says what to do."""
Schema = dict[str, object]
"""A JSON Schema."""
RAW_LIMIT = 20_000
"""Characters typed in one input; more is refused before anything looks at it."""

UNSEEN = Text(
    "Tapez de nouveau cette réponse : elle contient des caractères invisibles",
    "Type this answer again: it contains invisible characters",
)
TOO_LONG = Text("Raccourcissez cette réponse", "Shorten this answer")


@dataclass(frozen=True, slots=True)
class FoundCommune:
    """A commune as the territory knows it today."""

    insee: str
    name: str
    departement: str


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file already received for this draft."""

    name: str
    media_type: str
    size: int


Communes = Callable[[str], Sequence[FoundCommune]]
"""The communes that a code or a name may mean: none, one, or homonyms."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What an answer is looked at with.

    Without `today`, rules about today are passed over; without `communes` or `files`, a code or an
    identifier of the right shape is believed. `answers` are those given so far.
    """

    language: Language = "fr"
    today: date | None = None
    options: Mapping[str, object] = field(default_factory=dict)
    communes: Communes | None = None
    files: Mapping[str, ReceivedFile] | None = None
    answers: Mapping[str, object] = field(default_factory=dict)

    def among(self, answers: Mapping[str, object]) -> "Circumstances":
        """The same, with these answers known."""
        known = (self.language, self.today, self.options, self.communes, self.files)
        return Circumstances(*known, answers)

    def variables(self, names: frozenset[str]) -> Mapping[str, object]:
        """What a condition that needs `names` is given."""
        if "options" not in names and "today" not in names:
            return self.answers
        today = self.today.isoformat() if self.today else None
        return {**self.answers, "options": self.options, "today": today}


@dataclass(frozen=True, slots=True)
class Check:
    """A rule between answers (`that`), and what to do when it does not hold (`say`)."""

    that: Expression
    say: Text


class Unreadable(Exception):
    """What was typed is not an answer of this kind; `say` is what to type instead."""

    def __init__(self, say: Text) -> None:
        super().__init__(say.fr)
        self.say = say


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question got: a value or none, and what is wrong with it, by input name."""

    value: object = None
    errors: Errors = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Field(ABC):
    """One question. `kind` tells templates how to draw it."""

    kind: ClassVar[str]
    answerable: ClassVar[bool] = True
    keys: ClassVar[tuple[str, ...]] = ()

    id: str
    label: Text
    hint: Text | None = None
    example: str | None = None
    required: bool = True
    when: Expression | None = None
    checks: tuple[Check, ...] = ()
    prefill: str | None = None
    missing: Text | None = None
    wrong: Text | None = None
    autocomplete: str | None = None
    """What a browser may fill in by itself (HTML's word for it), about the person who types."""

    @classmethod
    def read(cls, block: Block, common: Mapping[str, Any]) -> Self:
        """The question written in `block`, whose `common` part is read already."""
        del block
        return cls(**common)

    @property
    def parts(self) -> "tuple[Field, ...]":
        """The questions it is made of, for a person or an address."""
        return ()

    @abstractmethod
    def parse(self, raw: Raw, path: str, around: Circumstances) -> Answer:
        """What was typed in the inputs named after `path`."""

    @abstractmethod
    def check(self, value: object, path: str, around: Circumstances) -> Errors:
        """What is wrong with a kept value; nothing when it will do."""

    @abstractmethod
    def show(self, value: object, language: Language) -> str:
        """The value as a person reads it; lines are separated by line feeds."""

    @abstractmethod
    def inputs(self, value: object, path: str, language: Language) -> dict[str, list[str]]:
        """What to put back in the inputs so that parsing them gives this value."""

    @abstractmethod
    def describe(self, language: Language) -> Schema:
        """The JSON Schema of its values."""

    @abstractmethod
    def sample(self) -> object:
        """Some value of this kind, with which conditions are tried at loading."""

    def echo(self, raw: Raw, path: str) -> dict[str, list[str]]:
        """What was typed in its inputs, to be shown again."""
        return {
            name: [cleaned(text[:RAW_LIMIT]) for text in texts]
            for name, texts in raw.items()
            if name == path or name.startswith(f"{path}.")
        }

    def settle(self, value: object, around: Circumstances) -> object:
        """What to keep of an answer, now that those before it are settled."""
        del around
        return value

    def named(self, schema: Schema, language: Language) -> Schema:
        """`schema` with the label and the hint of the question."""
        hint = {"description": self.hint.in_(language)} if self.hint else {}
        return {"title": self.label.in_(language), **hint, **schema}

    def lacking(self, around: Circumstances) -> str:
        """What to say when there is no answer."""
        return filled(self.missing or self.when_missing(), around.language, around.options)

    def when_missing(self) -> Text:
        """The sentence for kinds that are written rather than chosen."""
        example_fr = f", par exemple {self.example}" if self.example else ""
        example_en = f", for example {self.example}" if self.example else ""
        return Text(
            f"Remplissez « {self.label.fr} »{example_fr}",
            f"Fill in “{self.label.en}”{example_en}",
        )


@dataclass(frozen=True, kw_only=True)
class Leaf(Field):
    """A question answered by one input."""

    def parse(self, raw: Raw, path: str, around: Circumstances) -> Answer:
        typed = next((text for text in raw.get(path, ()) if text.strip()), "")
        if len(typed) > RAW_LIMIT:
            return Answer(errors={path: TOO_LONG.in_(around.language)})
        written = cleaned(typed)
        if not written:
            return Answer(errors=self.check(None, path, around))
        if has_unseen(written):
            return Answer(errors={path: UNSEEN.in_(around.language)})
        try:
            value = self.understand(written, around)
        except Unreadable as refusal:
            say = self.wrong or refusal.say
            return Answer(errors={path: filled(say, around.language, around.options)})
        errors = self.check(value, path, around)
        return Answer(value=None if errors else value, errors=errors)

    def check(self, value: object, path: str, around: Circumstances) -> Errors:
        if value is None:
            return {path: self.lacking(around)} if self.required else {}
        fault = self.fault(value, around)
        return {path: filled(fault, around.language, around.options)} if fault else {}

    def inputs(self, value: object, path: str, language: Language) -> dict[str, list[str]]:
        return {path: [self.written(value, language)]}

    def written(self, value: object, language: Language) -> str:
        """What one would type for this value."""
        return self.show(value, language)

    @abstractmethod
    def understand(self, written: str, around: Circumstances) -> object:
        """The value of a text that is cleaned and not blank; raises `Unreadable`."""

    @abstractmethod
    def fault(self, value: object, around: Circumstances) -> Text | None:
        """What a kept value must become to do; None when it does."""
