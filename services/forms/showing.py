"""Answers as people read them, as inputs take them, and as machines describe them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from services.forms.contracts import Circumstances, Page, Procedure
from services.forms.fields.base import Field, Schema
from services.forms.fields.composite import object_schema
from services.forms.fields.conditions import holds
from services.forms.fields.wording import filled
from services.foundation.i18n import Language, Text


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """A question and its answer in words; `text` may have several lines, and is never blank."""

    path: str
    kind: str
    label: str
    text: str
    value: object


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page of the form, read again."""

    id: str
    title: str
    answers: tuple[ShownAnswer, ...]


def say(text: Text, language: Language, options: Mapping[str, object]) -> str:
    """A sentence of a definition, with the tenant's options in their places."""
    return filled(text, language, options)


def show(field: Field, value: object, language: Language) -> str:
    """An answer in words."""
    return field.show(value, language)


def shown_pages(
    procedure: Procedure,
    answers: Mapping[str, object],
    options: Mapping[str, object],
    language: Language,
) -> tuple[ShownPage, ...]:
    """Everything answered, page by page: for the review, the case page and the letters.

    `answers` are settled ones (`check_all`, `prune_hidden`): what has no answer is left out.
    """
    around = Circumstances(language, options=options, answers=answers)
    shown = []
    for page in procedure.pages:
        found = tuple(_shown(page, answers, language))
        if found and holds(page.when, around):
            shown.append(ShownPage(page.id, page.title.in_(language), found))
    return tuple(shown)


def _shown(page: Page, answers: Mapping[str, object], language: Language) -> Iterator[ShownAnswer]:
    for one in page.fields:
        value = answers.get(one.id)
        if value is not None and (text := one.show(value, language)):
            yield ShownAnswer(one.id, one.kind, one.label.in_(language), text, value)


def page_inputs(
    page: Page, answers: Mapping[str, object], language: Language
) -> dict[str, list[str]]:
    """What to put in the inputs of a page for the answers kept, by input name."""
    found: dict[str, list[str]] = {}
    for one in page.fields:
        if answers.get(one.id) is not None:
            found |= one.inputs(answers[one.id], one.id, language)
    return found


def json_schema(procedure: Procedure, language: Language = "fr") -> Schema:
    """The JSON Schema of the answers of a procedure."""
    fields = tuple(one for page in procedure.pages if page.when is None for one in page.fields)
    maybe = tuple(one for page in procedure.pages if page.when is not None for one in page.fields)
    schema = object_schema((*fields, *maybe), language)
    schema["required"] = object_schema(fields, language)["required"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:parvis:procedure:{procedure.id}:{procedure.version}",
        "title": procedure.title.in_(language),
        **schema,
    }
